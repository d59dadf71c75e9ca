/** jest's message for a test or hook that exceeds its timeout. */
const HANG = /Exceeded timeout of/;
/** Failures of `eventually` and of fast-check, which count as failed assertions. */
const IS_NOT_SO = /\bat eventually \(|^(Error: )?Property failed after/;

/** @returns what is wrong with an instrument itself, or null */
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

/** Judges a mutant: caught if a test fails by an assertion. A suite that could not run has caught nothing. */
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
