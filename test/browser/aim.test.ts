import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { describeInBrowser, Visitor } from '../support/browser';
import { eventually } from '../support/eventually';
import { addCopies } from '../support/job-copies';
import { Service } from '../support/service';

let service: Service;
let ann: Visitor;
let page: Page;

const START = `mutation ($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }`;

/** Starts a job whose requests the exchange holds. */
async function started(name: string): Promise<string> {
  const period = { interval: 'ONE_DAY', from: '2024-01-01T00:00:00Z', to: '2024-02-01T00:00:00Z' };
  const input = { name, source: 'simx', symbols: ['SIM-001', 'SIM-002', 'SIM-003'], concurrency: 1, ...period };
  const { data } = await service.query<{ startCollection: { id: string } }>(START, { input });
  return data.startCollection.id;
}

const pause = (id: string) => service.query(`mutation { pauseJob(input: { id: "${id}" }) { __typename } }`);

async function stateOf(id: string): Promise<string> {
  const { data } = await service.query<{ job: { state: string } }>(`{ job(id: "${id}") { state } }`);
  return data.job.state;
}

const isIn = (id: string, state: string) => eventually(async () => (await stateOf(id)) === state);

const row = (name: string) => page.getByRole('article', { name, exact: true });
const names = async () =>
  page.getByRole('article').evaluateAll((rows) => rows.map((each) => each.getAttribute('aria-label')));
const showsInOrder = (...wanted: string[]) =>
  eventually(async () => JSON.stringify(await names()) === JSON.stringify(wanted));

/** Waits until the page has received a new job, which it shows as a row or announces on the button. */
const hearsOf = (name: string, pill = 'Show 1 new') => ann.button(pill).or(row(name)).first().waitFor();

async function centreOf(element: Locator): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await element.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

async function arriveAt(path: string, options: BrowserContextOptions = {}): Promise<void> {
  ann = await Visitor.arrive(service.address, options);
  page = await ann.open(path);
}

