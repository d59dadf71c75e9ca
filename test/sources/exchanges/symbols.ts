interface Names {
  /** A symbol in the exchange's form. */
  readonly symbol: string;
  /** Its name in the list, where that is another one. */
  readonly listed?: string;
  readonly base: string;
  readonly quote: string;
  /** One in the same form, which it does not list. */
  readonly unknown: string;
}

const plain = { symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', unknown: 'NOSUCHUSDT' };
const dashed = { symbol: 'BTC-USDT', base: 'BTC', quote: 'USDT', unknown: 'NOSUCH-USDT' };

/** By the name of the source. */
export const SYMBOLS: Readonly<Record<string, Names>> = {
  binance: plain,
  'binance-usdm': plain,
  bybit: plain,
  'bybit-linear': plain,
  okx: dashed,
  coinbase: { symbol: 'BTC-USD', base: 'BTC', quote: 'USD', unknown: 'NOSUCH-USD' },
  kraken: { symbol: 'XBTUSD', base: 'XBT', quote: 'USD', unknown: 'NOSUCHUSD' },
  kucoin: dashed,
  bitstamp: { symbol: 'btcusd', base: 'BTC', quote: 'USD', unknown: 'nosuchusd' },
  gate: { symbol: 'BTC_USDT', base: 'BTC', quote: 'USDT', unknown: 'NOSUCH_USDT' },
  bitfinex: { symbol: 'tBTCUSD', listed: 'BTCUSD', base: 'BTC', quote: 'USD', unknown: 'tNOSUCH' },
};
