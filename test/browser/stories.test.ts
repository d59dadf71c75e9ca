import type { WebSocketRoute } from 'playwright-core';
import { describeInBrowser, Visitor } from '../support/browser';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

let service: Service;
const visitors: Visitor[] = [];

async function arrive(): Promise<Visitor> {
  const visitor = await Visitor.arrive(service.address);
  visitors.push(visitor);
  return visitor;
}

const START = `mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }`;

/** Starts a job with this number of symbols. */
async function started(name: string, symbols = 6): Promise<string> {
  const input = {
    name,
    source: 'simx',
    symbols: Array.from({ length: symbols }, (_, n) => `SIM-${String(n + 1).padStart(3, '0')}`),
    interval: 'ONE_DAY',
    from: '2024-01-01T00:00:00Z',
    to: '2024-02-01T00:00:00Z',
    concurrency: 2,
  };
  const { data } = await service.query<{ startCollection: { id: string } }>(START, { input });
  return data.startCollection.id;
}

const pause = (id: string) =>
  service.query(`mutation { pauseJob(input: { id: "${id}", reason: "I was faster" }) { __typename } }`);

describeInBrowser('in a browser', () => {
  beforeEach(async () => void (service = await Service.open()));
  afterEach(async () => {
    const faults = visitors.flatMap((visitor) => visitor.faults);
    for (const visitor of visitors.splice(0)) await visitor.leave();
    await service.close();
    expect(faults).toEqual([]);
  });

  test('a collection is started, watched, paused, resumed and cancelled', async () => {
    const ann = await arrive();
    const page = await ann.open('/');
    await ann.reads('No jobs yet');
    await page.getByRole('link', { name: 'Start a collection' }).click();

    await page.getByRole('tab', { name: 'Paste' }).click();
    await page.getByLabel('Symbols, between spaces').fill('SIM-001, SIM-002 SIM-003\nSIM-004;SIM-005 SIM-006 SIM-001');
    await ann.reads('6 symbols; 1 repeated ones are left out');
    await page.getByLabel('Interval').selectOption('1 day');
    await page.getByLabel('Symbols at once').fill('2');
    await page.getByLabel('Name (optional)').fill('The first one');
    const first = service.simx.faults.add({ kind: 'hold' });
    await ann.button('Start the collection').click();

    await page.getByRole('heading', { name: 'The first one' }).waitFor();
    await first.reached(2);
    await ann.reads('In flight 2');
    await ann.button('Pause The first one').click();
    await page.getByLabel('Reason (optional)').fill('lunch');
    await page.keyboard.press('Enter');
    await ann.reads('Paused, draining');
    await ann.reads('no further symbol starts');
    // The state above is shown optimistically; the history shows what the service has stored.
    await ann.reads('Paused by anonymous');
    service.simx.faults.clear();
    await ann.reads('Drained: nothing in flight any more');
    await ann.reads('“lunch”');
    await page.getByText('2 / 6', { exact: true }).waitFor();
    expect(new Set(service.simx.requests.map(({ symbol }) => symbol))).toEqual(new Set(['SIM-001', 'SIM-002']));

    const second = service.simx.faults.add({ kind: 'hold' });
    await ann.button('Resume The first one').click();
    await second.reached(2);
    await ann.button('Cancel The first one').dblclick();
    await ann.button('Keep the job').click();
    await page.locator('[data-state=RUNNING]').waitFor();
    await ann.button('Cancel The first one').click();
    await page.getByLabel('Reason (optional)').fill('wrong period');
    await ann.button('Cancel the job').click();
    await page.locator('[data-state=CANCELLED]').waitFor();
    await ann.reads('“wrong period”');
    await ann.reads('Nothing is in flight.');
    await page.getByText('2 / 6', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /The first one/ }).count()).toBe(0);
  });

  test('what one does, the other sees within a second', async () => {
    const hold = service.simx.faults.add({ kind: 'hold' });
    await started('Shared');
    await hold.reached(2);
    const [ann, bob] = [await arrive(), await arrive()];
    for (const visitor of [ann, bob]) {
      await visitor.open('/');
      await visitor.page.locator('[data-state=RUNNING]').waitFor();
    }
    await ann.button('Pause Shared').click();
    await bob.page.locator('[data-state=PAUSED]').waitFor({ timeout: 1_000 });
    await ann.page.locator('[data-state=PAUSED]').waitFor();
    await bob.button('Resume Shared').click();
    await ann.page.locator('[data-state=RUNNING]').waitFor({ timeout: 1_000 });
  });

  test('a double click is one command, and quick ones come in their order', async () => {
    const hold = service.simx.faults.add({ kind: 'hold' });
    const id = await started('Hasty');
    await hold.reached(2);
    const ann = await arrive();
    await ann.open('/');
    await ann.button('Pause Hasty').dblclick();
    await ann.page.locator('[data-state=PAUSED]').waitFor();
    // Delays responses: the second command is based on the optimistic state, before the first is answered.
    await ann.page.route('**/graphql', async (route) => {
      await eventually(() => isFree);
      await route.continue();
    });
    let isFree = false;
    const until = (name: string, state: string) =>
      eventually(async () => {
        await ann
          .button(`${name} Hasty`)
          .click({ timeout: 200 })
          .catch(() => undefined);
        return (await ann.page.locator(`[data-state=${state}]`).count()) === 1;
      });
    await until('Resume', 'RUNNING');
    await until('Pause', 'PAUSED');
    isFree = true;
    await eventually(async () => {
      const { data } = await service.query<{ job: { version: number; state: string } }>(
        `{ job(id: "${id}") { version state } }`,
      );
      return data.job.version === 5 && data.job.state === 'PAUSED';
    });
    await ann.page.locator('[data-state=PAUSED]').waitFor();
    expect(await ann.button('Dismiss').count()).toBe(0);
  });

  test('who is a moment too late is told so, and sees the job as it is', async () => {
    const hold = service.simx.faults.add({ kind: 'hold' });
    const id = await started('Contested');
    await hold.reached(2);
    const bob = await arrive();
    // Once isDeaf is set, Bob's page receives no updates.
    const sockets: WebSocketRoute[] = [];
    let isDeaf = false;
    await bob.page.routeWebSocket(/graphql/, (socket) => {
      const server = socket.connectToServer();
      sockets.push(socket);
      server.onMessage((message) => isDeaf || socket.send(message));
    });
    await bob.open('/');
    await bob.page.locator('[data-state=RUNNING]').waitFor();
    isDeaf = true;
    await pause(id);
    await bob.button('Pause Contested').click();
    await bob.reads('Contested: could not pause. A PAUSED job does not allow PAUSE.');
    await bob.page.locator('[data-state=PAUSED]').waitFor();
    await bob.button('Resume Contested').waitFor();
    await bob.button('Dismiss').click();
    await eventually(async () => (await bob.button('Dismiss').count()) === 0);
    expect(sockets).toHaveLength(1);
  });

  test('a job that begins elsewhere appears on top, and one that does not fit any more goes', async () => {
    const hold = service.simx.faults.add({ kind: 'hold' });
    const id = await started('Older');
    await hold.reached(2);
    const ann = await arrive();
    const page = await ann.open('/?state=RUNNING');
    await ann.reads('1 job');
    await started('Newer');
    await ann.reads('2 jobs');
    expect(await page.getByRole('article').first().getAttribute('aria-label')).toBe('Newer');
    await pause(id);
    await ann.reads('1 job');
    expect(await page.getByRole('article').count()).toBe(1);
    await page.getByLabel('State').selectOption('Paused');
    await eventually(async () => (await page.getByRole('article').first().getAttribute('aria-label')) === 'Older');
    expect(page.url()).toContain('state=PAUSED');
  });

  test('failures are grouped by their code, with their symbols; retrying them leads to the new job', async () => {
    service.simx.faults.add({ kind: 'unknown-symbol', symbol: 'SIM-002' });
    const id = await started('With failures', 3);
    const ann = await arrive();
    const page = await ann.open(`/jobs/${id}`);
    await ann.button(/BAD_SYMBOL/).click();
    const failed = page.getByRole('group', { name: /BAD_SYMBOL/ });
    await failed.getByRole('cell', { name: 'SIM-002', exact: true }).waitFor();
    service.simx.faults.clear();
    await ann.button('Retry failed With failures').click();
    await page.getByText('1 / 1', { exact: true }).waitFor();
    expect(page.url()).not.toContain(id);
  });

  test('the map says what each symbol is, to the pointer and to the keyboard', async () => {
    const id = await started('Mapped');
    const ann = await arrive();
    const page = await ann.open(`/jobs/${id}`);
    await ann.reads('Succeeded 6');
    const map = page.getByRole('slider', { name: 'Map of all symbols' });
    await map.focus();
    for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await ann.reads('SIM-003');
    await page.getByRole('link', { name: 'see the bars' }).click();
    await ann.reads('31 bars');
  });
});
