import { createToken } from '../../src/graphql/access/api-tokens';
import { describeInBrowser, Visitor } from '../support/browser';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

const operator = createToken();
const viewer = createToken();

let service: Service;
let ann: Visitor;
let running: string;
let failed: string;

const START = `mutation ($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }`;

async function started(name: string, symbol: string): Promise<string> {
  const period = { interval: 'ONE_DAY', from: '2024-01-01T00:00:00Z', to: '2024-02-01T00:00:00Z' };
  const input = { name, source: 'simx', symbols: [symbol], ...period };
  const { data } = await service.query<{ startCollection: { id: string } }>(START, { input }, operator.token);
  return data.startCollection.id;
}

async function signsIn(token: string): Promise<void> {
  await ann.page.getByLabel('Token').fill(token);
  await ann.button('Sign in').click();
}

const WORDS = /^(Pause|Resume|Cancel|Retry|Start)/;

describeInBrowser('on the page', () => {
  beforeEach(async () => {
    service = await Service.open({ API_TOKENS: `ann:operator:${operator.hash},bob:viewer:${viewer.hash}` });
    service.simx.faults.add({ kind: 'unknown-symbol', symbol: 'SIM-002' });
    const hold = service.simx.faults.add({ kind: 'hold', symbol: 'SIM-001' });
    running = await started('Running', 'SIM-001');
    failed = await started('With failures', 'SIM-002');
    await hold.reached(1);
    await eventually(async () => {
      const { data } = await service.query<{ job: { state: string } }>(
        `{ job(id: "${failed}") { state } }`,
        {},
        operator.token,
      );
      return data.job.state === 'COMPLETED';
    });
    ann = await Visitor.arrive(service.address);
  });
  afterEach(async () => {
    await ann.leave();
    await service.close();
  });

  test('a viewer sees everything, and no button that would be refused', async () => {
    const page = await ann.open('/');
    await signsIn(viewer.token);
    await ann.reads('bob (viewer), may only look');
    await page.getByRole('article', { name: 'Running' }).waitFor();
    expect(await ann.button(WORDS).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'New collection' }).count()).toBe(0);
    for (const id of [running, failed]) {
      await ann.open(`/jobs/${id}`);
      await ann.reads('You may only look: to command this job you need the role operator.');
      await ann.reads('History');
      expect(await ann.button(WORDS).count()).toBe(0);
    }
    await ann.open('/new');
    await ann.reads('To start a collection you need a credential with the role operator.');
    expect(await ann.button(WORDS).count()).toBe(0);
    await ann.open(`/embed/job/${running}#token=${viewer.token}`);
    await ann.reads('You may only look');
    expect(await ann.button(WORDS).count()).toBe(0);
  });

  test('an operator has the buttons, also after having been a viewer', async () => {
    const page = await ann.open('/');
    await signsIn(viewer.token);
    await ann.reads('bob (viewer), may only look');
    await ann.button('Sign out').click();
    await signsIn(operator.token);
    await ann.reads('ann (operator)');
    await ann.button('Pause Running').waitFor();
    await ann.button('Retry failed With failures').waitFor();
    await page.getByRole('link', { name: 'New collection' }).click();
    await ann.button('Start the collection').waitFor();
    await ann.open(`/jobs/${running}`);
    await ann.button('Pause Running').waitFor();
    expect(await page.getByText('You may only look').count()).toBe(0);
  });
});
