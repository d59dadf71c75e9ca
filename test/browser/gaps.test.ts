import type { Locator } from 'playwright-core';
import { describeInBrowser, Visitor } from '../support/browser';
import { collect } from '../support/collections';
import { eventually } from '../support/eventually';
import { collectWithGaps } from '../support/gappy-series';
import { Service } from '../support/service';

let service: Service;
let ann: Visitor;

const time = (text: string) => Date.parse(`2024-${text}Z`);
const HOUR = 3_600_000;

const chart = () => ann.page.getByRole('img', { name: /Candlestick chart/ });
const noted = () => ann.page.getByRole('status').filter({ hasText: /missing$|^Point at a gap/ });
const press = (name: string) => ann.page.getByRole('button', { name, exact: true }).click();
const region = (name: string | RegExp) => ann.page.getByRole('region', { name }).first();
const rowsOf = (table: Locator) =>
  table
    .getByRole('row')
    .filter({ has: ann.page.getByRole('cell') })
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText)));

/** Counts the requests of one operation from now on. */
function countOf(operation: string): { asked: number } {
  const counted = { asked: 0 };
  ann.page.on('request', (request) => {
    if (request.postData()?.includes(`"operationName":"${operation}"`)) counted.asked += 1;
  });
  return counted;
}

const QUARANTINED = 'Set aside as invalid: 29 Feb, 05:00 – 29 Feb, 07:00 (2 h)';
const UNCOLLECTED = 'Not collected yet: 1 Mar, 00:00 – 3 Mar, 00:00 (2 d)';
const NONE = 'The source has none: 27 Feb, 00:00 – 28 Feb, 00:00 (1 d)';

describeInBrowser('gaps', () => {
  beforeEach(async () => void (service = await Service.open()));
  afterEach(async () => {
    const { faults } = ann;
    await ann.leave();
    await service.close();
    expect(faults).toEqual([]);
  });

  test('of a series are named in the chart, by keyboard and by pointer', async () => {
    await collectWithGaps(service);
    ann = await Visitor.arrive(service.address);
    const page = await ann.open('/data?symbol=SIM-001');
    await ann.reads('with 3 gaps');
    const earlier = ann.button('Earlier gap');
    await earlier.focus();
    for (const words of [`${UNCOLLECTED}, 48 bars missing`, `${QUARANTINED}, 2 bars missing`]) {
      await page.keyboard.press('Enter');
      await noted().filter({ hasText: words }).waitFor();
    }
    // The gap in the middle: the one that is pointed at.
    await page.mouse.move(0, 0);
    await page.keyboard.press('Enter');
    await noted()
      .filter({ hasText: `${NONE}, 24 bars missing` })
      .waitFor();
    expect(await earlier.getAttribute('aria-disabled')).toBe('true');
    expect(await chart().getAttribute('aria-label')).toContain(NONE);
    await ann.button('Later gap').click();
    await noted().filter({ hasText: QUARANTINED }).waitFor();
    await page.mouse.move(0, 0);
    await ann.button('Fit').click();
    const legend = page.getByRole('list', { name: 'Why bars are missing' }).getByRole('listitem');
    await eventually(async () => (await legend.allInnerTexts()).length === 3);
    const box = (await chart().boundingBox())!;
    // From right to left: the latest gap is the first to be met.
    for (let x = box.x + box.width - 80; !(await noted().innerText()).startsWith('Not collected'); x -= 2) {
      expect(x).toBeGreaterThan(box.x);
      await page.mouse.move(x, box.y + 100);
    }
  });

  test('are named to a finger that taps them', async () => {
    await collectWithGaps(service);
    const phone = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } };
    ann = await Visitor.arrive(service.address, phone);
    const page = await ann.open('/data?symbol=SIM-001');
    await ann.button('Earlier gap').tap();
    await ann.button('Earlier gap').tap();
    await noted().filter({ hasText: QUARANTINED }).waitFor();
    await press('Fit');
    await chart().scrollIntoViewIfNeeded();
    const box = (await chart().boundingBox())!;
    for (let x = box.x + box.width - 80; !(await noted().innerText()).startsWith('Not collected'); x -= 6) {
      expect(x).toBeGreaterThan(box.x);
      await page.touchscreen.tap(x, box.y + 100);
    }
  });

  test('are read for what is in sight only, and not while it moves', async () => {
    await collectWithGaps(service);
    ann = await Visitor.arrive(service.address);
    const page = await ann.open('/data?symbol=SIM-001');
    const legend = page.getByRole('list', { name: 'Why bars are missing' });
    await legend.getByText('Not collected yet').waitFor();
    await region('Gaps').getByRole('cell', { name: 'Set aside as invalid' }).waitFor();
    const counted = countOf('SeriesGaps');
    await page.evaluate(async () => {
      const earlier = document.querySelector<HTMLElement>('[aria-label="Earlier"]')!;
      for (let n = 0; n < 30; n++) {
        earlier.click();
        await new Promise(requestAnimationFrame);
      }
    });
    await press('Fit');
    await legend.getByText('The source has none').waitFor();
    // Each of the thirty would be one.
    expect(counted.asked).toBeLessThan(10);
  });

  test('stay in the chart without a reason if they cannot be read', async () => {
    await collectWithGaps(service);
    ann = await Visitor.arrive(service.address);
    await ann.page.route('**/graphql', (route) =>
      route.request().postData()?.includes('SeriesGaps')
        ? route.fulfill({
            contentType: 'application/graphql-response+json',
            body: JSON.stringify({ errors: [{ message: 'Too dear.', extensions: { code: 'OPERATION_TOO_COSTLY' } }] }),
          })
        : route.continue(),
    );
    await ann.open('/data?symbol=SIM-001');
    await ann.button('Earlier gap').click();
    await noted().filter({ hasText: 'No bars 1 Mar, 00:00 – 3 Mar, 00:00 (2 d), 48 bars missing' }).waitFor();
    await region('Gaps').getByText('Too dear.').waitFor();
  });

  test('are a table too, a page at a time, of the period that is chosen', async () => {
    const holes = Array.from({ length: 130 }, (_, n) => {
      const from = time('02-15T00:00') + 2 * n * HOUR;
      return { from, to: from + HOUR };
    });
    service.simx.quirks.set('SIM-001', { holes });
    await collect(service);
    ann = await Visitor.arrive(service.address);
    const page = await ann.open('/data?symbol=SIM-001');
    const table = region('Gaps').getByRole('region', { name: 'Gaps' });
    await eventually(async () => (await rowsOf(table)).length === 50);
    for (const count of [100, 130]) {
      await region('Gaps').getByRole('button', { name: 'Show more' }).click();
      await eventually(async () => (await rowsOf(table)).length === count);
    }
    expect((await rowsOf(table)).at(-1)).toEqual([
      'The source has none',
      '25 Feb 2024, 18:00',
      '25 Feb 2024, 19:00',
      '1',
    ]);
    expect(await region('Gaps').getByRole('button').count()).toBe(0);
    await press('Fit');
    await ann.reads('There are more gaps here than can be named');
    await page.getByLabel('From (UTC)').fill('2024-02-25');
    await eventually(async () => (await rowsOf(table)).length === 10);
    await page.getByLabel('From (UTC)').fill('2024-02-26');
    await ann.reads('No bars are missing in this period.');
  });
});
