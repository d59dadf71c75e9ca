import fc from 'fast-check';
import type { SourceSymbol } from '../../src/application/ports/data-source';
import { checkSelection, selected, type SymbolSelection } from '../../src/application/control/symbol-selection';

const EVERY: SymbolSelection = { match: null, exclude: [], status: null, quote: null, limit: null };

function listed(symbol: string, more: Partial<SourceSymbol> = {}): SourceSymbol {
  return { symbol, base: null, quote: null, status: 'TRADING', listedAt: null, ...more };
}

const LIST = [
  listed('ADAUPUSDT', { quote: 'USDT' }),
  listed('BTCUSDT', { quote: 'USDT' }),
  listed('ETHBTC', { quote: 'BTC' }),
  listed('OLDUSDT', { quote: 'USDT', status: 'DELISTED' }),
];

test.each<[Partial<SymbolSelection>, string[]]>([
  [{}, ['ADAUPUSDT', 'BTCUSDT', 'ETHBTC', 'OLDUSDT']],
  [{ match: ['*USDT'] }, ['ADAUPUSDT', 'BTCUSDT', 'OLDUSDT']],
  [{ match: ['*USDT'], exclude: ['*UPUSDT'], status: 'TRADING' }, ['BTCUSDT']],
  [{ match: ['ETH*', 'BTC????'] }, ['BTCUSDT', 'ETHBTC']],
  [{ quote: 'BTC' }, ['ETHBTC']],
  [{ status: 'DELISTED' }, ['OLDUSDT']],
  [{ match: ['*'], limit: 2 }, ['ADAUPUSDT', 'BTCUSDT']],
  [{ match: ['btcusdt'] }, []],
])('%j selects %j', (selection, symbols) => {
  expect(selected(LIST, { ...EVERY, ...selection })).toEqual(symbols);
});

test('a pattern matches as the same regular expression does', () => {
  const glob = fc.stringMatching(/^[ab*?]{1,8}$/);
  const symbol = fc.stringMatching(/^[ab]{1,8}$/);
  fc.assert(
    fc.property(glob, symbol, (pattern, name) => {
      const same = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(selected([listed(name)], { ...EVERY, match: [pattern] })).toEqual(same.test(name) ? [name] : []);
    }),
    { numRuns: 2_000 },
  );
});

test('the worst patterns that are allowed take no time', () => {
  const name = `${'a'.repeat(63)}b`;
  const list = Array.from({ length: 1_000 }, () => listed(name));
  const worst = `${'*a'.repeat(31)}c`;
  const began = performance.now();
  expect(selected(list, { ...EVERY, match: Array<string>(20).fill(worst) })).toEqual([]);
  // As a regular expression one of them would not end. Far above what it takes.
  expect(performance.now() - began).toBeLessThan(10_000);
});

test.each<[Partial<SymbolSelection>, string[]]>([
  [{ match: [] }, ['match']],
  [{ match: Array<string>(21).fill('*') }, ['match']],
  [{ exclude: ['*', ''] }, ['exclude', '1']],
  [{ match: ['x'.repeat(65)] }, ['match', '0']],
  [{ quote: '' }, ['quote']],
  [{ limit: 0 }, ['limit']],
])('%j is refused', (selection, path) => {
  const check = () => checkSelection({ ...EVERY, ...selection });
  expect(check).toThrow(expect.objectContaining({ path: ['input', 'select', ...path] }));
});
