import { describeInBrowser, Visitor } from '../support/browser';
import { collect } from '../support/collections';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

let service: Service;
let ann: Visitor;

const row = (name: string) => ann.page.getByRole('article', { name, exact: true });
const articles = () =>
  ann.page.getByRole('article').evaluateAll((rows) => rows.map((each) => each.getAttribute('aria-label')));
const lists = (...names: string[]) => eventually(async () => (await articles()).join() === names.join());
const barOf = (name: string) => ann.page.getByRole('progressbar', { name: `Progress of ${name}` });

const colour = (name: string) =>
  row(name)
    .locator('[data-state]')
    .evaluate((badge) => getComputedStyle(badge).color);

/** A job of each verdict; the newest is first in the list. */
async function oneOfEach(): Promise<Record<'whole' | 'gaps', string>> {
  service.simx.quirks.set('SIM-001', { twice: ['2024-01-20T05:00Z', '2024-02-10T05:00Z'].map(Date.parse) });
  service.simx.quirks.set('SIM-004', { listedAt: Date.parse('2024-03-01T00:00Z') });
  service.simx.faults.add({ kind: 'unknown-symbol', symbol: 'SIM-003' });
  const whole = await collect(service, { name: 'Whole', symbols: ['SIM-002'] });
  const gaps = await collect(service, { name: 'Gaps', symbols: ['SIM-001', 'SIM-002'] });
  await collect(service, { name: 'Failures', symbols: ['SIM-002', 'SIM-003'] });
  await collect(service, { name: 'Nothing', symbols: ['SIM-004'] });
  return { whole, gaps };
}

describeInBrowser('the verdict on a job', () => {
  beforeEach(async () => void (service = await Service.open()));
  afterEach(async () => {
    const { faults } = ann;
    await ann.leave();
    await service.close();
    expect(faults).toEqual([]);
  });

  test('is told in words, by a mark and by a colour of its own, and is filtered by', async () => {
    await oneOfEach();
    ann = await Visitor.arrive(service.address);
    const page = await ann.open('/');
    await lists('Nothing', 'Failures', 'Gaps', 'Whole');
    const words = {
      Whole: ['Completed', '100%, 1 of 1 symbols'],
      Gaps: ['Completed, 1 with gaps', '100%, 2 of 2 symbols, 1 with gaps'],
      Failures: ['Completed, 1 failed', '100%, 2 of 2 symbols, 1 of them failed'],
      Nothing: ['Completed, nothing collected', '100%, 1 of 1 symbols, nothing collected'],
    };
    for (const [name, [badge, bar]] of Object.entries(words)) {
      expect(await row(name).locator('[data-state=COMPLETED]').innerText()).toBe(badge);
      expect(await barOf(name).getAttribute('aria-valuetext')).toBe(bar);
      expect(await row(name).locator('[data-state] svg').count()).toBe(name === 'Whole' ? 0 : 1);
    }
    const colours = await Promise.all(Object.keys(words).map(colour));
    expect(new Set(colours).size).toBe(4);

    await page.getByLabel('Verdict').selectOption('Needs attention');
    await lists('Nothing', 'Failures', 'Gaps');
    expect(page.url()).toContain('verdict=attention');
    for (const [verdict, name] of [
      ['Complete', 'Whole'],
      ['With gaps', 'Gaps'],
      ['With failures', 'Failures'],
      ['Nothing collected', 'Nothing'],
    ] as const) {
      await page.getByLabel('Verdict').selectOption(verdict);
      await lists(name);
    }
    await page.reload();
    await lists('Nothing');
  });

  test('brings a job to the list of those that need attention when it has ended', async () => {
    service.simx.quirks.set('SIM-001', { twice: [Date.parse('2024-01-20T05:00Z')] });
    ann = await Visitor.arrive(service.address);
    await ann.open('/?verdict=attention');
    await ann.reads('No job fits');
    await collect(service, { name: 'Whole', symbols: ['SIM-002'] });
    await collect(service, { name: 'Gaps' });
    await lists('Gaps');
  });

  test('with gaps: the page of the job names the symbols, and what was there already', async () => {
    const { gaps, whole } = await oneOfEach();
    ann = await Visitor.arrive(service.address);
    const page = await ann.open(`/jobs/${gaps}`);
    const section = page.getByRole('region', { name: /^Gaps/ });
    await section.getByRole('button', { name: 'Symbols that miss bars' }).click();
    await section.getByRole('cell', { name: 'succeeded' }).waitFor();
    const symbols = section.getByRole('table').first().getByRole('row');
    const cells = await symbols.nth(1).getByRole('cell').allInnerTexts();
    expect(cells.slice(0, 3)).toEqual(['SIM-001', '2', 'succeeded']);
    expect(await symbols.count()).toBe(2);
    await ann.reads('1,440 bars were there already and were not asked for.');
    await page.getByRole('slider', { name: 'Map of all symbols' }).focus();
    await page.keyboard.press('Home');
    await ann.reads('2 bars missing');
    await section.getByRole('link', { name: 'see the bars of SIM-001' }).click();
    await ann.reads('1,438 bars, 1,000 of them loaded with 2 gaps');
    await ann.open(`/jobs/${whole}`);
    await ann.reads('No symbol misses bars that the source may have.');
  });

  test('is in the widget', async () => {
    const { gaps } = await oneOfEach();
    ann = await Visitor.arrive(service.address);
    await ann.open(`/embed/job/${gaps}`);
    await ann.page.locator('[data-verdict=WITH_GAPS]', { hasText: 'Completed, 1 with gaps' }).waitFor();
  });
});
