import { mayBeLost, mayEndBeLost } from './frames';
import type {
  CommandRecord,
  EventRecord,
  FollowerRecord,
  Frame,
  History,
  JobRecord,
  RequestRecord,
  StepRecord,
} from './history';
import { transitionsOf } from './timeline';

/** Makes one thing wrong in a legal history. @returns null where it has nothing that could go wrong so */
export type Corruption = (history: History, pick: number) => History | null;

type JobFrame = Extract<Frame, { of: 'jobUpdated' }>;
const HOUR = 3_600_000;

/** Each by the name of the violation that must be found. */
export const CORRUPTIONS: readonly (readonly [string, string, Corruption])[] = [
  ['STARTED_LATE_AFTER_COMMAND', 'a symbol starts long after a pause', startedInStandstill],
  ['STARTED_AFTER_ANSWER', 'a symbol starts after the answer to a pause', startedAfterAnswer],
  ['STARTED_AFTER_ANSWER', 'or at once after it', startedWithTheAnswer],
  ['STEP_STORED_TWICE', 'a step is stored twice', (h, pick) => one(h, 'steps', pick, (step) => [step, step])],
  ['STEP_OUT_OF_TURN', 'a step is missing', withoutFirstStep],
  ['EPOCH_WENT_BACK', 'a run stores under an old lease', oldEpoch],
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
    (h) => job(h, ({ tally }) => ({ tally: { ...tally, rows: tally.rows + 1 } })),
  ],
  [
    'COUNTERS_DIFFER',
    'an outcome is counted twice',
    (h) => job(h, ({ tally }) => ({ tally: { ...tally, succeeded: tally.succeeded + 1 } })),
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
      bars: [...h.bars, { symbol: 'X', interval: 'ONE_HOUR', bars: h.source.barsOf('X', 'ONE_HOUR', 0, HOUR) }],
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
  ['TOLD_AFTER_THE_END', 'the history goes on after the end', toldAfterEnd],
  [
    'SETTLED_WITH_IN_FLIGHT',
    'settled, with something in flight',
    (h, pick) =>
      update(
        h,
        pick,
        ({ inFlight }) => inFlight > 0,
        () => ({ settled: true }),
      ),
  ],
  [
    'SETTLED_BEFORE_DRAINED',
    'settled before the drain',
    (h, pick) =>
      update(
        h,
        pick,
        ({ state, settled }) => state === 'PAUSED' && !settled,
        () => ({ settled: true, inFlight: 0, at: 0 }),
      ),
  ],
  [
    'SETTLED_WITH_LESS',
    'settled, and more is stored then',
    (h, pick) =>
      update(
        h,
        pick,
        ({ state, settled, rows }) => state === 'PAUSED' && settled && rows > 0,
        ({ rows }) => ({ rows: rows - 1 }),
      ),
  ],
  ['HISTORY_HAS_A_GAP', 'an event is lost', (h, pick) => event(h, pick, 1, () => [])],
  [
    'ILLEGAL_TRANSITION',
    'a transition that the lifecycle does not have',
    (h, pick) => event(h, pick, 1, (each) => (each.toState === 'RUNNING' ? [{ ...each, toState: 'COMPLETED' }] : null)),
  ],
  [
    'STATE_NOT_IN_HISTORY',
    'the version grew without a transition',
    (h) => job(h, ({ version }) => ({ version: version + 1 })),
  ],
  [
    'ACKNOWLEDGED_NOT_IN_HISTORY',
    'an acknowledged command is not in the history',
    (h, pick) =>
      command(h, pick, 'DONE', (each) => ({ answer: { kind: 'DONE', state: each.answer.state, version: 99 } })),
  ],
  [
    'ACTED_OUTSIDE_ITS_TIME',
    'a command acted before it was made',
    (h, pick) => command(h, pick, 'DONE', ({ answeredAt }) => ({ invokedAt: answeredAt! - 1 })),
  ],
  [
    'TRANSITION_ANSWERED_TWICE',
    'two commands are told that they made the same transition',
    (h, pick) => one(h, 'commands', pick, (each) => (each.answer.kind === 'DONE' ? [each, each] : null)),
  ],
  ['REQUEST_ACTED_TWICE', 'a requestId acts twice', sameRequest],
  [
    'TRANSITION_NOBODY_ASKED_FOR',
    'a job is paused by nobody',
    (h, pick) =>
      isAllHeard(h) ? one(h, 'commands', pick, ({ answer }) => (answer.kind === 'DONE' ? [] : null)) : null,
  ],
  [
    'TRANSITION_NOBODY_ASKED_FOR',
    'a command acts although it was said that nothing was done',
    (h, pick) => (isAllHeard(h) ? command(h, pick, 'DONE', () => ({ answer: { kind: 'NOT_DONE' } })) : null),
  ],
  ['ANSWERS_WENT_BACK', 'a later command is answered with an earlier state', answersSwapped],
  [
    'REFUSAL_UNEXPLAINED',
    'a refusal whose reason never was',
    (h, pick) =>
      command(h, pick, 'REFUSED', ({ answer }) => ({
        answer: { ...answer, kind: 'REFUSED', refusal: 'InvalidJobStateError', version: 99 },
      })),
  ],
  [
    'REFUSAL_UNEXPLAINED',
    'a job that is there is not found',
    (h, pick) =>
      command(h, pick, 'REFUSED', () => ({
        answer: { kind: 'REFUSED', refusal: 'JobNotFoundError', state: null, version: null },
      })),
  ],
  ['FRAME_MISSED', 'a subscriber misses a transition', missedTransition],
  [
    'FRAME_MISSED',
    'a subscriber misses an event',
    (h, pick) => frame(h, 1, pick, (each, n, last) => (n > 0 && n < last ? [] : [each])),
  ],
  ['FRAME_REPEATED', 'a subscriber is told twice of an event', (h, pick) => frame(h, 1, pick, (each) => [each, each])],
  ['FRAMES_WENT_BACK', 'a subscriber is told of an older state after a newer one', frameGoneBack],
  [
    'FRAME_UNTRUE',
    'a frame tells of a state that the version never had',
    (h, pick) =>
      update(
        h,
        pick,
        () => true,
        () => ({ state: 'FAILED' }),
      ),
  ],
  [
    'END_MISSED',
    'a subscriber does not hear of the end',
    (h) => (isOver(h) && !mayEndBeLost(h, h.jobs[0]!) ? follower(h, 0, () => ({ end: null })) : null),
  ],
  [
    'ENDED_EARLY',
    'a subscription ends before its job',
    (h) => (isOver(h) ? null : follower(h, 0, () => ({ end: 'COMPLETED' }))),
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
  [
    'SYMBOL_FAILED_WITHOUT_CAUSE',
    'a symbol fails of nothing',
    (h, pick) => symbol(h, pick, () => ({ state: 'FAILED' })),
  ],
  ['JOB_FAILED_WITHOUT_CAUSE', 'a job fails of nothing', (h) => job(h, () => ({ state: 'FAILED' }))],
];

function job(history: History, change: (job: JobRecord) => Partial<JobRecord>): History {
  const [first] = history.jobs;
  return { ...history, jobs: [{ ...first!, ...change(first!) }] };
}

function symbol(history: History, pick: number, change: (symbol: JobRecord['symbols'][number]) => object): History {
  return job(history, ({ symbols }) => {
    const n = pick % symbols.length;
    return { symbols: symbols.with(n, { ...symbols[n]!, ...change(symbols[n]!) }) };
  });
}

/** Puts something else in the place of one of the records. */
function one<K extends 'steps' | 'requests' | 'commands'>(
  history: History,
  of: K,
  pick: number,
  change: (record: History[K][number]) => History[K][number][] | null,
): History | null {
  const all = history[of] as readonly History[K][number][];
  const candidates = all.flatMap((record, n) => {
    const changed = change(record);
    return changed ? [all.toSpliced(n, 1, ...changed)] : [];
  });
  return candidates.length > 0 ? { ...history, [of]: candidates[pick % candidates.length] } : null;
}

function step(history: History, pick: number, change: (step: StepRecord) => Partial<StepRecord>): History | null {
  return one(history, 'steps', pick, (each) => [{ ...each, ...change(each) }]);
}

function command<K extends 'DONE' | 'REFUSED'>(
  history: History,
  pick: number,
  kind: K,
  change: (command: CommandRecord & { answer: { kind: K } }) => Partial<CommandRecord>,
): History | null {
  return one(history, 'commands', pick, (each) =>
    each.answer.kind === kind ? [{ ...each, ...change(each as CommandRecord & { answer: { kind: K } }) }] : null,
  );
}

/** @param from which event on */
function event(
  history: History,
  pick: number,
  from: number,
  change: (event: EventRecord) => EventRecord[] | null,
): History | null {
  const { events } = history.jobs[0]!;
  const candidates = events.flatMap((each, n) => {
    const changed = n >= from && n < events.length - 1 ? change(each) : null;
    return changed ? [events.toSpliced(n, 1, ...changed)] : [];
  });
  return candidates.length > 0 ? job(history, () => ({ events: candidates[pick % candidates.length]! })) : null;
}

function follower(history: History, n: number, change: (follower: FollowerRecord) => Partial<FollowerRecord>): History {
  const { followers } = history;
  return { ...history, followers: followers.with(n, { ...followers[n]!, ...change(followers[n]!) }) };
}

/** @param who 0: of the updates, 1: of the history */
function frame(
  history: History,
  who: number,
  pick: number,
  change: (frame: Frame, n: number, last: number) => Frame[],
): History | null {
  const { frames } = history.followers[who]!;
  const candidates = frames.flatMap((each, n) => {
    const changed = change(each, n, frames.length - 1);
    return changed.length === 1 && changed[0] === each ? [] : [frames.toSpliced(n, 1, ...changed)];
  });
  return candidates.length > 0
    ? follower(history, who, () => ({ frames: candidates[pick % candidates.length]! }))
    : null;
}

function update(
  history: History,
  pick: number,
  is: (frame: JobFrame) => boolean,
  change: (frame: JobFrame) => Partial<JobFrame>,
): History | null {
  return frame(history, 0, pick, (each) => {
    const shown = each as JobFrame;
    return is(shown) ? [{ ...shown, ...change(shown) }] : [each];
  });
}

function bars(history: History, pick: number, change: (bars: History['bars'][number]['bars'], n: number) => unknown) {
  const places = history.bars.flatMap(({ bars: all }, n) => (all.length > 0 ? [n] : []));
  if (places.length === 0) return null;
  const place = places[pick % places.length]!;
  const series = history.bars[place]!;
  const changed = { ...series, bars: change(series.bars, pick % series.bars.length) as typeof series.bars };
  return { ...history, bars: history.bars.with(place, changed) };
}

function nodes(history: History, change: (node: History['nodes'][number]) => History['nodes'][number]): History | null {
  return history.nodes.some(({ killed }) => killed) ? { ...history, nodes: history.nodes.map(change) } : null;
}

/** Whose outcome is not known may have made any transition. */
function isAllHeard({ commands }: History): boolean {
  return commands.every(({ answer }) => answer.kind !== 'UNKNOWN');
}

function isOver(history: History): boolean {
  return ['COMPLETED', 'CANCELLED'].includes(history.jobs[0]!.state);
}

/** A request for a symbol that nobody has asked for, just before the job goes on. */
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

/** As `startedAfterAnswer`, but for the time. */
function startedWithTheAnswer(history: History, pick: number): History | null {
  const late = startedAfterAnswer(history, pick);
  const made = late?.requests.find((request) => !history.requests.includes(request));
  const command = history.commands.findLast(
    ({ answer, answeredAt }) => answer.kind === 'DONE' && answer.state !== 'RUNNING' && answeredAt! < (made?.at ?? 0),
  );
  return made && command ? withRequest(history, { ...made, sentAt: command.answeredAt! + 3 }) : null;
}

function withRequest(history: History, more: Partial<RequestRecord>): History {
  const made: RequestRecord = {
    ...{
      symbol: '',
      interval: 'ONE_HOUR',
      from: 0,
      node: 0,
      sentAt: more.at ?? 0,
      at: 0,
      endedAt: null,
      fault: null,
      status: null,
    },
    retryAfterSeconds: null,
    ...more,
  };
  return { ...history, requests: [...history.requests, made].sort((a, b) => a.at - b.at) };
}

function withoutFirstStep(history: History, pick: number): History | null {
  const firsts = history.steps.filter(
    ({ number, position }) =>
      number === 1 && history.steps.some((each) => each.position === position && each.number === 2),
  );
  const left = firsts[pick % firsts.length];
  return left ? { ...history, steps: history.steps.filter((each) => each !== left) } : null;
}

function oldEpoch({ steps, ...history }: History, pick: number): History | null {
  if (steps.length < 2) return null;
  const n = 1 + (pick % (steps.length - 1));
  return { ...history, steps: steps.with(n, { ...steps[n]!, epoch: 0 }) };
}

function shrunk(history: History, pick: number): History | null {
  return event(history, pick, 1, (each) => [{ ...each, counters: { ...each.counters, rows: 1_000 } }]);
}

function storedWith(history: History, pick: number, is: (event: EventRecord) => boolean): History | null {
  const then = history.jobs[0]!.events.find(is);
  return then ? step(history, pick, () => ({ lastEvent: then.seq })) : null;
}

function toldAfterEnd(history: History): History | null {
  if (!isOver(history)) return null;
  return job(history, ({ events }) => {
    const last = events.at(-1)!;
    return {
      events: [...events, { ...last, seq: last.seq + 1, type: 'SYMBOLS_DONE', fromState: null, toState: null }],
    };
  });
}

function sameRequest(history: History): History | null {
  const pauses = history.commands.filter(({ name, answer }) => name === 'pauseJob' && answer.kind === 'DONE');
  if (pauses.length < 2) return null;
  const requestId = 'the same';
  return {
    ...history,
    commands: history.commands.map((each) => (pauses.includes(each) ? { ...each, requestId } : each)),
  };
}

function answersSwapped(history: History): History | null {
  const done = history.commands.filter(({ answer }) => answer.kind === 'DONE');
  const [first, last] = [done[0], done.at(-1)];
  if (!first || !last || first === last) return null;
  const answers = new Map([
    [first, last.answer],
    [last, first.answer],
  ]);
  return {
    ...history,
    commands: history.commands.map((each) => ({ ...each, answer: answers.get(each) ?? each.answer })),
  };
}

function missedTransition(history: History, pick: number): History | null {
  const frames = history.followers[0]!.frames as readonly JobFrame[];
  const [first, last] = [frames[0]!.version, frames.at(-1)!.version];
  if (last < first + 2) return null;
  const missed = first + 1 + (pick % (last - first - 1));
  if (mayBeLost(history, transitionsOf(history.jobs[0]!)[missed - 1]!.at)) return null;
  return follower(history, 0, () => ({ frames: frames.filter(({ version }) => version !== missed) }));
}

function frameGoneBack(history: History): History | null {
  const frames = history.followers[0]!.frames as readonly JobFrame[];
  const older = frames.findLast(({ version }) => version < frames.at(-1)!.version);
  return older ? follower(history, 0, () => ({ frames: [...frames, older] })) : null;
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
  return withRequest(history, { symbol: name, from: from * HOUR, node: step.node, at });
}
