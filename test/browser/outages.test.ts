import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createToken } from '../../src/graphql/access/api-tokens';
import { SimxServer } from '../../src/sources/simx/simx-server';
import { describeInBrowser, Visitor } from '../support/browser';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';
import { ask, ServiceProcess, temporaryFolder } from '../support/service-process';
import { TokenIssuer } from '../support/token-issuer';

const START = `mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }`;
const INPUT = {
  name: 'Watched',
  source: 'simx',
  symbols: ['SIM-001', 'SIM-002', 'SIM-003', 'SIM-004', 'SIM-005', 'SIM-006'],
  interval: 'ONE_DAY',
  from: '2024-01-01T00:00:00Z',
  to: '2024-02-01T00:00:00Z',
  concurrency: 2,
};
type Started = { startCollection: { id: string } };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Marks the page, to detect a reload. */
const mark = (visitor: Visitor) => visitor.page.evaluate(() => Object.assign(globalThis, { isTheSamePage: true }));
const isTheSame = (visitor: Visitor) => visitor.page.evaluate(() => 'isTheSamePage' in globalThis);

/** Faults of the page, excluding the refused connections and requests that the browser itself logs. */
const unexpected = ({ faults }: Visitor) =>
  faults.filter((fault) => !/ERR_CONNECTION_REFUSED|WebSocket connection to|status of 401|status of 503/.test(fault));

