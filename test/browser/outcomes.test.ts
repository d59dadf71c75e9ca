import { describeInBrowser, Visitor } from '../support/browser';
import { storedIdOf } from '../support/api-id';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

let service: Service;
let ann: Visitor;

const START = `mutation ($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }`;

async function started(name: string, symbols: readonly string[]): Promise<string> {
  const period = { interval: 'ONE_DAY', from: '2024-01-01T00:00:00Z', to: '2024-02-01T00:00:00Z' };
  const input = { name, source: 'simx', symbols, concurrency: 1, ...period };
  const { data } = await service.query<{ startCollection: { id: string } }>(START, { input });
  return data.startCollection.id;
}

const completed = (id: string) =>
  eventually(async () => {
    const { data } = await service.query<{ job: { state: string } }>(`{ job(id: "${id}") { state } }`);
    return data.job.state === 'COMPLETED';
  });

/** Overwrites the counters of a job, as if it were larger. */
async function counted(id: string, total: number, succeeded: number, failed: number): Promise<void> {
  const { source } = service.database;
  await source.query('UPDATE collection_job SET total = $2 WHERE id = $1', [storedIdOf(id), total]);
  await source.query('UPDATE job_progress SET total = $2, succeeded = $3, failed = $4 WHERE job_id = $1', [
    storedIdOf(id),
    total,
    succeeded,
    failed,
  ]);
}

/** The text of a job's progress bar, and start and end of its failed part, in per cent of the width. */
async function barOf(name: string) {
  const bar = ann.page.getByRole('progressbar', { name: `Progress of ${name}` });
  const text = await bar.getAttribute('aria-valuetext');
  const part = bar.locator('[data-part=failed]');
  if ((await part.count()) === 0) return { text, failed: null };
  const clip = await part.evaluate((element) => getComputedStyle(element).clipPath);
  const [, right, , left] = /inset\((\S+)(?: (\S+) (\S+) (\S+))?\)/.exec(clip)!.slice(1).map(parseFloat);
  return { text, failed: [Math.round(left!), Math.round(100 - right!)] };
}

const articles = () =>
  ann.page.getByRole('article').evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));

describeInBrowser('what became of a job', () => {
  beforeEach(async () => void (service = await Service.open()));
  afterEach(async () => {
    const { faults } = ann;
    await ann.leave();
    await service.close();
    expect(faults).toEqual([]);
  });

  test('is not green where most of it failed: the list, its page and the widget say so', async () => {
    const good = await started('Good night', ['SIM-001']);
    const bad = await started('Bad night', ['SIM-001', 'SIM-002']);
    for (const id of [good, bad]) await completed(id);
    await counted(bad, 2_120, 118, 2_002);
    ann = await Visitor.arrive(service.address);
    const wanted = { text: '100%, 2,120 of 2,120 symbols, 2,002 of them failed', failed: [6, 100] };
    for (const path of ['/', `/jobs/${bad}`, `/embed/job/${bad}`]) {
      const page = await ann.open(path);
      const badge = page.locator('[data-state=COMPLETED]', { hasText: 'Completed, 2,002 failed' });
      await badge.waitFor();
      expect(await badge.locator('svg').isVisible()).toBe(true);
      expect(await barOf('Bad night')).toEqual(wanted);
      if (path !== '/') await ann.reads('100% done, 94% failed');
    }
    const page = await ann.open('/');
    const clean = page.getByRole('article', { name: 'Good night' }).locator('[data-state=COMPLETED]');
    await clean.waitFor();
    expect(await clean.innerText()).toBe('Completed');
    expect(await barOf('Good night')).toEqual({ text: '100%, 1 of 1 symbols', failed: null });
    const colour = (name: string) =>
      page
        .getByRole('article', { name })
        .locator('[data-state]')
        .evaluate((badge) => getComputedStyle(badge).color);
    expect(await colour('Bad night')).not.toBe(await colour('Good night'));
  });

  test('is not cut off, however many failed and however narrow the page is', async () => {
    const id = await started('Bad night', ['SIM-001']);
    await completed(id);
    await counted(id, 100_000, 11_111, 88_889);
    for (const width of [360, 840]) {
      ann = await Visitor.arrive(service.address, { viewport: { width, height: 800 } });
      const page = await ann.open('/');
      const row = page.getByRole('article', { name: 'Bad night' });
      await row.getByText('Completed, 88,889 failed').waitFor();
      const sticksOut = await row.evaluate((element) => {
        const box = element.getBoundingClientRect();
        const isOut = ({ left, right, top, bottom }: DOMRect) =>
          left < box.left || right > box.right || top < box.top || bottom > box.bottom;
        const inner = Array.from(element.querySelectorAll('*'));
        return inner.filter((each) => isOut(each.getBoundingClientRect())).map((each) => each.outerHTML);
      });
      expect(sticksOut).toEqual([]);
      expect(ann.faults).toEqual([]);
      if (width === 360) await ann.leave();
    }
  });

  test('is filtered by, in the address too, and jobs come and go as their symbols fail', async () => {
    const hold = service.simx.faults.add({ kind: 'hold', symbol: 'SIM-003' });
    service.simx.faults.add({ kind: 'unknown-symbol', symbol: 'SIM-002' });
    await completed(await started('Clean', ['SIM-001']));
    ann = await Visitor.arrive(service.address);
    const page = await ann.open('/');
    await ann.reads('1 job');
    await page.getByLabel('Failures').selectOption('With failures');
    await ann.reads('No job fits');
    expect(page.url()).toContain('failures=with');
    await started('Spoilt', ['SIM-002', 'SIM-003']);
    await hold.reached(1);
    await ann.reads('Running, 1 failed');
    expect(await articles()).toEqual(['Spoilt']);
    await page.getByLabel('Failures').selectOption('Without failures');
    await page.getByRole('article', { name: 'Clean' }).waitFor();
    expect(await articles()).toEqual(['Clean']);
    await page.reload();
    await ann.reads('1 job');
    expect(await articles()).toEqual(['Clean']);
    const held = service.simx.faults.add({ kind: 'hold', symbol: 'SIM-004' });
    await started('Late', ['SIM-004', 'SIM-002', 'SIM-003']);
    await held.reached(1);
    await page.getByRole('article', { name: 'Late' }).waitFor();
    service.simx.faults.clear();
    service.simx.faults.add({ kind: 'unknown-symbol', symbol: 'SIM-002' });
    await eventually(async () => (await articles()).join() === 'Clean');
  });

  test('is counted in whole per cent: 29 of 100 are 29', async () => {
    const hold = service.simx.faults.add({ kind: 'hold' });
    const id = await started('Counted', ['SIM-001']);
    await hold.reached(1);
    await counted(id, 100, 29, 0);
    ann = await Visitor.arrive(service.address);
    const page = await ann.open(`/jobs/${id}`);
    await page.getByText('29%', { exact: true }).waitFor();
    expect((await barOf('Counted')).text).toBe('29%, 29 of 100 symbols');
    service.simx.faults.clear();
  });
});
