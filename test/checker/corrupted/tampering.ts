import type {
  CommandRecord,
  EventRecord,
  FollowerRecord,
  Frame,
  History,
  JobRecord,
  RequestRecord,
  StepRecord,
} from '../history';

const HOUR = 3_600_000;

/** Introduces one fault into a legal history. @returns null if the history offers no place for it */
export type Corruption = (history: History, pick: number) => History | null;

/** The violation that must be found, a description of the fault, and the fault. */
export type Corrupted = readonly [string, string, Corruption];

export type JobFrame = Extract<Frame, { of: 'jobUpdated' }>;

export function job(history: History, change: (job: JobRecord) => Partial<JobRecord>): History {
  const [first] = history.jobs;
  return { ...history, jobs: [{ ...first!, ...change(first!) }] };
}

export function symbol(
  history: History,
  pick: number,
  change: (symbol: JobRecord['symbols'][number]) => object,
): History {
  return job(history, ({ symbols }) => {
    const n = pick % symbols.length;
    return { symbols: symbols.with(n, { ...symbols[n]!, ...change(symbols[n]!) }) };
  });
}

/** Replaces one of the records for which `change` does not return null. */
export function one<K extends 'steps' | 'requests' | 'commands' | 'series'>(
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

export function step(
  history: History,
  pick: number,
  change: (step: StepRecord) => Partial<StepRecord>,
): History | null {
  return one(history, 'steps', pick, (each) => [{ ...each, ...change(each) }]);
}

export function command<K extends 'DONE' | 'REFUSED'>(
  history: History,
  pick: number,
  kind: K,
  change: (command: CommandRecord & { answer: { kind: K } }) => Partial<CommandRecord>,
): History | null {
  return one(history, 'commands', pick, (each) =>
    each.answer.kind === kind ? [{ ...each, ...change(each as CommandRecord & { answer: { kind: K } }) }] : null,
  );
}

/** @param from index of the first event that may be changed */
export function event(
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

export function follower(
  history: History,
  n: number,
  change: (follower: FollowerRecord) => Partial<FollowerRecord>,
): History {
  const { followers } = history;
  return { ...history, followers: followers.with(n, { ...followers[n]!, ...change(followers[n]!) }) };
}

/** @param who 0: the follower of the updates, 1: the follower of the history */
export function frame(
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

export function update(
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

export function bars(
  history: History,
  pick: number,
  change: (bars: History['series'][number]['bars'], n: number) => unknown,
) {
  const places = history.series.flatMap(({ bars: all }, n) => (all.length > 0 ? [n] : []));
  if (places.length === 0) return null;
  const place = places[pick % places.length]!;
  const series = history.series[place]!;
  const changed = { ...series, bars: change(series.bars, pick % series.bars.length) as typeof series.bars };
  return { ...history, series: history.series.with(place, changed) };
}

export function nodes(
  history: History,
  change: (node: History['nodes'][number]) => History['nodes'][number],
): History | null {
  return history.nodes.some(({ killed }) => killed) ? { ...history, nodes: history.nodes.map(change) } : null;
}

/** Whether all outcomes are known. A command with unknown outcome may have made any transition. */
export function isAllHeard({ commands }: History): boolean {
  return commands.every(({ answer }) => answer.kind !== 'UNKNOWN');
}

export function isOver(history: History): boolean {
  return ['COMPLETED', 'CANCELLED'].includes(history.jobs[0]!.state);
}

export function withRequest(history: History, more: Partial<RequestRecord>): History {
  const made: RequestRecord = {
    ...{
      symbol: '',
      interval: 'ONE_HOUR',
      from: 0,
      to: HOUR,
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
