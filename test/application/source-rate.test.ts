import { eventually } from '../support/eventually';
import { Harness } from '../support/harness';
import { HeldSource } from '../support/held-source';

/** A source that allows 20 requests per second. */
class ModestSource extends HeldSource {
  override readonly name = 'modest';
  override readonly requestsPerMinute = 1_200;
}

test('a source that allows 1,200 requests a minute is asked 20 times in each second', async () => {
  const source = new ModestSource();
  const harness = await Harness.open({ sources: [source] });
  const askedAfter: number[] = [];
  source.onFetch = (call) => {
    askedAfter.push(performance.now() - began);
    call.answer();
  };
  const began = performance.now();
  await harness.start(45, { source: 'modest', concurrency: 45 });
  await eventually(() => askedAfter.length === 45, { timeoutMs: 20_000 });
  // The budget's first second begins at `began` or later, so a slow machine only makes these requests later.
  expect(askedAfter[20]).toBeGreaterThan(990);
  expect(askedAfter[40]).toBeGreaterThan(1_990);
  await harness.close();
});
