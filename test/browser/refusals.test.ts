import type { Route } from 'playwright-core';
import { describeInBrowser, Visitor } from '../support/browser';
import { collect } from '../support/collections';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

let service: Service;
let visitor: Visitor;

const refusal = (extensions: object) =>
  JSON.stringify({ errors: [{ message: 'Too much was asked for in a short time.', extensions }] });

/** Refuses the page's requests of one operation as the service would, while `isRefusing` is set. */
async function refuse(operation: string, extensions: object): Promise<{ asked: number; isRefusing: boolean }> {
  const refused = { asked: 0, isRefusing: false };
  await visitor.page.route('**/graphql', async (route: Route) => {
    const { operationName } = route.request().postDataJSON() as { operationName: string };
    if (!refused.isRefusing || operationName !== operation) return route.continue();
    refused.asked += 1;
    await route.fulfill({ contentType: 'application/graphql-response+json', body: refusal(extensions) });
  });
  return refused;
}

/** Scrolls to the oldest bars of the table and back repeatedly, like a user who waits for them. */
async function scrollAbout(): Promise<void> {
  const table = visitor.page.getByRole('table', { name: 'Bars' });
  for (let n = 0; n < 20; n++) {
    await table.evaluate((element) => element.scrollTo(0, 0));
    await table.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  }
}

describeInBrowser('a page that is refused what it asks for', () => {
  beforeEach(async () => {
    service = await Service.open();
    await collect(service, { interval: 'FIVE_MINUTES' });
    visitor = await Visitor.arrive(service.address);
  });
  afterEach(async () => {
    await visitor.leave();
    await service.close();
  });

  test('waits before it asks for older bars again, says so, and asks at once when the reader wants it', async () => {
    const refused = await refuse('Bars', { code: 'TOO_MANY_REQUESTS', retryAfterMs: 120_000 });
    await visitor.open('/data?symbol=SIM-001&interval=FIVE_MINUTES');
    await visitor.reads('1,000 of them loaded');
    refused.isRefusing = true;
    await scrollAbout();
    await visitor.reads('Older bars could not be loaded. Too much was asked for in a short time.');
    await scrollAbout();
    expect(refused.asked).toBe(1);
    refused.isRefusing = false;
    await visitor.button('Try again').click();
    await visitor.reads('3,000 of them loaded');
    await eventually(async () => (await visitor.button('Try again').count()) === 0);
  });

  test('asks again by itself when the wait is over', async () => {
    const refused = await refuse('Bars', { code: 'SERVICE_UNAVAILABLE' });
    await visitor.open('/data?symbol=SIM-001&interval=FIVE_MINUTES');
    await visitor.reads('1,000 of them loaded');
    refused.isRefusing = true;
    await scrollAbout();
    await visitor.reads('Older bars could not be loaded.');
    await eventually(() => refused.asked >= 3, { timeoutMs: 30_000 });
    refused.isRefusing = false;
    await visitor.reads('3,000 of them loaded');
  });
});
