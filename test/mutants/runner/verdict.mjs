/** What jest says of a test or a hook that did not end in its time. */
const HANG = /Exceeded timeout of/;
/** What did not become so while `eventually` waited for it, and what fast-check found not to be so always. */
const IS_NOT_SO = /\bat eventually \(|^(Error: )?Property failed after/;

/** What is wrong with an instrument itself; null: nothing. */
export function faultOf({ results, output, isTimedOut }, { file, title }) {
  if (isTimedOut) return 'it does not end';
  const suite = results?.testResults.find(({ name }) => name.endsWith(`/${file}`));
  if (!suite) return `jest failed: ${lastLines(output)}`;
  const tests = testsOf(suite).filter(({ fullName }) => fullName.includes(title ?? ''));
  const failed = tests.find(({ status }) => status === 'failed');
  if (failed) return `"${failed.fullName}" fails: ${firstLine(failed)}`;
  if (tests.some(({ status }) => status === 'passed')) return null;
  return suite.message.trim().split('\n')[0] || `${file} has no test "${title ?? ''}" that is run here`;
}

/** Whether a test failed by what it asserts; a suite that could not begin has noticed nothing. */
export function verdictOf({ results, output, isTimedOut }, { hangCounts }) {
  if (isTimedOut) return hang(hangCounts, 'the run');
  if (!results) return survived(`jest failed: ${lastLines(output)}`);
  if (results.numRuntimeErrorTestSuites > 0) return survived(`a suite could not be run: ${lastLines(output)}`);
  const failures = failuresIn(results);
  const [noticed] = failures.filter(byAssertion);
  if (noticed) return { isCaught: true, what: noticed.fullName, by: noticed.file };
  const [hung] = failures.filter(({ failureMessages }) => failureMessages.some((message) => HANG.test(message)));
  if (hung) return hang(hangCounts, `"${hung.fullName}"`, hung.file);
  return survived(failures[0] ? `failed, not by what it asserts: ${firstLine(failures[0])}` : 'SURVIVED');
}

function byAssertion({ failureDetails, failureMessages }) {
  const isAsserted = ({ matcherResult, code }) => matcherResult !== undefined || code === 'ERR_ASSERTION';
  return failureDetails.some(isAsserted) || failureMessages.some((message) => IS_NOT_SO.test(message));
}

function hang(counts, what, by) {
  return counts
    ? { isCaught: true, what: `${what} does not end`, by }
    : survived(`${what} does not end, which may be any fault`);
}

function survived(what) {
  return { isCaught: false, what };
}

function failuresIn({ testResults }) {
  return testResults.flatMap(testsOf).filter(({ status }) => status === 'failed');
}

function testsOf({ name, assertionResults }) {
  return assertionResults.map((test) => ({ ...test, file: name }));
}

function firstLine({ failureMessages }) {
  return failureMessages[0]?.split('\n')[0];
}

function lastLines(output) {
  return output.trim().split('\n').slice(-5).join(' ');
}
