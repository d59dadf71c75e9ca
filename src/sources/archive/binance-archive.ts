import type { ArchiveLimits } from '../../application/ports/data-source';
import type { ArchivedMarket } from './archived-source';

/** Address of Binance's public data, see github.com/binance/binance-public-data. */
export const BINANCE_ARCHIVE_URL = 'https://data.binance.vision';

/** The archive documents no limit: files on a content delivery network. This is what a careful client takes. */
export const BINANCE_ARCHIVE_LIMITS: ArchiveLimits = { name: 'binance-archive', requestsPerMinute: 600, atOnce: 4 };

/** Of longer bars, a month is no more than two pages: the exchange is asked for them. */
const INTERVALS = {
  ...{ ONE_MINUTE: '1m', THREE_MINUTES: '3m', FIVE_MINUTES: '5m', FIFTEEN_MINUTES: '15m', THIRTY_MINUTES: '30m' },
};

/** By the name of the source. */
export const BINANCE_ARCHIVE: ReadonlyMap<string, ArchivedMarket> = new Map([
  ['binance', { folder: '/data/spot', intervals: INTERVALS }],
  ['binance-usdm', { folder: '/data/futures/um', intervals: INTERVALS }],
]);
