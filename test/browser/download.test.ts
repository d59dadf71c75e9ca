import { readFile } from 'node:fs/promises';
import { createToken } from '../../src/graphql/access/api-tokens';
import { describeInBrowser, Visitor } from '../support/browser';
import { collect } from '../support/collections';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

let service: Service;
let visitor: Visitor;

/** Expects that the page has not been left or reloaded, and still shows its bars. */
async function isStillThere(): Promise<void> {
  await visitor.reads('1,440 bars');
  expect(await visitor.page.evaluate(() => 'mark' in window)).toBe(true);
  expect(visitor.page.url()).toContain('/data?symbol=SIM-001');
}

async function openBars(): Promise<void> {
  await visitor.open('/data?symbol=SIM-001');
  await visitor.reads('1,440 bars');
  await visitor.page.evaluate(() => Object.assign(window, { mark: true }));
}

async function download(): Promise<string[]> {
  const begun = visitor.page.waitForEvent('download');
  await visitor.button('Download CSV').click();
  const text = await readFile(await (await begun).path(), 'utf8');
  return text.trimEnd().split('\n');
}

/** Makes every download from now on fail with this status and message. */
const answer = (status: number, message: string) =>
  visitor.page.route('**/bars.csv', (route) =>
    route.fulfill({ status, contentType: 'application/json', body: JSON.stringify({ errors: [{ message }] }) }),
  );

describeInBrowser('a download', () => {
  afterEach(async () => {
    await visitor.leave();
    await service.close();
  });

  test.each([
    [429, 'Too much was asked for in a short time.'],
    [503, 'The database is out of reach for the moment; try again.'],
  ])('that is answered with %i says why and leaves the page as it is', async (status, message) => {
    service = await Service.open();
    await collect(service);
    visitor = await Visitor.arrive(service.address);
    await openBars();
    await answer(status, message);
    const entries = await visitor.page.evaluate(() => history.length);
    for (const said of [1, 2]) {
      await visitor.button('Download CSV').click();
      const words = visitor.page.getByText(`SIM-001: could not download. ${message}`);
      await eventually(async () => (await words.count()) === said);
    }
    await isStillThere();
    expect(await visitor.page.evaluate(() => history.length)).toBe(entries);
    await visitor.page.unroute('**/bars.csv');
    expect(await download()).toHaveLength(1_441);
  });

  test.each([
    ['Parquet', 'bars.parquet'],
    ['gaps as CSV', 'gaps.csv'],
  ])('as %s asks for the same symbol and period elsewhere', async (name, path) => {
    service = await Service.open();
    await collect(service);
    visitor = await Visitor.arrive(service.address);
    const page = await visitor.open('/data?symbol=SIM-001&from=2024-01-10&to=2024-01-20');
    await visitor.reads('264 bars');
    await page.getByLabel('What to download').selectOption(name);
    const asked = page.waitForRequest(`**/${path}`);
    await page.route(`**/${path}`, (route) =>
      route.fulfill({ contentType: 'text/csv', headers: { 'content-disposition': 'attachment' }, body: 'x' }),
    );
    await visitor.button(`Download ${name}`).click();
    const fields = new URLSearchParams((await asked).postData() ?? '');
    expect(Object.fromEntries(fields)).toEqual({
      ...{ source: 'simx', symbol: 'SIM-001', interval: 'ONE_HOUR' },
      ...{ from: '2024-01-10T00:00:00.000Z', to: '2024-01-21T00:00:00.000Z' },
    });
  });

  test('of a service that has gone says so', async () => {
    service = await Service.open();
    await collect(service);
    visitor = await Visitor.arrive(service.address);
    await openBars();
    await visitor.page.route('**/bars.csv', (route) => route.abort());
    await visitor.button('Download CSV').click();
    await visitor.reads('SIM-001: could not download. The service cannot be reached.');
    await isStillThere();
  });

  test('takes the credential along, and one that is not valid any more is asked for again', async () => {
    const [ann, bob] = [createToken(), createToken()];
    service = await Service.open({ API_TOKENS: `ann:operator:${ann.hash},bob:viewer:${bob.hash}` });
    await collect(service, {}, ann.token);
    visitor = await Visitor.arrive(service.address);
    const page = await visitor.open('/data?symbol=SIM-001');
    const signIn = async () => {
      await page.getByLabel('Token').fill(bob.token);
      await page.keyboard.press('Enter');
    };
    await signIn();
    await visitor.reads('bob (viewer)');
    await visitor.reads('1,440 bars');
    await page.evaluate(() => Object.assign(window, { mark: true }));
    expect(await download()).toHaveLength(1_441);
    await page.route('**/bars.csv', (route) =>
      route.continue({ postData: route.request().postData()!.replace(bob.token, 'slc_revoked') }),
    );
    await visitor.button('Download CSV').click();
    await visitor.reads('Your credential has expired or is not valid any more.');
    await page.unroute('**/bars.csv');
    await signIn();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await isStillThere();
    expect(await download()).toHaveLength(1_441);
  });
});
