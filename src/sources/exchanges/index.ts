import type { ExchangeDescription } from '../exchange/description';
import { BINANCE_SPOT } from './binance-spot';
import { BINANCE_USDM } from './binance-usdm';
import { BITFINEX } from './bitfinex';
import { BITSTAMP } from './bitstamp';
import { BYBIT_LINEAR, BYBIT_SPOT } from './bybit';
import { COINBASE } from './coinbase';
import { GATE } from './gate';
import { KRAKEN } from './kraken';
import { KUCOIN } from './kucoin';
import { OKX } from './okx';

/** All exchanges that Sluice knows by itself. */
export const EXCHANGES: readonly ExchangeDescription[] = [
  ...[BINANCE_SPOT, BINANCE_USDM, BYBIT_SPOT, BYBIT_LINEAR, OKX, COINBASE],
  ...[KRAKEN, KUCOIN, BITSTAMP, GATE, BITFINEX],
];
