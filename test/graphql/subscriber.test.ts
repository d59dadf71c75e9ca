import type { Sink } from '../../src/graphql/socket/sink';
import { SharedStream } from '../../src/graphql/live/shared-stream';
import { Subscriber } from '../../src/graphql/live/subscriber';
import type { CollectionJob } from '../../src/domain/collection-job';
import { eventually } from '../support/eventually';

function job(id: string, version: number, state: CollectionJob['state'] = 'RUNNING'): CollectionJob {
  const progress = { total: 9, succeeded: 0, empty: 0, failed: 0, rows: 0, activeMs: 0, symbolsPerSecond: 0 };
  return { id, version, state, progress, drained: false } as CollectionJob;
}
const update = (of: CollectionJob) => ({ job: of, payload: `${of.id}${of.version}` });

/** A client whose reading the test controls. */
function client() {
  const sent: string[] = [];
  let drained: () => void = () => undefined;
  const sink = {
    isSlow: false,
    send: (payload: string) => void sent.push(payload),
    whenDrained: (callback: () => void) => void (drained = callback),
  };
  const subscriber = new Subscriber(sink as unknown as Sink, new AbortController().signal);
  return { subscriber, sent, sink, drain: () => drained() };
}

describe('a subscriber', () => {
  test('gets the job as it is first, and nothing that is older than that', () => {
    const { subscriber, sent } = client();
    subscriber.deliver(update(job('a', 2)));
    subscriber.deliver(update(job('a', 4)));
    subscriber.begin(update(job('a', 3)));
    subscriber.deliver(update(job('a', 4)));
    subscriber.deliver(update(job('a', 5)));
    expect(sent).toEqual(['a3', 'a4', 'a5']);
  });

  test('that is slow gets the latest of each job once it has read on, and then the end', async () => {
    const { subscriber, sent, sink, drain } = client();
    subscriber.begin(null);
    sink.isSlow = true;
    for (let version = 1; version <= 1_000; version++) {
      subscriber.deliver(update(job('a', version)));
      subscriber.deliver(update(job('b', version)));
    }
    subscriber.end('COMPLETE');
    const end = subscriber.untilEnd().next();
    expect(sent).toEqual([]);
    drain();
    expect(sent).toEqual([]);
    sink.isSlow = false;
    drain();
    expect(sent).toEqual(['a1000', 'b1000']);
    expect(await end).toEqual({ value: undefined, done: true });
  });

  test('is told of the end of a job that had ended already', async () => {
    const { subscriber, sent } = client();
    subscriber.begin(update(job('a', 7, 'COMPLETED')));
    expect(await subscriber.untilEnd().next()).toEqual({ value: undefined, done: true });
    expect(sent).toEqual(['a7']);
  });
});

describe('a shared stream', () => {
  /** A source whose updates the test provides. */
  function held() {
    const given: CollectionJob[] = [];
    let [over, wake] = [false, () => undefined as void];
    const source = (async function* () {
      while (!over) {
        if (given.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        while (given.length > 0) yield given.shift()!;
      }
    })();
    const give = (next: CollectionJob) => {
      given.push(next);
      wake();
    };
    const finish = () => {
      over = true;
      wake();
    };
    return { source, give, finish };
  }

  test('renders each update once, whoever listens, and closes with its last subscriber', async () => {
    const { source, give } = held();
    const rendered: number[] = [];
    const closed = jest.fn();
    const stream = new SharedStream({
      open: async () => source,
      render: async ({ version }) => {
        rendered.push(version);
        return `v${version}`;
      },
      failure: () => ({ errors: [] }),
      closed,
    });
    const clients = Array.from({ length: 600 }, client);
    for (const { subscriber } of clients) {
      subscriber.begin(null);
      stream.add(subscriber);
    }
    give(job('a', 1));
    give(job('a', 2));
    await eventually(() => expect(clients.map(({ sent }) => sent)).toEqual(clients.map(() => ['v1', 'v2'])));
    expect(rendered).toEqual([1, 2]);
    for (const { subscriber } of clients) {
      expect(closed).not.toHaveBeenCalled();
      stream.remove(subscriber);
    }
    expect(closed).toHaveBeenCalledTimes(1);
  });

  test('that fails says so to everybody, and takes nobody any more', async () => {
    const closed = jest.fn();
    const failing = (async function* (): AsyncGenerator<CollectionJob> {
      yield job('a', 1);
      throw new Error('gone');
    })();
    const stream = new SharedStream({
      open: async () => failing,
      render: async () => 'x',
      failure: (error) => ({ data: { why: (error as Error).message } }),
      closed,
    });
    const { subscriber, sent } = client();
    subscriber.begin(null);
    stream.add(subscriber);
    const end = subscriber.untilEnd();
    expect(await end.next()).toEqual({ value: { data: { why: 'gone' } }, done: false });
    expect(await end.next()).toEqual({ value: undefined, done: true });
    expect(sent).toEqual(['x']);
    expect(closed).toHaveBeenCalledTimes(1);
  });
});
