// Sluice: use cases, worker and ledger as the service runs them, with a source that answers at once.
import { contend } from '../support/contender.mjs';
import { barsOf } from '../support/rows.mjs';
import sluice from '../../dist/bench/sluice.js';

await contend(({ databaseUrl, items, concurrency, ...task }) => {
  const symbols = Array.from({ length: items }, (_, n) => `BENCH-${n}`);
  const pageOf = (symbol, { from, to }) => {
    const bars = barsIn(symbol, task);
    return { bars, quarantined: [], answered: { from, to }, outOfReach: null, next: null, asOf: Date.now() };
  };
  return sluice.queuedJob(databaseUrl, pageOf, { symbols, concurrency });
});

function barsIn(symbol, { case: kind, barsPerPage }) {
  return kind === 'bars' ? barsOf(Number(symbol.slice('BENCH-'.length)), barsPerPage) : [];
}
