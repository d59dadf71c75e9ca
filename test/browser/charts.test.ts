import { describeInBrowser, Visitor } from '../support/browser';
import { storedIdOf } from '../support/api-id';
import { collect, start } from '../support/collections';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

let service: Service;
let visitor: Visitor;

const chart = (name: RegExp) => visitor.page.getByRole('img', { name });
const prices = () => chart(/Candlestick chart/);
const viewOf = (what: string) => visitor.page.getByRole('group', { name: `View of ${what}` });

/** The visible range of a chart, as the text below it states it. */
const seen = (what: string) => viewOf(what).locator('p').innerText();

/** Start and end of the visible range, which must lie within one day. */
async function endsOf(what: string): Promise<[string, string]> {
  const [from, to] = (await seen(what)).split(' – ');
  return [from!, to!];
}

/** Acts on a chart. @returns its visible range once it has changed and settled */
async function changed(what: string, act: () => Promise<unknown>): Promise<string> {
  const before = await seen(what);
  await act();
  await eventually(async () => (await seen(what)) !== before);
  return settled(what);
}

/** The visible range once it no longer changes. */
async function settled(what: string): Promise<string> {
  let last = '';
  return eventually(async () => {
    const before = last;
    last = await frames(2).then(() => seen(what));
    return before === last && last !== '' ? last : false;
  }) as Promise<string>;
}

/** Waits until the page has drawn `count` frames. */
const frames = (count: number) =>
  visitor.page.evaluate(async (left) => {
    for (; left > 0; left--) await new Promise(requestAnimationFrame);
  }, count);

const press = (what: string, name: string) => viewOf(what).getByRole('button', { name, exact: true }).click();
const scrolled = () => visitor.page.evaluate(() => window.scrollY);

async function overTheMiddle(): Promise<void> {
  const box = await prices().boundingBox();
  await visitor.page.mouse.move(box!.x + box!.width / 2, box!.y + 50);
}

describeInBrowser('a chart', () => {
  beforeEach(async () => {
    service = await Service.open();
    visitor = await Visitor.arrive(service.address, { viewport: { width: 1280, height: 480 } });
  });
  afterEach(async () => {
    await visitor.leave();
    await service.close();
    expect(visitor.faults).toEqual([]);
  });

  test('lets the wheel scroll the page, and is zoomed by it with Ctrl', async () => {
    await collect(service);
    const page = await visitor.open('/data?symbol=SIM-001');
    await prices().locator('canvas').first().waitFor();
    const before = await settled('the prices');
    await overTheMiddle();
    await page.mouse.wheel(0, 120);
    await eventually(async () => (await scrolled()) > 0);
    expect(await settled('the prices')).toBe(before);
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.keyboard.down('Control');
    await changed('the prices', () => page.mouse.wheel(0, -120));
    await page.keyboard.up('Control');
    expect(await scrolled()).toBe(0);
    expect(await page.evaluate(() => window.visualViewport!.scale)).toBe(1);
  });

  test('shows what was chosen when older bars come', async () => {
    await collect(service, { interval: 'FIVE_MINUTES' });
    const page = await visitor.open('/data?symbol=SIM-001&interval=FIVE_MINUTES');
    await visitor.reads('1,000 of them loaded');
    await settled('the prices');
    await changed('the prices', () => press('the prices', 'Zoom in'));
    const chosen = await changed('the prices', () => press('the prices', 'Earlier'));
    await page.getByRole('table', { name: 'Bars' }).evaluate((table) => table.scrollTo(0, table.scrollHeight));
    await visitor.reads('3,000 of them loaded');
    expect(await settled('the prices')).toBe(chosen);
    await changed('the prices', () => press('the prices', 'Later'));
    await changed('the prices', () => press('the prices', 'Zoom out'));
    await press('the prices', 'Fit');
    await eventually(async () => (await seen('the prices')).startsWith('19 Feb'));
  });

  test('of something that goes on keeps what was chosen, and follows its end for whoever is there', async () => {
    const hold = service.simx.faults.add({ kind: 'hold' });
    const id = await start(service, { name: 'Moving' });
    await hold.reached(1);
    // Backdated, so that the chart has a range to zoom into without a wait.
    await service.database.source.query(`UPDATE job_event SET at = at - interval '1 minute' WHERE job_id = $1`, [
      storedIdOf(id),
    ]);
    const command = (name: string) => service.query(`mutation { ${name}(input: { id: "${id}" }) { __typename } }`);
    await command('pauseJob');
    await visitor.open(`/jobs/${id}`);
    await viewOf('the throughput').waitFor();
    const whole = await settled('the throughput');
    await changed('the throughput', () => press('the throughput', 'Zoom in'));
    await changed('the throughput', () => press('the throughput', 'Zoom in'));
    const [, end] = await endsOf('the throughput');
    // The page shows each one before the next is sent: it keeps only the last 100 of its history open.
    let resumed = 0;
    const resume = async () => {
      await command('resumeJob');
      resumed += 1;
      await eventually(async () => (await visitor.page.getByText('Resumed', { exact: true }).count()) === resumed);
    };
    await eventually(async () => {
      await resume();
      await command('pauseJob');
      return (await endsOf('the throughput'))[1] > end;
    });
    const chosen = await changed('the throughput', () => press('the throughput', 'Earlier'));
    await resume();
    expect(await settled('the throughput')).toBe(chosen);
    await press('the throughput', 'Fit');
    await eventually(async () => (await endsOf('the throughput'))[0] === whole.split(' – ')[0]);
    service.simx.faults.clear();
  });

  test('breaks where bars are missing and says so, as the table does', async () => {
    await collect(service);
    const gap = `time >= '2024-02-27T04:00Z' AND time < '2024-02-29T09:00Z'`;
    await service.database.source.query(
      `DELETE FROM bar USING series WHERE id = series_id AND symbol = 'SIM-001' AND ${gap}`,
    );
    const page = await visitor.open('/data?symbol=SIM-001');
    await visitor.reads('1,387 bars, 1,000 of them loaded with 1 gap');
    const name = 'No bars 27 Feb, 04:00 – 29 Feb, 09:00 (2 d 5 h)';
    await chart(new RegExp(name.replace(/[()]/g, '\\$&'))).waitFor();
    const row = page.getByRole('row', { name: `${name}: 53 missing` });
    await row.waitFor();
    const cells = await page.getByRole('row').allInnerTexts();
    const index = cells.findIndex((text) => text.includes('No bars'));
    expect(cells[index - 1]).toContain('29 Feb 2024, 09:00');
    expect(cells[index + 1]).toContain('27 Feb 2024, 03:00');
  });
});