describeInBrowser('in a browser, when things go wrong', () => {
  const visitors: Visitor[] = [];
  async function arrive(address: string): Promise<Visitor> {
    const visitor = await Visitor.arrive(address);
    visitors.push(visitor);
    return visitor;
  }
  afterEach(async () => {
    const faults = visitors.flatMap(unexpected);
    for (const visitor of visitors.splice(0)) await visitor.leave();
    expect(faults).toEqual([]);
  });

  test('the service is killed and started again while a job is watched', async () => {
    const folder = await temporaryFolder();
    const simx = new SimxServer({ seed: 1, latencyMs: 0, ratePerSecond: 100_000, burst: 100_000 });
    const { baseUrl: SIMX_BASE_URL } = await simx.start();
    const env = { PORT: String(await freePort()), DATA_DIR: `${folder.path}/data`, SIMX_BASE_URL };
    let process = new ServiceProcess(env);
    try {
      const api = await process.ready();
      const hold = simx.faults.add({ kind: 'hold', symbol: 'SIM-003' });
      const { startCollection } = await ask<Started>(api, START, { input: INPUT });
      await hold.reached(1);
      const ann = await arrive(new URL(api).origin);
      await ann.open(`/jobs/${startCollection.id}`);
      await ann.reads('5 / 6');
      await ann.page.waitForLoadState('networkidle');
      await mark(ann);
      await process.kill('SIGKILL');
      await ann.reads('The connection is lost');
      await ann.button('Pause Watched').click();
      await ann.page.getByLabel('Reason (optional)').fill('said to nobody');
      await ann.page.keyboard.press('Enter');
      await ann.page.locator('[data-state=PAUSED]').waitFor();
      process = new ServiceProcess(env);
      await process.ready();
      await ann.reads('Taken up again after a restart');
      await ann.reads('“said to nobody”');
      await ann.button('Resume Watched').click();
      await eventually(async () => (await ann.page.getByText('The connection is lost').count()) === 0);
      simx.faults.clear();
      await ann.page.locator('[data-state=COMPLETED]').waitFor();
      await ann.page.getByText('6 / 6', { exact: true }).waitFor();
      await ann.reads('Succeeded 6');
      expect(await isTheSame(ann)).toBe(true);
    } finally {
      await process.kill('SIGTERM');
      await simx.close();
      await folder.remove();
    }
  });

  describe('with the service at hand', () => {
    let service: Service;
    afterEach(() => service.close());

    test('what happened while the connection was cut is made up for, by cursor', async () => {
      service = await Service.open();
      const hold = service.simx.faults.add({ kind: 'hold' });
      const { data } = await service.query<Started>(START, { input: INPUT });
      const { id } = data.startCollection;
      await hold.reached(2);
      const ann = await arrive(service.address);
      let isCut = false;
      let cut = () => undefined as void;
      const sent: string[] = [];
      await ann.page.routeWebSocket(/graphql/, (socket) => {
        if (isCut) return socket.close({ code: 1012 });
        const server = socket.connectToServer();
        socket.onMessage((message) => {
          sent.push(String(message));
          server.send(message);
        });
        cut = () => void socket.close({ code: 1012 }).then(() => server.close());
      });
      await ann.open(`/jobs/${id}`);
      await ann.reads('In flight 2');
      await mark(ann);
      isCut = true;
      cut();
      await ann.reads('The connection is lost');
      const command = (name: string, reason: string) =>
        service.query(`mutation { ${name}(input: { id: "${id}", reason: "${reason}" }) { __typename } }`);
      await command('pauseJob', 'unseen');
      await command('resumeJob', 'unseen too');
      sent.length = 0;
      isCut = false;
      await ann.reads('“unseen”');
      await ann.reads('Resumed by anonymous');
      expect(await isTheSame(ann)).toBe(true);
      const again = sent.map((text) => JSON.parse(text) as { payload?: { query?: string; variables?: object } });
      const events = again.find(({ payload }) => payload?.query?.includes('jobEvents'));
      expect(events?.payload?.variables).toMatchObject({ id, after: expect.any(String) });
      await eventually(async () => (await ann.page.getByRole('listitem').filter({ hasText: 'Created' }).count()) === 1);
    });

    test('a credential is asked for; with it everything is there, and a viewer cannot command', async () => {
      const [operator, viewer] = [createToken(), createToken()];
      service = await Service.open({ API_TOKENS: `ann:operator:${operator.hash},bob:viewer:${viewer.hash}` });
      const hold = service.simx.faults.add({ kind: 'hold' });
      await service.query(START, { input: INPUT }, operator.token);
      await hold.reached(2);
      const bob = await arrive(service.address);
      const { startCollection } = (await service.query<Started>(START, { input: INPUT }, operator.token)).data;
      const page = await bob.open(`/jobs/${startCollection.id}`);
      const signIn = async (token: string) => {
        await page.getByLabel('Token').fill(token);
        await page.keyboard.press('Enter');
      };
      await bob.reads('This service asks for a credential.');
      await signIn('slc_wrong');
      await bob.reads('not valid any more');
      await signIn(viewer.token);
      await bob.reads('bob (viewer)');
      await bob.reads('Created by ann');
      await page.getByRole('link', { name: 'Jobs' }).click();
      await page.locator('[data-state=RUNNING]').first().waitFor();
      expect(await bob.button('Pause Watched').count()).toBe(0);
      await bob.button('Sign out').click();
      await bob.reads('This service asks for a credential.');
      await signIn(operator.token);
      await bob.reads('ann (operator)');
      await bob.button('Pause Watched').first().click();
      await page.locator('[data-state=PAUSED]').waitFor();
    });

    test('a credential that expires is asked for again, over the page as it is', async () => {
      const issuer = await TokenIssuer.start();
      try {
        service = await Service.open(issuer.env);
        const hold = service.simx.faults.add({ kind: 'hold' });
        const lasting = await issuer.token({ role: 'operator' });
        const { data } = await service.query<Started>(START, { input: INPUT }, lasting);
        const ann = await arrive(service.address);
        const page = await ann.open('/');
        const seconds = Math.floor(Date.now() / 1_000);
        await page.getByLabel('Token').fill(await issuer.token({ role: 'viewer', exp: seconds + 4 }));
        await page.keyboard.press('Enter');
        await page.getByRole('link', { name: 'Watched' }).click();
        await hold.reached(2);
        await ann.reads('In flight 2');
        await mark(ann);
        await ann.reads('Your credential has expired');
        await page.getByLabel('Token').fill(lasting);
        await page.keyboard.press('Enter');
        await ann.reads('ann (operator)');
        service.simx.faults.clear();
        await page.getByText('6 / 6', { exact: true }).waitFor();
        expect(page.url()).toContain(data.startCollection.id);
        expect(await isTheSame(ann)).toBe(true);
      } finally {
        issuer.close();
      }
    });
  });
});