describeInBrowser('a list of jobs that somebody is about to click', () => {
  beforeEach(async () => {
    service = await Service.open();
    service.simx.faults.add({ kind: 'hold' });
  });
  afterEach(async () => {
    const { faults } = ann;
    await ann.leave();
    await service.close();
    expect(faults).toEqual([]);
  });

  test('a click pauses the job that the pointer rested on, although another one has come meanwhile', async () => {
    const id = await started('Aimed at');
    await arriveAt('/');
    await ann.button('Pause Aimed at').hover();
    const other = await started('Newcomer');
    await hearsOf('Newcomer');
    await page.mouse.down();
    await page.mouse.up();
    await isIn(id, 'PAUSED');
    expect(await stateOf(other)).toBe('RUNNING');
    expect(await names()).toEqual(['Aimed at']);
    // The notice of the new job does not move the rows, and the rows continue to update.
    await ann.button('Resume Aimed at').waitFor();
    await page.getByRole('heading', { name: 'Jobs' }).hover();
    await showsInOrder('Newcomer', 'Aimed at');
    expect(await ann.button('Show 1 new').count()).toBe(0);
  });

  test('new jobs wait behind a button, which shows them and goes to the top', async () => {
    const first = await started('First');
    await addCopies(service.database, first, 60);
    await arriveAt('/');
    await row('First').hover();
    await page.mouse.wheel(0, 1_500);
    await eventually(() => page.evaluate(() => window.scrollY > 1_000));
    const before = await names();
    for (const name of ['Second', 'Third']) await started(name);
    await hearsOf('Third', 'Show 2 new');
    expect(await names()).toEqual(before);
    await ann.reads('63 jobs');
    // Clicks by coordinates: the button must be in sight however far the list is scrolled.
    const { x, y } = await centreOf(ann.button('Show 2 new'));
    await page.mouse.click(x, y);
    await eventually(() => page.evaluate(() => window.scrollY === 0));
    await eventually(async () => (await names()).slice(0, 3).join() === 'Third,Second,First');
    expect(await ann.button(/^Show/).count()).toBe(0);
    // The pointer on the list holds the order.
    await row('Third').hover();
    await started('Fourth');
    await hearsOf('Fourth');
    expect((await names())[0]).toBe('Third');
  });

  test('a job that does not fit any more stays, says so and does nothing until the pointer has left', async () => {
    const lower = await started('Lower');
    const upper = await started('Upper');
    await arriveAt('/?state=RUNNING');
    await showsInOrder('Upper', 'Lower');
    await ann.button('Pause Lower').hover();
    await pause(upper);
    await row('Upper').getByText('Does not fit the filter any more').waitFor();
    expect(await names()).toEqual(['Upper', 'Lower']);
    await row('Upper').locator('[data-state=PAUSED]').waitFor();
    const resume = row('Upper').getByRole('button', { name: 'Resume Upper' });
    expect(await resume.getAttribute('aria-disabled')).toBe('true');
    const reason = await resume.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${reason}"]`).innerText()).toBe('Does not fit the filter any more');
    await resume.click({ force: true });
    await ann.button('Pause Lower').click();
    await isIn(lower, 'PAUSED');
    expect(await stateOf(upper)).toBe('PAUSED');
    expect(await names()).toEqual(['Upper', 'Lower']);
    await page.getByRole('heading', { name: 'Jobs' }).hover();
    await ann.reads('No job fits');
  });

  test("the keyboard's focus holds the order as well, and the button shows what waits to the keyboard", async () => {
    const id = await started('Focused');
    await arriveAt('/');
    await ann.button('Pause Focused').waitFor();
    await page.getByLabel('Failures').focus();
    for (const _link of ['name', 'Pause']) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Pause');
    await started('Newcomer');
    await hearsOf('Newcomer');
    expect(await names()).toEqual(['Focused']);
    await page.keyboard.press('Enter');
    await isIn(id, 'PAUSED');
    await ann.button('Show 1 new').focus();
    await page.keyboard.press('Enter');
    await showsInOrder('Newcomer', 'Focused');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Newcomer');
  });

  test('a question is about the job that was clicked, whatever has moved since', async () => {
    const id = await started('Asked about');
    await arriveAt('/?state=RUNNING');
    await ann.button('Cancel Asked about').click();
    await page.getByRole('heading', { name: 'Cancel Asked about?' }).waitFor();
    // The pointer is no longer on the list.
    await page.mouse.move(5, 5);
    const other = await started('Newcomer');
    await ann.reads('1 new');
    await pause(id);
    await page.getByText('Does not fit the filter any more').waitFor({ state: 'attached' });
    await page.getByRole('heading', { name: 'Cancel Asked about?' }).waitFor();
    await ann.button('Cancel the job').click();
    await isIn(id, 'CANCELLED');
    expect(await stateOf(other)).toBe('RUNNING');
    await page.getByRole('heading', { name: 'Jobs' }).hover();
    await showsInOrder('Newcomer');
  });

  test('a finger that is down holds the order until its tap is done', async () => {
    const id = await started('Tapped');
    await arriveAt('/', { hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });
    const { x, y } = await centreOf(ann.button('Pause Tapped'));
    const touch = await page.context().newCDPSession(page);
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    const other = await started('Newcomer');
    await hearsOf('Newcomer');
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await isIn(id, 'PAUSED');
    expect(await stateOf(other)).toBe('RUNNING');
    await showsInOrder('Newcomer', 'Tapped');
  });

  test('older jobs that are loaded on the way down are not new, and the focus is where it was', async () => {
    const first = await started('First');
    await addCopies(service.database, first, 700);
    await arriveAt('/');
    await ann.button('Pause First').focus();
    await page.keyboard.press('Shift+Tab');
    await row('First').hover();
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await row('Copy 700').waitFor();
    expect(await ann.button(/^Show/).count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('First');
    await started('Newcomer');
    await hearsOf('Newcomer');
    await ann.reads('702 jobs');
  });
});
