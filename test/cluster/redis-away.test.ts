import { RedisBus } from '../../src/cluster/bus/redis-bus';
import { Cluster, type Draft } from '../support/cluster';
import { eventually } from '../support/eventually';
import { Link } from '../support/network';
import { hasRedis, startRedis } from '../support/redis-server';
import { SteadyExchange } from '../support/steady-exchange';

const WINDOW = { interval: 'ONE_DAY', from: '2024-01-01T00:00:00Z', to: '2024-01-02T00:00:00Z' };
const draft = (name: string, count: number): Draft => ({
  ...WINDOW,
  symbols: Array.from({ length: count }, (_, n) => `${name}${n}`),
  concurrency: 8,
});

(hasRedis ? describe : describe.skip)('nodes on Redis', () => {
  let exchange: SteadyExchange;
  let cluster: Cluster;
  beforeEach(async () => {
    exchange = new SteadyExchange(60);
    cluster = await Cluster.open({ engine: 'Redis', exchange: await exchange.start(), nodes: 2 });
  });
  afterEach(() => cluster.close().finally(() => exchange.close()));

  const asked = (name: string) => exchange.requests.filter(({ symbol }) => symbol.startsWith(name)).length;

  test('commands are answered while it is away, and what was started and resumed goes on when it is back', async () => {
    const before = await cluster.startJob(0, draft('A', 20_000));
    await eventually(() => asked('A') > 50);
    await cluster.stopRedis();
    expect(await cluster.commandInTheEnd(1, 'pauseJob', before)).toMatchObject({ state: 'PAUSED' });
    const meanwhile = await cluster.startJob(1, draft('B', 40));
    expect(await cluster.commandInTheEnd(0, 'resumeJob', before)).toMatchObject({ state: 'RUNNING' });
    const soFar = asked('A');
    await cluster.startRedisAgain();
    await eventually(async () => (await cluster.job(0, meanwhile)).state === 'COMPLETED');
    await eventually(() => asked('A') > soFar + 50);
  });

  test('when it forgets everything, what runs runs on: nothing is taken over, and nothing asked for twice', async () => {
    const id = await cluster.startJob(0, draft('A', 20_000));
    await eventually(() => asked('A') > 50);
    await cluster.faults.forget();
    // Long enough for the renewal of every lock to fail.
    await eventually(() => asked('A') > 700);
    expect(new Set(exchange.requests.map(({ symbol }) => symbol)).size).toBe(exchange.requests.length);
    expect(await cluster.sql("SELECT FROM job_event WHERE job_id = $1 AND type = 'RECOVERED'", [id])).toEqual([]);
  });
});

(hasRedis ? test : test.skip)(
  'the bus hears again after a cut of which it is told nothing, also while it connects',
  async () => {
    const redis = (await startRedis())!;
    const link = await Link.to(redis.url);
    const heard: string[] = [];
    const listener = { heard: (text: string) => void heard.push(text), missed: () => undefined };
    const bus = new RedisBus(link.through(redis.url), 'test', 'a node', listener);
    await bus.open();
    const before = link.connections;
    link.cut();
    // The bus gives up its old connections; the new ones meet silence as well.
    await eventually(() => link.connections > before);
    link.mendHalfOpen();
    await eventually(() => {
      bus.say('a node', 'again');
      return heard.includes('again');
    });
    await bus.close();
    await link.close();
    await redis.stop();
  },
);
