import type { EventRecord, History } from '../history';
import { bars, event, isAllHeard, job, nodes, one, step, symbol, withRequest, type Corrupted } from './tampering';

const HOUR = 3_600_000;

/** Faults in what is requested, stored and counted: I1 to I4 and I7 to I9. */
export const WORK_GONE_WRONG: readonly Corrupted[] = [
  ['STARTED_LATE_AFTER_COMMAND', 'a symbol starts long after a pause', startedInStandstill],
  ['STARTED_AFTER_ANSWER', 'a symbol starts after the answer to a pause', startedAfterAnswer],
  ['STARTED_AFTER_ANSWER', 'or at once after it', startedWithTheAnswer],
  ['STEP_STORED_TWICE', 'a step is stored twice', (h, pick) => one(h, 'steps', pick, (step) => [step, step])],
  ['STEP_OUT_OF_TURN', 'a step is missing', withoutFirstStep],
  ['STORED_BY_A_FENCED_RUN', 'a run stores although a later one has stored', fencedRun],
  [
    'STORED_BY_ANOTHER',
    'a node stores that does not hold the lease',
    (h, pick) => step(h, pick, ({ node }) => ({ node: 1 - node! })),
  ],
  [
    'STORED_WITHOUT_LEASE',
    'somebody stores while nobody holds the lease',
    (h, pick) => step(h, pick, () => ({ holder: null })),
  ],
  [
    'SYMBOL_NOT_AS_STORED',
    'a symbol claims more than its steps',
    (h, pick) => symbol(h, pick, ({ steps }) => ({ steps: steps + 1 })),
  ],
  [
    'COUNTERS_DIFFER',
    'a bar is counted twice',
    (h) => job(h, ({ progress }) => ({ progress: { ...progress, rows: progress.rows + 1 } })),
  ],
  [
    'COUNTERS_DIFFER',
    'an outcome is counted twice',
    (h) => job(h, ({ progress }) => ({ progress: { ...progress, succeeded: progress.succeeded + 1 } })),
  ],
  ['PROGRESS_SHRANK', 'an event tells less than the one before', shrunk],
  [
    'OUTCOME_MISSING',
    'a COMPLETED job lacks an outcome',
    (h, pick) => (h.jobs[0]!.state === 'COMPLETED' ? symbol(h, pick, () => ({ state: 'PENDING' })) : null),
  ],
  [
    'BARS_DIFFER',
    'a digit of a bar is wrong',
    (h, pick) => bars(h, pick, (all, n) => all.with(n, { ...all[n]!, close: '9.99' })),
  ],
  ['BARS_DIFFER', 'a bar is lost', (h, pick) => bars(h, pick, (all, n) => all.toSpliced(n, 1))],
  [
    'BARS_DIFFER',
    'a bar is stored that nobody counted',
    (h, pick) => bars(h, pick, (all) => [...all, { ...all[0]!, time: 10_000 * HOUR }]),
  ],
  [
    'BARS_DIFFER',
    'the bars of an unknown symbol are stored',
    (h) => ({
      ...h,
      series: [...h.series, { ...series('X'), bars: h.source.barsOf('X', 'ONE_HOUR', 0, HOUR) }],
    }),
  ],
  [
    'STORED_WHILE_DRAINED',
    'a step is stored after DRAINED',
    (h, pick) => storedWith(h, pick, ({ type }) => type === 'DRAINED'),
  ],
  [
    'STORED_AFTER_THE_END',
    'a step is stored after the end',
    (h, pick) => storedWith(h, pick, ({ type }) => ['CANCELLED', 'COMPLETED'].includes(type)),
  ],
  [
    'RECOVERED_FROM_THE_LIVING',
    'a node that lives loses its work',
    (h) => nodes(h, (each) => ({ ...each, until: null, killed: false })),
  ],
  ['TAKEN_UP_LATE', 'what a dead node held lies about', diedEarlier],
  [
    'BUDGET_EXCEEDED',
    'everybody asks at once',
    (h, pick) => one(h, 'requests', pick, (each) => Array.from({ length: 20 }, () => each)),
  ],
  ['ASKED_WHILE_RESTING', 'somebody asks while the source rests', askedInRest],
  ['STORED_PAGE_ASKED_AGAIN', 'a page is asked for again after it was stored', askedAgain],
  ['COVERED_ASKED_AGAIN', 'or what is covered, whoever has collected it', askedAgain],
  ['COVERED_DIFFERS', 'more is covered than was proved', (h, pick) => covered(h, pick, 1)],
  ['COVERED_DIFFERS', 'or less', (h, pick) => covered(h, pick, -1)],
  ['OUTCOME_NOT_PROVED', 'a symbol has its outcome, and its window is not covered', uncovered],
  [
    'SYMBOL_FAILED_WITHOUT_CAUSE',
    'a symbol fails of nothing',
    (h, pick) => symbol(h, pick, () => ({ state: 'FAILED' })),
  ],
  ['JOB_FAILED_WITHOUT_CAUSE', 'a job fails of nothing', (h) => job(h, () => ({ state: 'FAILED' }))],
];

