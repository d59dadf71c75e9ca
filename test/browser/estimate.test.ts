import type { Request, Route } from 'playwright-core';
import { describeInBrowser, Visitor } from '../support/browser';
import { collect } from '../support/collections';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

let service: Service;
let ann: Visitor;

const section = () => ann.page.getByRole('region', { name: 'Estimate' });
const paste = (text: string) => ann.page.getByLabel('Symbols, between').fill(text);

async function figures(): Promise<Record<string, string>> {
  const names = await section().getByRole('term').allInnerTexts();
  const values = await section().getByRole('definition').allInnerTexts();
  return Object.fromEntries(names.map((name, index) => [name, values[index]!]));
}

interface Asked {
  readonly symbols: readonly string[];
  readonly mode: string;
}

/** The requests for an estimate, with how many of them were in flight at most, and how many were aborted. */
class Requests {
  readonly asked: Asked[] = [];
  aborted = 0;
  atOnce = 0;
  private inFlight = 0;

  constructor() {
    ann.page.on('request', (request) => {
      const input = inputOf(request);
      if (!input) return;
      this.asked.push(input);
      this.inFlight += 1;
      this.atOnce = Math.max(this.atOnce, this.inFlight);
    });
    const ended = (request: Request) => inputOf(request) !== null && (this.inFlight -= 1);
    ann.page.on('requestfinished', ended);
    ann.page.on('requestfailed', (request) => ended(request) !== false && (this.aborted += 1));
  }
}

function inputOf(request: Request): Asked | null {
  if (!request.url().endsWith('/graphql')) return null;
  const { operationName, variables } = request.postDataJSON() as { operationName: string; variables: { input: Asked } };
  return operationName === 'Estimate' ? variables.input : null;
}

async function openForm(): Promise<void> {
  const filled = 'source=simx&symbols=SIM-001&interval=ONE_HOUR&from=2024-01-01T00:00:00Z';
  await ann.open(`/new?${filled}`);
  await ann.page.getByLabel('To (UTC').fill('2024-03-01T00:00');
}

describeInBrowser('the estimate of a collection', () => {
  beforeEach(async () => {
    service = await Service.open();
    ann = await Visitor.arrive(service.address);
  });
  afterEach(async () => {
    await ann.leave();
    await service.close();
  });

  test('stands before the button, and changes with the form', async () => {
    await collect(service, { to: '2024-01-31T00:00:00Z' });
    await openForm();
    await section().getByRole('heading', { name: 'Takes at most' }).waitFor();
    expect(await figures()).toEqual({
      ...{ Symbols: '1', Requests: '4', Bars: '720', 'Disk space': '102 kB', Time: '< 1 s', 'Covered already': '50%' },
    });
    await ann.page.getByLabel('What to ask for').selectOption('Compare with the source');
    await eventually(async () => (await figures())['Bars to compare'] === '720');
    expect((await figures())['Disk space']).toBe('0 B');
    await ann.page.getByLabel('To (UTC').fill('2024-01-31T00:00');
    await ann.page.getByLabel('What to ask for').selectOption('Only what is missing');
    await section().getByText('Nothing is left to ask for.').waitFor();
    expect(await section().getByRole('heading').innerText()).toBe('Takes');
    expect(await figures()).toMatchObject({ Requests: '0', Time: '0 s', 'Covered already': '100%' });
    // What the service does not accept is said when it is sent, at its field.
    await ann.page.getByLabel('From (UTC').fill('2024-12-31T00:00');
    await eventually(async () => (await section().getByRole('term').count()) === 0);
    expect(await ann.page.locator('[aria-invalid=true]').count()).toBe(0);
    expect(await section().innerText()).toBe('');
  });

  test('is asked for when the form rests, one at a time, and what is outdated is aborted', async () => {
    await openForm();
    await section().getByRole('term').first().waitFor();
    const requests = new Requests();
    let isHolding = true;
    const held: Route[] = [];
    await ann.page.route('**/graphql', (route) => {
      if (isHolding && inputOf(route.request())) held.push(route);
      else void route.continue();
    });
    for (let n = 1; n <= 9; n++) await paste(`SIM-00${n}`);
    await eventually(() => held.length === 1);
    expect(requests.asked.map(({ symbols }) => symbols)).toEqual([['SIM-009']]);
    isHolding = false;
    await paste('SIM-010 SIM-011');
    await eventually(async () => (await figures())['Symbols'] === '2');
    expect(requests).toMatchObject({ atOnce: 1, aborted: 1 });
    // What changes nothing of it does not ask again.
    await ann.page.getByLabel('Name (optional)').fill('Named');
    await ann.page.getByLabel('What to ask for').selectOption('All of it again');
    await eventually(() => requests.asked.length === 3);
    expect(requests.asked.map(({ mode }) => mode)).toEqual(['MISSING', 'MISSING', 'REFRESH']);
  });

  test('of a long list is asked for by a button', async () => {
    await openForm();
    await section().getByRole('term').first().waitFor();
    const requests = new Requests();
    await paste(Array.from({ length: 2_001 }, (_, n) => `S${n}`).join(' '));
    await ann.button('Estimate what this takes').click();
    await eventually(async () => (await figures())['Symbols'] === '2,001');
    expect(requests.asked).toHaveLength(1);
    await paste(Array.from({ length: 2_002 }, (_, n) => `S${n}`).join(' '));
    await ann.button('Estimate what this takes').waitFor();
    expect(await section().getByRole('term').count()).toBe(0);
    expect(requests.asked).toHaveLength(1);
  });

  test('that cannot be had is in nobody’s way', async () => {
    await ann.page.route('**/graphql', (route) =>
      inputOf(route.request())
        ? route.fulfill({
            contentType: 'application/graphql-response+json',
            body: JSON.stringify({ errors: [{ message: 'Busy.', extensions: { code: 'TOO_MANY_REQUESTS' } }] }),
          })
        : route.continue(),
    );
    await openForm();
    await section().getByText('There is no estimate at the moment.').waitFor();
    expect(await ann.page.getByRole('alert').innerText()).toBe('');
    await ann.button('Start the collection').click();
    await ann.page.getByText('1 / 1').waitFor();
  });
});
