import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { source as axe } from 'axe-core';
import { createToken } from '../../src/graphql/access/api-tokens';
import { describeInBrowser, Visitor } from '../support/browser';
import { collect } from '../support/collections';
import { eventually } from '../support/eventually';
import { addCopies } from '../support/job-copies';
import { Service } from '../support/service';

const START = `mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }`;

let service: Service;
let visitor: Visitor;

/** Runs a job to its end. */
const collected = (symbols: string[], period: object = {}) => collect(service, { symbols, ...period });

/** Serious and critical accessibility violations that axe finds (https://github.com/dequelabs/axe-core). */
async function barriers({ page }: Visitor): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    const { violations } = await checker.run();
    interface Violation {
      id: string;
      impact: string;
      nodes: { html: string }[];
    }
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
}

const isTooWide = ({ page }: Visitor) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

describeInBrowser('the page', () => {
  beforeEach(async () => void (service = await Service.open()));
  afterEach(async () => {
    await visitor.leave();
    await service.close();
  });

  test('1,000 jobs are one list, of which only what is in sight is there', async () => {
    const id = await collected(['SIM-001']);
    await addCopies(service.database, id, 999);
    visitor = await Visitor.arrive(service.address);
    const page = await visitor.open('/');
    await visitor.reads('1,000 jobs');
    expect(await page.getByRole('article').count()).toBeLessThan(40);
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.getByRole('article', { name: 'Copy 999', exact: true }).waitFor();
    await page.getByLabel('Name contains').fill('copy 77');
    await visitor.reads('11 jobs');
    await page.getByRole('article', { name: 'Copy 779', exact: true }).waitFor();
    expect(visitor.faults).toEqual([]);
  });

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    test.each([
      ['wide', 1280],
      ['on a phone', 360],
    ])('%s: nothing on any page keeps people out, and nothing is cut off', async (_what, width) => {
      service.simx.faults.add({ kind: 'unknown-symbol', symbol: 'SIM-002' });
      service.simx.quirks.set('SIM-003', { brokenRange: [Date.parse('2024-02-28T05:00Z')] });
      const id = await collected(['SIM-001', 'SIM-002', 'SIM-003']);
      const [from, to] = ['2024-01-01T00:00Z', '2024-01-02T00:00Z'].map(Date.parse) as [number, number];
      service.simx.quirks.set('SIM-001', { revisedAt: { at: 0, from, to } });
      const compared = await collected(['SIM-001'], { mode: 'VERIFY' });
      await collected(['SIM-001'], { mode: 'REFRESH' });
      visitor = await Visitor.arrive(service.address, { colorScheme, viewport: { width, height: 800 } });
      const pages: [string, string | RegExp][] = [
        ['/', 'Retry failed'],
        [`/jobs/${id}`, 'Set aside as invalid'],
        [`/jobs/${compared}`, 'Other values'],
        ['/jobs/nothing', 'There is no such job'],
        ['/jobs/', 'There is no such page'],
        ['/new', 'SIM-001'],
        ['/new?symbols=SIM-001', 'Covered already'],
        ['/data', /\d series/],
        ['/data?source=simx&interval=ONE_HOUR', 'Repair all gaps'],
        ['/data?symbol=SIM-001', 'Replaced bars'],
        ['/data?symbol=SIM-003', 'Set aside as invalid'],
        ['/data?symbol=SIM-009', 'No bars yet'],
        [`/embed/job/${id}`, 'Completed'],
      ];
      const found: string[] = [];
      for (const [path, words] of pages) {
        await visitor.open(path);
        await visitor.reads(words);
        for (const barrier of await barriers(visitor)) found.push(`${path} ${barrier}`);
        if (await isTooWide(visitor)) found.push(`${path} is wider than the screen`);
      }
      expect(found).toEqual([]);
      expect(visitor.faults).toEqual([]);
    });
  });

  test('dialogs keep nobody out, and give the focus back', async () => {
    const hold = service.simx.faults.add({ kind: 'hold' });
    const input = { source: 'simx', symbols: ['SIM-001'], interval: 'ONE_DAY', from: '2024-01-01T00:00:00Z' };
    await service.query(START, { input: { ...input, to: '2024-02-01T00:00:00Z', name: 'Asked about' } });
    await hold.reached(1);
    visitor = await Visitor.arrive(service.address);
    const page = await visitor.open('/');
    await visitor.button('Cancel Asked about').focus();
    await page.keyboard.press('Enter');
    await visitor.reads('A cancelled job cannot be resumed.');
    expect(await barriers(visitor)).toEqual([]);
    await page.keyboard.press('Escape');
    await eventually(() => page.evaluate(() => document.activeElement?.textContent === 'Cancel…'));
    await visitor.button('Pause Asked about').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-state=PAUSED]').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Resume');
  });

  test('what the service does not accept is said where it stands', async () => {
    visitor = await Visitor.arrive(service.address);
    const page = await visitor.open('/new');
    await page.getByRole('tab', { name: 'Paste' }).click();
    await page.getByLabel('Symbols at once').fill('65');
    await page.getByLabel('Symbols, between').fill('SIM-001');
    await visitor.button('Start the collection').click();
    await visitor.reads('The service did not accept this');
    const fault = await page.getByLabel('Symbols at once').getAttribute('aria-describedby');
    expect(await page.locator(`#${fault!.split(' ').at(-1)}`).innerText()).toMatch(/64/);
    await page.getByLabel('Symbols at once').fill('2');
    await page.getByLabel('From (UTC').fill('2099-01-01T00:00');
    await page.getByLabel('To (UTC').fill('2099-02-01T00:00');
    await visitor.button('Start the collection').click();
    await eventually(async () => (await page.getByLabel('From (UTC').getAttribute('aria-invalid')) === 'true');
    await page.getByLabel('From (UTC').fill('');
    await visitor.button('Start the collection').click();
    await visitor.reads(/cannot|must|not/i);
    await page.getByRole('tab', { name: 'Match' }).click();
    await visitor.reads('Of the 120 symbols that trade at simx');
    await page.getByLabel('Patterns').fill('SIM-0* !*5');
    await visitor.button('Last 7 days').click();
    await visitor.button('Start the collection').click();
    // SIM-001 to SIM-099, without the ten that end with a 5.
    await page.getByText(/\/ 89/).waitFor();
  });

  test('symbols are picked from what the source offers', async () => {
    visitor = await Visitor.arrive(service.address);
    const page = await visitor.open('/new');
    await page.getByRole('option', { name: 'SIM-002' }).click();
    await page.getByLabel('Search').fill('11');
    await visitor.button('Pick all 11 shown').click();
    await visitor.reads('12 picked');
    await visitor.button('Start the collection').click();
    await page.getByText(/\/ 12/).waitFor();
  });

  test('bars are drawn, listed digit for digit, and downloaded as they are', async () => {
    await collected(['SIM-001'], { interval: 'FIVE_MINUTES' });
    const { data } = await service.query<{ bars: { edges: { node: Record<string, string | null> }[] } }>(
      '{ bars(source: "simx", symbol: "SIM-001", interval: FIVE_MINUTES, last: 1) { edges { node { time open high low close volume quoteVolume trades takerVolume } } } }',
    );
    const last = data.bars.edges[0]!.node;
    visitor = await Visitor.arrive(service.address);
    const page = await visitor.open('/data?symbol=SIM-001&interval=FIVE_MINUTES');
    await visitor.reads('17,280 bars, 1,000 of them loaded');
    await page
      .getByRole('img', { name: /Candlestick chart/ })
      .locator('canvas')
      .first()
      .waitFor();
    await page.getByRole('cell', { name: last.close!, exact: true }).first().waitFor();
    await page.getByRole('table', { name: 'Bars' }).evaluate((table) => table.scrollTo(0, table.scrollHeight));
    await visitor.reads('3,000 of them loaded');
    const download = page.waitForEvent('download');
    await visitor.button('Download CSV').click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('simx_SIM-001_FIVE_MINUTES.csv');
    const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n');
    expect(lines[0]).toBe('time,open,high,low,close,volume,quote_volume,trades,taker_volume');
    expect(lines).toHaveLength(17_281);
    const { time, open, high, low, close, volume, quoteVolume, trades, takerVolume } = last;
    expect(lines.at(-1)).toBe([time, open, high, low, close, volume, quoteVolume, trades, takerVolume].join(','));
    expect(visitor.faults).toEqual([]);
  });
});