const series = (symbol: string) => ({ symbol, interval: 'ONE_HOUR' as const, covered: [], bars: [] });

/** Covers `hours` more, or less. */
function covered(history: History, pick: number, hours: number): History | null {
  return one(history, 'series', pick, (each) => {
    const [range] = each.covered;
    return range ? [{ ...each, covered: [{ ...range, to: range.to + hours * HOUR }] }] : null;
  });
}

function uncovered(history: History): History | null {
  const { symbols } = history.jobs[0]!;
  if (!symbols.some(({ state }) => state === 'SUCCEEDED')) return null;
  return { ...history, series: history.series.map(({ symbol }) => series(symbol)) };
}

/** Adds the first request for a symbol, just before the standstill ends. */
function startedInStandstill(history: History, pick: number): History | null {
  const { events, symbols } = history.jobs[0]!;
  const still = events.filter(({ type }) => type === 'PAUSED' || type === 'CANCELLED');
  const { at = 0, seq = 0 } = still[pick % still.length] ?? {};
  const until = events.find(({ toState, seq: later }) => toState !== null && later > seq)?.at ?? at + 10_000;
  const asked = new Set(history.requests.filter((request) => request.at < until).map((request) => request.symbol));
  const fresh = symbols.find((each) => !asked.has(each.symbol));
  return at > 0 && fresh ? withRequest(history, { symbol: fresh.symbol, at: until - 1 }) : null;
}

function startedAfterAnswer(history: History, pick: number): History | null {
  const { events } = history.jobs[0]!;
  const transitions = events.filter(({ toState }) => toState !== null);
  const answered = history.commands.some(
    ({ answer }) =>
      answer.kind === 'DONE' && ['PAUSED', 'CANCELLED'].includes(answer.state) && transitions[answer.version - 1],
  );
  return answered && isAllHeard(history) ? startedInStandstill(history, pick) : null;
}

/** As `startedAfterAnswer`, but sent 3 ms after the answer. */
function startedWithTheAnswer(history: History, pick: number): History | null {
  const late = startedAfterAnswer(history, pick);
  const made = late?.requests.find((request) => !history.requests.includes(request));
  const command = history.commands.findLast(
    ({ answer, answeredAt }) => answer.kind === 'DONE' && answer.state !== 'RUNNING' && answeredAt! < (made?.at ?? 0),
  );
  return made && command ? withRequest(history, { ...made, sentAt: command.answeredAt! + 3 }) : null;
}

function withoutFirstStep(history: History, pick: number): History | null {
  const firsts = history.steps.filter(
    ({ number, position }) =>
      number === 1 && history.steps.some((each) => each.position === position && each.number === 2),
  );
  const left = firsts[pick % firsts.length];
  return left ? { ...history, steps: history.steps.filter((each) => each !== left) } : null;
}

/** Another run stores a step between two steps of one run. */
function fencedRun({ steps, ...history }: History, pick: number): History | null {
  const places = [...steps.keys()].filter((n) => n > 0 && steps[n - 1]!.runId === steps[n + 1]?.runId);
  if (places.length === 0) return null;
  const n = places[pick % places.length]!;
  return { ...history, steps: steps.with(n, { ...steps[n]!, runId: 'another run' }) };
}

function shrunk(history: History, pick: number): History | null {
  return event(history, pick, 1, (each) => [{ ...each, counters: { ...each.counters, rows: 1_000 } }]);
}

function storedWith(history: History, pick: number, is: (event: EventRecord) => boolean): History | null {
  const then = history.jobs[0]!.events.find(is);
  return then ? step(history, pick, () => ({ lastEvent: then.seq })) : null;
}

function diedEarlier(history: History): History | null {
  const { events } = history.jobs[0]!;
  const recovered = events.find(({ type }) => type === 'RECOVERED');
  const began = events.findLast(({ toState, at }) => toState === 'RUNNING' && at < (recovered?.at ?? 0));
  if (!recovered || recovered.at - began!.at < 7_000) return null;
  return nodes(history, (each) => (each.killed ? { ...each, until: began!.at } : each));
}

function askedInRest(history: History): History | null {
  const told = history.requests.find(({ status }) => status === 429);
  return told ? withRequest(history, { symbol: told.symbol, node: told.node, at: told.endedAt! + 500 }) : null;
}

function askedAgain(history: History, pick: number): History | null {
  const { events, symbols, id } = history.jobs[0]!;
  const stored = history.steps.filter(({ jobId }) => jobId === id);
  const step = stored[pick % stored.length];
  if (!step) return null;
  const { symbol: name } = symbols[step.position]!;
  const from = step.rows - history.source.pageSize;
  const at = Math.max(events.at(-1)!.at, step.at) + 5_000;
  const range = { from: from * HOUR, to: step.rows * HOUR };
  return withRequest(history, { symbol: name, ...range, node: step.node, at });
}
