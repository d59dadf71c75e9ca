import { describeInBrowser, Visitor } from '../support/browser';
import { collect } from '../support/collections';
import { eventually } from '../support/eventually';
import { addCopies } from '../support/job-copies';
import { Service } from '../support/service';

let service: Service;
let visitor: Visitor;

const top = () => visitor.page.evaluate(() => window.scrollY);
const focused = () => visitor.page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);
const row = (name: string) => visitor.page.getByRole('article', { name, exact: true });
const link = (name: string) => row(name).getByRole('link', { name, exact: true });

/** Waits for a row. @returns its distance from the top of the viewport, in CSS pixels */
async function placeOf(name: string): Promise<number> {
  await row(name).waitFor();
  return row(name).evaluate((element) => Math.round(element.getBoundingClientRect().top));
}

/** Opens the list of 1,000 jobs and scrolls so far that it loads more pages. @returns the place of Copy 702 */
async function farDown(): Promise<number> {
  await visitor.open('/');
  await visitor.reads('1,000 jobs');
  await row('Copy 1').waitFor();
  await visitor.page.evaluate(() => window.scrollTo(0, 92 * 700));
  await row('Copy 702').waitFor();
  return placeOf('Copy 702');
}

describeInBrowser('the ways through the page', () => {
  beforeEach(async () => {
    service = await Service.open();
    await addCopies(service.database, await collect(service, { interval: 'ONE_DAY' }), 999);
    visitor = await Visitor.arrive(service.address, { viewport: { width: 1280, height: 600 } });
  });
  afterEach(async () => {
    await visitor.leave();
    await service.close();
    expect(visitor.faults).toEqual([]);
  });

  test('a job begins at its top, and the way back leads to the place in the list', async () => {
    const place = await farDown();
    await link('Copy 702').click();
    await visitor.page.getByRole('heading', { name: 'Copy 702' }).waitFor();
    expect(await top()).toBe(0);
    expect(await focused()).toBe('content');
    await visitor.reads('Nothing is in flight.');
    await visitor.page.evaluate(() => window.scrollTo(0, 120));
    await eventually(async () => (await top()) === 120);

    await visitor.page.goBack();
    await eventually(async () => (await placeOf('Copy 702')) === place);
    await eventually(async () => (await focused()) === 'Copy 702');
    await visitor.page.goForward();
    await visitor.page.getByRole('heading', { name: 'Copy 702' }).waitFor();
    await eventually(async () => (await top()) === 120);
  });

  test('the list that one comes back to is there at once, also while the service is silent', async () => {
    let isSilent = false;
    await visitor.page.routeWebSocket(/graphql/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => isSilent || socket.send(message));
    });
    const place = await farDown();
    await link('Copy 702').click();
    await visitor.reads('Nothing is in flight.');
    isSilent = true;
    await visitor.page.goBack();
    await eventually(async () => (await placeOf('Copy 702')) === place);
  });

  test('a page of the header begins at its top, and a reload stays where it was', async () => {
    const place = await farDown();
    await visitor.page.reload();
    await eventually(async () => (await placeOf('Copy 702')) === place, { timeoutMs: 15_000 });
    await visitor.page.getByRole('link', { name: 'New collection' }).click();
    await visitor.page.getByRole('heading', { name: 'New collection' }).waitFor();
    expect(await top()).toBe(0);
    await visitor.page.goBack();
    await eventually(async () => (await placeOf('Copy 702')) === place);
  });

  test('jobs that began meanwhile are in the list that one comes back to', async () => {
    await farDown();
    await link('Copy 702').click();
    await visitor.reads('Nothing is in flight.');
    await collect(service, { name: 'Meanwhile' });
    // A pointer on the list would hold its order.
    await visitor.page.mouse.move(0, 0);
    await visitor.page.goBack();
    await visitor.reads('1,001 jobs');
    await row('Copy 702').waitFor();
    await visitor.page.evaluate(() => window.scrollTo(0, 0));
    await row('Meanwhile').waitFor();
    await visitor.page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await row('Copy 999').waitFor();
  });
});
