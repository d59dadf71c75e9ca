import { describeInBrowser, Visitor } from '../support/browser';
import { collect } from '../support/collections';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

const SYMBOLS = Array.from({ length: 120 }, (_, n) => `SIM-${String(n + 1).padStart(3, '0')}`);

let service: Service;
let visitor: Visitor;

const map = () => visitor.page.getByRole('slider', { name: 'Map of all symbols' });
const details = () => visitor.page.locator('#map-symbol');
const link = () => visitor.page.getByRole('link', { name: 'see the bars' });

/** Centre of the cell at this position. A cell is 20 CSS pixels wide; a row has as many cells as fit. */
async function placeOf(position: number): Promise<{ x: number; y: number }> {
  const box = (await map().boundingBox())!;
  const columns = Math.floor(box.width / CELL);
  return {
    x: box.x + (position % columns) * CELL + CELL / 2,
    y: box.y + Math.floor(position / columns) * CELL + CELL / 2,
  };
}
const CELL = 20;

async function click(position: number): Promise<void> {
  const { x, y } = await placeOf(position);
  await visitor.page.mouse.click(x, y);
}

async function pointAt(position: number): Promise<void> {
  const { x, y } = await placeOf(position);
  await visitor.page.mouse.move(x, y);
}

/** Waits until the details show this symbol. */
const tells = (symbol: string) => details().getByText(symbol, { exact: true }).waitFor();

describeInBrowser('the map of symbols', () => {
  beforeEach(async () => {
    service = await Service.open();
    const id = await collect(service, { symbols: SYMBOLS, interval: 'ONE_DAY' });
    visitor = await Visitor.arrive(service.address, { hasTouch: true });
    await visitor.open(`/jobs/${id}`);
    await visitor.reads('Succeeded 120');
  });
  afterEach(async () => {
    expect(visitor.faults).toEqual([]);
    await visitor.leave();
    await service.close();
  });

  test('a click pins a cell, and the mouse reaches its link across the others', async () => {
    await pointAt(5);
    await tells('SIM-006');
    await click(1);
    await tells('SIM-002');
    const target = (await link().boundingBox())!;
    await visitor.page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 40 });
    await tells('SIM-002');
    await visitor.page.mouse.down();
    await visitor.page.mouse.up();
    await visitor.page.waitForURL(/symbol=SIM-002/);
  });

  test('Escape, a second click or a click elsewhere lets go of it', async () => {
    const isFollowing = async () => {
      await visitor.page.getByText('Pinned').waitFor({ state: 'detached' });
      await pointAt(7);
      await tells('SIM-008');
    };
    const pin = async () => {
      await click(3);
      await visitor.page.getByText('Pinned').waitFor();
      await pointAt(7);
      await pointAt(3);
      await tells('SIM-004');
    };
    await pin();
    await visitor.page.keyboard.press('Escape');
    await isFollowing();
    await pin();
    await click(3);
    await isFollowing();
    await pin();
    await visitor.page.getByRole('heading', { name: 'History' }).click();
    await isFollowing();
    await pin();
    await click(10);
    await tells('SIM-011');
    await pointAt(7);
    await tells('SIM-011');
  });

  test('keys pin as well, and what is pinned stays when the mouse moves', async () => {
    await map().focus();
    for (const key of ['Home', 'ArrowRight', 'Enter']) await visitor.page.keyboard.press(key);
    await visitor.page.getByText('Pinned').waitFor();
    expect(await map().getAttribute('aria-valuetext')).toBe('Symbol 2 of 120, pinned');
    await pointAt(40);
    await tells('SIM-002');
    await visitor.page.keyboard.press('Tab');
    await visitor.page.keyboard.press('Enter');
    await visitor.page.waitForURL(/symbol=SIM-002/);
  });

  test('a tap pins', async () => {
    const { x, y } = await placeOf(8);
    await visitor.page.touchscreen.tap(x, y);
    await tells('SIM-009');
    await visitor.page.getByText('Pinned').waitFor();
    await link().tap();
    await visitor.page.waitForURL(/symbol=SIM-009/);
  });
});

describeInBrowser('the field of the symbol', () => {
  beforeEach(async () => {
    service = await Service.open();
    visitor = await Visitor.arrive(service.address);
  });
  afterEach(async () => {
    await visitor.leave();
    await service.close();
  });

  test('is typed on in after what stands there has become a symbol', async () => {
    await collect(service);
    const page = await visitor.open('/data?symbol=SIM-003');
    const field = page.getByLabel('Symbol', { exact: true });
    await field.focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('SIM-00');
    await eventually(async () => (await page.locator('#offered-symbols option').count()) === 120);
    await page.keyboard.type('1');
    await visitor.reads('1,440 bars');
    await page.keyboard.type('/X');
    expect(await field.inputValue()).toBe('SIM-001/X');
    for (let n = 0; n < 3; n++) await page.keyboard.press('Backspace');
    await page.keyboard.type('2');
    await visitor.reads('Nothing is stored of SIM-002');
    // The caret also keeps its position in the middle of the text.
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('01');
    expect(await field.inputValue()).toBe('SIM-0012');
    await page.keyboard.press('Delete');
    await visitor.reads('1,440 bars');
    await page.keyboard.type('9');
    expect(await field.inputValue()).toBe('SIM-0019');
    expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
  });

  test('goes with the symbol, and the way back brings both', async () => {
    await collect(service);
    const page = await visitor.open('/data?symbol=SIM-001');
    const field = page.getByLabel('Symbol', { exact: true });
    await visitor.reads('1,440 bars');
    await page.getByRole('link', { name: 'Data', exact: true }).click();
    await visitor.reads('1 series');
    expect(await field.count()).toBe(0);
    await page.goBack();
    await visitor.reads('1,440 bars');
    expect(await field.inputValue()).toBe('SIM-001');
  });
});
