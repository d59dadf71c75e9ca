import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeInBrowser, Visitor } from '../support/browser';
import { Service } from '../support/service';
import { README_SOURCE } from '../support/readme-source';

let folder: string;
let service: Service;
let visitor: Visitor;

describeInBrowser('the form of a new collection', () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-sources-'));
    writeFileSync(join(folder, 'alpaca.json'), README_SOURCE);
    service = await Service.open({ SOURCES_DIR: folder });
    visitor = await Visitor.arrive(service.address);
  });
  afterEach(async () => {
    await visitor.leave();
    await service.close();
    rmSync(folder, { recursive: true });
  });

  test('says what a source cannot do before a collection is started from it', async () => {
    await visitor.open('/new');
    const choose = (source: string) =>
      visitor.page.getByLabel('Source', { exact: true }).selectOption({ value: source });
    await choose('kraken');
    await visitor.reads('It serves only the newest 720 bars of an interval.');
    expect(await visitor.page.getByText('It is not configured').count()).toBe(0);
    await choose('alpaca');
    await visitor.reads('It is not configured: its keys are not set where the service runs.');
  });
});
