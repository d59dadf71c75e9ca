import type { Locator } from 'playwright-core';
import { createToken } from '../../src/graphql/access/api-tokens';
import { describeInBrowser, Visitor } from '../support/browser';
import { collect } from '../support/collections';
import { eventually } from '../support/eventually';
import { collectWithGaps } from '../support/gappy-series';
import { Service } from '../support/service';

let service: Service;
let ann: Visitor;

const region = (name: string | RegExp) => ann.page.getByRole('region', { name }).first();
const rowsOf = (table: Locator) =>
  table
    .getByRole('row')
    .filter({ has: ann.page.getByRole('cell') })
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText)));

describeInBrowser('gaps', () => {
  beforeEach(async () => void (service = await Service.open()));
  afterEach(async () => {
    const { faults } = ann;
    await ann.leave();
    await service.close();
    expect(faults).toEqual([]);
  });

  test('that a job has left are repaired from its page, which leads to the new job', async () => {
    const id = await collectWithGaps(service);
    ann = await Visitor.arrive(service.address);
    const page = await ann.open(`/jobs/${id}`);
    const gaps = region(/^Gaps/);
    await eventually(async () => (await rowsOf(gaps.getByRole('region', { name: 'Gaps' }))).length === 1);
    expect((await rowsOf(gaps.getByRole('region', { name: 'Gaps' })))[0]).toEqual([
      ...['SIM-001', 'Set aside as invalid', '29 Feb 2024, 05:00', '29 Feb 2024, 07:00', '2'],
    ]);
    service.simx.quirks.set('SIM-001', {});
    await gaps.getByRole('button', { name: 'Repair gaps' }).click();
    await page.waitForURL((url) => url.pathname.startsWith('/jobs/') && !url.pathname.endsWith(id));
    await page.locator('[data-verdict=COMPLETE]').waitFor();
    await page.goBack();
    await ann.reads('All of it has been filled since.');
    await gaps.getByRole('button', { name: 'Repair gaps' }).click();
    await ann.reads('Could not repair the gaps. There are no gaps for these reasons.');
  });

  test('of a selection, or of all that the filter shows, are repaired from the inventory', async () => {
    await collectWithGaps(service);
    service.simx.quirks.set('SIM-001', {});
    ann = await Visitor.arrive(service.address);
    const page = await ann.open('/data');
    const selected = ann.button('Repair gaps of the selected');
    await page.getByLabel('Select SIM-002').check();
    expect(await selected.isDisabled()).toBe(true);
    await ann.reads('Nothing is missing between the first and the last bar.');
    await page.getByLabel('Select SIM-001').check();
    await selected.click();
    await page.locator('[data-verdict=COMPLETE]').waitFor();
    // SIM-002 lacks nothing.
    await ann.reads('1 / 1');
    await ann.open('/data?source=simx&interval=ONE_HOUR');
    await ann.reads('2 series');
    expect(await ann.button(/^Repair all gaps/).count()).toBe(0);
    await collect(service, { symbols: ['SIM-002'], from: '2024-03-02T00:00:00Z', to: '2024-03-03T00:00:00Z' });
    await ann.open('/data?source=simx');
    await ann.reads('2 series');
    expect(await ann.button(/^Repair all gaps/).count()).toBe(0);
    await page.getByLabel('Interval').selectOption('1 hour');
    await ann.button('Repair all gaps of simx, 1 hour').click();
    await page.locator('[data-verdict=COMPLETE]').waitFor();
    await ann.reads('1 / 1');
    await ann.open('/data?source=simx&interval=ONE_HOUR');
    await ann.reads('2 series');
    expect(await ann.page.getByText('100%', { exact: true }).count()).toBe(2);
    expect(await ann.button(/^Repair all gaps/).count()).toBe(0);
  });
});

describeInBrowser('gaps before a viewer', () => {
  test('are shown, and not repaired', async () => {
    const [operator, viewer] = [createToken(), createToken()];
    service = await Service.open({ API_TOKENS: `ann:operator:${operator.hash},bob:viewer:${viewer.hash}` });
    const id = await collectWithGaps(service, operator.token);
    ann = await Visitor.arrive(service.address);
    await ann.open(`/jobs/${id}`);
    await ann.page.getByLabel('Token').fill(viewer.token);
    await ann.button('Sign in').click();
    await region(/^Gaps/).getByText('Set aside as invalid').waitFor();
    expect(await ann.button(/^Repair/).count()).toBe(0);
    await ann.open('/data?symbol=SIM-001');
    await region('Gaps').getByText('Set aside as invalid').waitFor();
    expect(await ann.button(/^Repair/).count()).toBe(0);
    await ann.open('/data?source=simx&interval=ONE_HOUR');
    await ann.reads('2 series');
    expect(await ann.button(/^Repair/).count()).toBe(0);
    await ann.leave();
    await service.close();
  });
});
