import type { Locator } from 'playwright-core';
import { describeInBrowser, Visitor } from '../support/browser';
import { collect } from '../support/collections';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

let service: Service;
let ann: Visitor;

const time = (text: string) => Date.parse(`2024-${text}Z`);
const DAYS = { interval: 'ONE_DAY', to: '2024-04-01T00:00:00Z' };
const section = (name: RegExp) => ann.page.getByRole('region', { name });
const rows = (table: Locator) => table.getByRole('row').filter({ has: ann.page.getByRole('cell') });
const cellsOf = (row: Locator) => row.getByRole('cell').allInnerTexts();

/** Collects three months of two symbols; since then the source has other values in January of one, and gaps. */
async function collectThenChange(symbols = ['SIM-001', 'SIM-002']): Promise<void> {
  service.simx.quirks.set('SIM-001', { holes: [{ from: time('03-20T00:00'), to: time('03-21T00:00') }] });
  await collect(service, { symbols, ...DAYS });
  service.simx.quirks.set('SIM-001', {
    revisedAt: { at: 0, from: time('01-01T00:00'), to: time('02-29T00:00') },
    holes: [{ from: time('03-10T00:00'), to: time('03-11T00:00') }],
  });
}

describeInBrowser('what a source has changed', () => {
  beforeEach(async () => void (service = await Service.open()));
  afterEach(async () => {
    const { faults } = ann;
    await ann.leave();
    await service.close();
    expect(faults).toEqual([]);
  });

  test('is listed by a job that compares, a page at a time', async () => {
    await collectThenChange();
    const id = await collect(service, { symbols: ['SIM-001', 'SIM-002'], mode: 'VERIFY', ...DAYS });
    ann = await Visitor.arrive(service.address);
    await ann.open(`/jobs/${id}`);
    await ann.reads('compare with the source');
    const found = section(/^Differences 61/);
    const table = found.getByRole('region', { name: 'Bars that differ' });
    await eventually(async () => (await rows(table).count()) === 50);
    const first = rows(table).first();
    expect((await cellsOf(first)).slice(0, 3)).toEqual(['SIM-001', '1 Jan 2024, 00:00', 'Other values']);
    const { data } = await service.query<{ bars: { nodes: { close: string; open: string }[] } }>(
      '{ bars(source: "simx", symbol: "SIM-001", interval: ONE_DAY, first: 1) { nodes { open close } } }',
    );
    const stored = data.bars.nodes[0]!;
    const close = first.getByRole('cell').nth(6);
    expect(await close.getByRole('deletion').innerText()).toBe(stored.close);
    expect(await close.getByRole('insertion').innerText()).not.toBe(stored.close);
    expect(await first.getByRole('cell').nth(3).innerText()).toBe(stored.open);
    expect(await first.getByRole('cell').nth(3).getByRole('deletion').count()).toBe(0);
    await found.getByRole('button', { name: 'Show more' }).click();
    await eventually(async () => (await rows(table).count()) === 61);
    const kinds = [];
    for (const row of await rows(table).all()) kinds.push((await cellsOf(row))[2]);
    expect(kinds.slice(59)).toEqual(['Only stored here', 'Only at the source']);
    expect(await found.getByRole('button', { name: 'Show more' }).count()).toBe(0);
  });

  test('is replaced by a job that asks again, and what it was is on the page of the symbol', async () => {
    await collectThenChange(['SIM-001']);
    const id = await collect(service, { symbols: ['SIM-001'], mode: 'REFRESH', ...DAYS });
    ann = await Visitor.arrive(service.address);
    const page = await ann.open(`/jobs/${id}`);
    await section(/^Differences 1/)
      .getByText('Only stored here')
      .waitFor();
    await section(/^Replaced bars 59/)
      .getByRole('link', { name: 'See what was replaced' })
      .click();
    const replaced = section(/^Replaced bars 59/);
    const table = replaced.getByRole('region', { name: 'Replaced bars' });
    await eventually(async () => (await rows(table).count()) === 25);
    // It is what the link has led to, also when the chart above it has come.
    await page.getByRole('table', { name: 'Bars' }).waitFor({ state: 'attached' });
    await page.getByRole('img', { name: /Candlestick/ }).waitFor({ state: 'attached' });
    const isInSight = async () => {
      const { y, height } = (await replaced.boundingBox())!;
      return y >= 0 && y + Math.min(height, 300) <= 860;
    };
    await eventually(isInSight);
    for (const count of [50, 59]) {
      await replaced.getByRole('button', { name: 'Show more' }).click();
      await eventually(async () => (await rows(table).count()) === count);
    }
    expect(await rows(table).last().getByRole('deletion').count()).toBeGreaterThan(0);
    await rows(table).last().getByRole('link').click();
    await page.waitForURL(`**/jobs/${id}`);
  });

  test('is no section where nothing has been', async () => {
    const id = await collect(service, { symbols: ['SIM-001'], mode: 'REFRESH', ...DAYS });
    ann = await Visitor.arrive(service.address);
    await ann.open(`/jobs/${id}`);
    await ann.reads('No symbol misses bars');
    await ann.open('/data?symbol=SIM-001&interval=ONE_DAY');
    await ann.reads('No bars are missing in this period.');
    expect(await ann.page.getByText(/Replaced|Differences/).count()).toBe(0);
  });

  test('of several symbols leads to where they are chosen', async () => {
    await collectThenChange();
    const id = await collect(service, { symbols: ['SIM-001', 'SIM-002'], mode: 'REFRESH', ...DAYS });
    ann = await Visitor.arrive(service.address);
    const page = await ann.open(`/jobs/${id}`);
    await page.getByRole('link', { name: 'Choose a symbol' }).click();
    await ann.reads('2 series');
    expect(page.url()).toContain('source=simx&interval=ONE_DAY');
  });
});
