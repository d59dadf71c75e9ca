import { createToken } from '../../src/graphql/access/api-tokens';
import { describeInBrowser, Visitor } from '../support/browser';
import { collect } from '../support/collections';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

let service: Service;
let ann: Visitor;

const row = (symbol: string, interval = '1 hour') => ann.page.getByRole('row', { name: `${symbol} simx ${interval}` });
const strip = (symbol: string) => row(symbol).getByRole('img');
/** The symbols as listed. */
const listed = () => ann.page.getByRole('rowheader').allInnerTexts();
const lists = (...symbols: string[]) => eventually(async () => (await listed()).join() === symbols.join());
const header = (name: string) => ann.page.getByRole('columnheader', { name }).getByRole('button');

/** Adds empty series, as an earlier collection might have left them. */
const addSeries = (count: number) =>
  service.database.source.query(
    `INSERT INTO series (source, symbol, interval, updated_at)
     SELECT 'simx', 'OLD-' || lpad(n::text, 3, '0'), 'ONE_DAY'::bar_interval, now()
       FROM generate_series(1, $1) n`,
    [count],
  );

describeInBrowser('the inventory', () => {
  beforeEach(async () => void (service = await Service.open()));
  afterEach(async () => {
    const { faults } = ann;
    await ann.leave();
    await service.close();
    expect(faults).toEqual([]);
  });

  test('lists what is stored, with what is covered of it, and leads to the bars', async () => {
    service.simx.quirks.set('SIM-001', { twice: [Date.parse('2024-01-20T05:00:00Z')] });
    await collect(service, { symbols: ['SIM-001', 'SIM-002'] });
    ann = await Visitor.arrive(service.address);
    const page = await ann.open('/data');
    await ann.reads('2 series');
    expect((await row('SIM-001').innerText()).split(/\t|\n/).filter(Boolean)).toEqual(
      expect.arrayContaining(['simx', '1 hour', '1 Jan 2024, 00:00', '29 Feb 2024, 23:00', '1,439', '99.9%']),
    );
    expect(await row('SIM-002').getByText('100%', { exact: true }).count()).toBe(1);
    const gap = 'with 1 gap: 20 Jan 2024, 05:00 – 20 Jan 2024, 06:00';
    const span = 'Covered 1 Jan 2024, 00:00 – 1 Mar 2024, 00:00';
    expect(await strip('SIM-001').getAttribute('aria-label')).toBe(`SIM-001: ${span}, ${gap}`);
    expect(await strip('SIM-002').getAttribute('aria-label')).toBe(`SIM-002: ${span}, without gaps`);
    expect(await strip('SIM-002').locator('[data-part=gap]').count()).toBe(0);
    const { width } = (await strip('SIM-001').locator('[data-part=gap]').boundingBox())!;
    expect(width).toBeGreaterThan(1);
    await page.getByRole('link', { name: 'SIM-001', exact: true }).click();
    await ann.reads('1,439 bars, 1,000 of them loaded');
    expect(page.url()).toContain('source=simx&symbol=SIM-001&interval=ONE_HOUR');
    await page.goBack();
    await ann.reads('2 series');
    await page.getByRole('link', { name: 'SIM-002', exact: true }).click();
    await page.getByRole('link', { name: 'All series' }).click();
    await ann.reads('2 series');
  });

  test('is searched, filtered and sorted, in the address too', async () => {
    await collect(service, { symbols: ['SIM-011', 'SIM-012', 'SIM-021'], interval: 'ONE_DAY' });
    await collect(service, { symbols: ['SIM-012'], to: '2024-01-02T00:00:00Z' });
    ann = await Visitor.arrive(service.address);
    const page = await ann.open('/data');
    await lists('SIM-011', 'SIM-012', 'SIM-012', 'SIM-021');
    await header('Symbol').click();
    await header('Symbol').click();
    await lists('SIM-021', 'SIM-012', 'SIM-012', 'SIM-011');
    expect(await page.getByRole('columnheader', { name: 'Symbol' }).getAttribute('aria-sort')).toBe('descending');
    await header('Bars').click();
    await lists('SIM-012', 'SIM-011', 'SIM-012', 'SIM-021');
    await page.getByLabel('Symbol contains').fill('m-01');
    await lists('SIM-012', 'SIM-011', 'SIM-012');
    await page.getByLabel('Interval').selectOption('1 day');
    await lists('SIM-011', 'SIM-012');
    await page.reload();
    await lists('SIM-011', 'SIM-012');
    expect(await page.getByLabel('Symbol contains').inputValue()).toBe('m-01');
    await page.getByLabel('Source').selectOption('binance');
    await ann.reads('No series fits');
    await page.getByRole('link', { name: 'Show all series' }).click();
    await ann.reads('4 series');
    expect(await page.getByLabel('Symbol contains').inputValue()).toBe('');
  });

  test('comes a page at a time, and says what is sorted', async () => {
    await addSeries(150);
    await collect(service);
    ann = await Visitor.arrive(service.address);
    await ann.open('/data');
    await ann.reads('151 series, 100 of them loaded');
    expect(await ann.page.getByText('Only the loaded ones are sorted').count()).toBe(0);
    await header('Bars').click();
    await header('Bars').click();
    await ann.reads('Only the loaded ones are sorted: others may belong before or between them');
    expect((await listed())[0]).toMatch(/^OLD/);
    await ann.button('Show more').click();
    await eventually(async () => (await listed())[0] === 'SIM-001');
    expect(await listed()).toHaveLength(151);
    expect(await ann.page.getByText('Only the loaded ones are sorted').count()).toBe(0);
    expect(await ann.button('Show more').count()).toBe(0);
  });

  test('of nothing says so', async () => {
    ann = await Visitor.arrive(service.address);
    await ann.open('/data');
    await ann.reads('No bars yet');
    await ann.page.getByRole('link', { name: 'Start a collection' }).click();
    await ann.button('Start the collection').waitFor();
  });

  test('what is missing of a series is collected from there, and nothing else is asked for', async () => {
    const day = { interval: 'ONE_DAY', to: '2024-02-01T00:00:00Z' };
    await collect(service, { symbols: ['SIM-001'], ...day });
    await collect(service, { symbols: ['SIM-001'], ...day, from: '2024-02-10T00:00:00Z', to: '2024-03-01T00:00:00Z' });
    ann = await Visitor.arrive(service.address);
    const page = await ann.open('/data');
    await page.getByRole('link', { name: 'Collect what is missing of SIM-001' }).click();
    expect(await page.getByLabel('Symbols, between').inputValue()).toBe('SIM-001');
    expect(await page.getByLabel('Interval').inputValue()).toBe('ONE_DAY');
    expect(await page.getByLabel('What to ask for').inputValue()).toBe('MISSING');
    expect(await page.getByLabel('From (UTC').inputValue()).toBe('2024-01-01T00:00');
    expect(Date.parse(`${await page.getByLabel('To (UTC').inputValue()}Z`)).toBeGreaterThan(Date.now() - 120_000);
    await page.getByLabel('To (UTC').fill('2024-03-01T00:00');
    const asked = service.simx.requests.length;
    await ann.button('Start the collection').click();
    await page.locator('[data-verdict=COMPLETE]').waitFor();
    await ann.reads('51 bars were there already and were not asked for.');
    await ann.reads('only what is missing');
    expect(service.simx.requests.length).toBe(asked + 1);
    await ann.open('/data');
    await row('SIM-001', '1 day').getByText('100%', { exact: true }).waitFor();

    // The same again has nothing to ask for, unless it is asked for.
    await ann.open(`/new?source=simx&symbols=SIM-001&interval=ONE_DAY&from=2024-01-01T00:00:00Z`);
    await page.getByLabel('To (UTC').fill('2024-03-01T00:00');
    await ann.button('Start the collection').click();
    await ann.reads('60 bars were there already and were not asked for.');
    expect(service.simx.requests.length).toBe(asked + 1);
    await ann.open(`/new?source=simx&symbols=SIM-001&interval=ONE_DAY&from=2024-01-01T00:00:00Z`);
    await page.getByLabel('To (UTC').fill('2024-03-01T00:00');
    await page.getByLabel('What to ask for').selectOption('All of it again');
    await ann.button('Start the collection').click();
    await ann.reads('all of it again');
    await page.locator('[data-verdict=COMPLETE]').waitFor();
    expect(service.simx.requests.length).toBeGreaterThan(asked + 1);
    expect(await page.getByText('were there already').count()).toBe(0);
  });

  test('what is missing of several is one job, if they are of one source and interval', async () => {
    await collect(service, { symbols: ['SIM-001'], interval: 'ONE_DAY', from: '2024-02-01T00:00:00Z' });
    await collect(service, { symbols: ['SIM-002'], interval: 'ONE_DAY' });
    await collect(service, { symbols: ['SIM-003'] });
    ann = await Visitor.arrive(service.address);
    const page = await ann.open('/data');
    const button = ann.button('Collect what is missing of the selected');
    expect(await button.isDisabled()).toBe(true);
    await page.getByLabel('Select all that are loaded').check();
    await ann.reads('3 selected');
    await ann.reads('A job has one source and one interval');
    expect(await button.isDisabled()).toBe(true);
    await page.getByLabel('Select SIM-003').uncheck();
    // What is selected stays so when it is out of sight.
    await page.getByLabel('Symbol contains').fill('2');
    await lists('SIM-002');
    await ann.reads('2 selected');
    await button.click();
    expect(await page.getByLabel('Symbols, between').inputValue()).toBe('SIM-001\nSIM-002');
    expect(await page.getByLabel('From (UTC').inputValue()).toBe('2024-01-01T00:00');
  });
});

describeInBrowser('the inventory of a viewer', () => {
  test('offers nothing to collect', async () => {
    const [operator, viewer] = [createToken(), createToken()];
    service = await Service.open({ API_TOKENS: `ann:operator:${operator.hash},bob:viewer:${viewer.hash}` });
    await collect(service, {}, operator.token);
    const bob = await Visitor.arrive(service.address);
    await bob.open('/data');
    await bob.page.getByLabel('Token').fill(viewer.token);
    await bob.button('Sign in').click();
    await bob.page.getByRole('link', { name: 'SIM-001', exact: true }).waitFor();
    expect(await bob.page.getByText('Collect').count()).toBe(0);
    expect(await bob.page.getByRole('checkbox').count()).toBe(0);
    await bob.leave();
    await service.close();
  });
});
