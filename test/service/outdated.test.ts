import { Service } from '../support/service';
import { eventually } from '../support/eventually';

describe.each([
  ['a service with all workers in one process', false],
  ['a node', true],
])('%s that is older than the schema', (_what, isNode) => {
  let service: Service;
  beforeEach(async () => void (service = await Service.open({}, isNode)));
  afterEach(() => service.close());

  const ready = async () => (await fetch(`${service.address}/health/ready`)).status;
  const rename = (from: string, to: string) =>
    service.database.source.query(`ALTER TABLE job_event RENAME COLUMN ${from} TO ${to}`);
  const start = () =>
    service.query(`mutation { startCollection(input: { source: "simx", symbols: ["SIM-001"], interval: ONE_DAY,
      from: "2024-01-01T00:00:00Z", to: "2024-02-01T00:00:00Z" }) { ... on CollectionJob { id } } }`);

  test('is not ready from then on, and says to whoever asks why', async () => {
    const { data } = await start();
    const { id } = data.startCollection as { id: string };
    await eventually(async () => (await service.query(`{ job(id: "${id}") { state } }`)).data.job !== null);
    expect(await ready()).toBe(200);
    await rename('actor', 'renamed');
    const [command, read] = [
      await start(),
      await service.query(`{ job(id: "${id}") { events(first: 1) { edges { node { actor } } } } }`),
    ];
    for (const { errors } of [command, read]) {
      expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
      expect(errors![0]!.message).toContain('older than the database');
    }
    expect(await ready()).toBe(503);
    await rename('renamed', 'actor');
    expect(await ready()).toBe(503);
    await service.restart();
    expect(await ready()).toBe(200);
  });
});
