// ccxt: fetchOHLCV page after page, its rate limiter off, prices as strings (its floats would lose digits), then the
// insert of the bare loop. It gives six values of a row; the others are stored as null.
import ccxt from 'ccxt';
import { contendInLanes } from '../../support/contender/contender.mjs';
import { KLINES } from '../../support/endtoend/klines.mjs';
import { KlineRows } from '../../support/endtoend/kline-rows.mjs';

await contendInLanes((task) => {
  const rows = new KlineRows(task);
  const exchange = new ccxt.binance({ enableRateLimit: false });
  exchange.number = String;
  exchange.urls.api.public = `${task.exchangeUrl}/api/v3`;
  // As loadMarkets would: the local exchange has no list of symbols.
  const market = { id: 'S0USDT', symbol: 'S0/USDT', base: 'S0', quote: 'USDT', type: 'spot', spot: true, active: true };
  exchange.setMarkets([exchange.safeMarketStructure({ ...market, baseId: 'S0', quoteId: 'USDT' })]);
  const store = async ([item]) => {
    for (let page = 0; page < KLINES.pages; page++) {
      await rows.store(item, await exchange.fetchOHLCV('S0/USDT', '1m', KLINES.pageStart(page), KLINES.rowsPerPage));
    }
  };
  return { store, close: () => rows.close() };
});