describeInBrowser('in pages of other sites', () => {
  let site: Server;
  let html = '';
  const origin = () => `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  beforeEach(async () => {
    site = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
  });
  afterEach(async () => {
    await visitor.leave();
    await service.close();
    site.close();
  });

  test('the widget stands in a frame or as an element, and commands the job', async () => {
    service = await Service.open({ ALLOWED_ORIGINS: origin() });
    const hold = service.simx.faults.add({ kind: 'hold' });
    const input = {
      source: 'simx',
      symbols: ['SIM-001', 'SIM-002'],
      interval: 'ONE_DAY',
      from: '2024-01-01T00:00:00Z',
    };
    const { data } = await service.query<{ startCollection: { id: string } }>(START, {
      input: { ...input, to: '2024-02-01T00:00:00Z', name: 'Elsewhere' },
    });
    const { id } = data.startCollection;
    await hold.reached(2);
    html = `<!doctype html><title>Other</title><h1>Other</h1>
      <iframe src="${service.address}/embed/job/${id}" title="Job" width="900" height="300"></iframe>
      <script type="module" src="${service.address}/widget.js"></script>
      <sluice-job job="${id}"></sluice-job>
      <script>addEventListener('sluice-job', ({ detail }) => (document.title = detail.state))</script>`;
    visitor = await Visitor.arrive(origin());
    const page = await visitor.open('/');
    const frame = page.frameLocator('iframe');
    await frame.locator('[data-state=RUNNING]').waitFor();
    await page.locator('sluice-job [data-state=RUNNING]').waitFor();
    await page.locator('sluice-job').getByRole('button', { name: 'Pause Elsewhere' }).click();
    await frame.locator('[data-state=PAUSED]').waitFor();
    await frame.getByRole('button', { name: 'Resume Elsewhere' }).click();
    await page.locator('sluice-job [data-state=RUNNING]').waitFor();
    await eventually(async () => (await page.title()) === 'RUNNING');
    const card = page.locator('sluice-job section');
    const ground = () => card.evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.evaluate(() => document.documentElement.style.setProperty('color-scheme', 'dark'));
    expect(await ground()).toBe('rgb(24, 33, 39)');
    expect(await page.locator('h1').evaluate((heading) => getComputedStyle(heading).fontSize)).toBe('32px');
    expect(visitor.faults.filter((fault) => !fault.startsWith('asked'))).toEqual([]);
  });

  test('both take a credential along, and say so when it is refused', async () => {
    const token = createToken();
    service = await Service.open({ ALLOWED_ORIGINS: origin(), API_TOKENS: `site:viewer:${token.hash}` });
    const widget = `<sluice-job job="job_8e23b298-663b-429c-be70-dd72cd6c2c41"`;
    html = `<!doctype html><title>Other</title>
      <iframe src="${service.address}/embed/job/job_8e23b298-663b-429c-be70-dd72cd6c2c41#token=${token.token}"></iframe>
      <script type="module" src="${service.address}/widget.js"></script>
      ${widget} token="${token.token}" id="right"></sluice-job> ${widget} token="wrong" id="wrong"></sluice-job>`;
    visitor = await Visitor.arrive(origin());
    const page = await visitor.open('/');
    await page.frameLocator('iframe').getByText('There is no job').waitFor();
    await page.locator('#right').getByText('There is no job').waitFor();
    await page.locator('#wrong').getByText('not valid any more').waitFor();
  });

  test('a site that is not allowed gets neither', async () => {
    service = await Service.open();
    html = `<!doctype html><title>Other</title><iframe src="${service.address}/embed/job/1"></iframe>
      <script type="module" src="${service.address}/widget.js"></script>`;
    visitor = await Visitor.arrive(origin());
    const page = await visitor.open('/');
    await eventually(() => visitor.faults.some((fault) => fault.includes('frame-ancestors')));
    expect(await page.evaluate(() => customElements.get('sluice-job'))).toBeUndefined();
  });
});
