import type { Bar } from '../../../src/domain/bar';
import type { SourceFile } from '../../../src/sources/described/file/source-file';
import type { Market } from '../../support/exchanges/market';
import { json, text, type Answer } from '../canned-server';

/** A source that is described, and a server that plays it. */
export interface Played {
  readonly file: SourceFile;
  readonly symbol: string;
  readonly answer: (market: Market) => Answer;
}

const parametersOf = (url: string) => new URL(url, 'http://server').searchParams;

/**
 * Rows as columns, in JSON numbers and seconds, ascending; both ends inclusive; no more than 500 bars a range. The list
 * of symbols has pages of one.
 */
const COLUMNS: Played = {
  symbol: 'BTC-USD',
  file: {
    description: 'Bars as columns',
    baseUrl: 'http://127.0.0.1:9',
    requestsPerMinute: 60,
    bars: {
      path: '/v1/candle',
      query: { symbol: '{symbol}', resolution: '{interval}', from: '{from}', to: '{to}' },
      times: { form: 's', end: 'INCLUSIVE' },
      limit: 500,
      intervals: { ONE_MINUTE: '1', FIFTEEN_MINUTES: '15', ONE_HOUR: '60', ONE_DAY: 'D' },
      rows: 'zip(not_null(t, `[]`), not_null(o, `[]`), not_null(h, `[]`), not_null(l, `[]`), not_null(c, `[]`), not_null(v, `[]`))',
      row: { time: { value: 0, form: 's' }, open: 1, high: 2, low: 3, close: 4, volume: 5 },
    },
    symbolsFrom: {
      path: '/v1/symbol',
      rows: 'symbols',
      symbol: 'symbol',
      base: "split(symbol, '-')[0]",
      quote: "split(symbol, '-')[1]",
      next: { parameter: 'after', value: 'next' },
    },
    errors: { find: "s == 'error' && errmsg", rules: [{ match: 'unknown symbol', code: 'BAD_SYMBOL' }] },
  },
  answer: (market) => (request, response) => {
    const parameters = parametersOf(request.url!);
    const answer = request.url!.startsWith('/v1/symbol') ? symbolPage(market, parameters) : columns(market, parameters);
    answer(request, response);
  },
};

function symbolPage({ symbols }: Market, parameters: URLSearchParams): Answer {
  const names = symbols.map(({ symbol }) => symbol);
  const index = names.indexOf(parameters.get('after') ?? '') + 1;
  const next = index + 1 < names.length ? names[index] : null;
  return json(200, { symbols: names.slice(index, index + 1).map((symbol) => ({ symbol })), next });
}

function columns(market: Market, parameters: URLSearchParams): Answer {
  const symbol = parameters.get('symbol')!;
  if (!market.find(symbol)) return json(200, { s: 'error', errmsg: 'unknown symbol' });
  const resolution = parameters.get('resolution')!;
  const spanMs = (resolution === 'D' ? 1_440 : Number(resolution)) * 60_000;
  const [from, to] = ['from', 'to'].map((name) => Number(parameters.get(name)) * 1_000) as [number, number];
  if ((to - from) / spanMs >= 500) return json(400, { s: 'error', errmsg: 'range too long' });
  const bars = market.firstBars(symbol, spanMs, from, to + 1);
  if (bars.length === 0) return json(200, { s: 'no_data' });
  const column = (value: (bar: Bar) => string | number) => `[${bars.map(value).join()}]`;
  const values = { o: 'open', h: 'high', l: 'low', c: 'close', v: 'volume' } as const;
  const all = Object.entries(values).map(([name, value]) => `"${name}":${column((bar) => bar[value])}`);
  return text(200, `{"s":"ok","t":${column(({ time }) => time / 1_000)},${all.join()}}`);
}

/** Rows by their times in UTC, the latest first, the symbol and all else in the path; any range, its first 300 rows. */
const BY_TIME: Played = {
  symbol: 'BTC/USD',
  file: {
    description: 'Bars by their times',
    baseUrl: 'http://127.0.0.1:9',
    requestsPerMinute: 60,
    bars: {
      path: '/series/{symbol}/{interval}/{from}/{to}/{limit}',
      times: { form: 'date-time', end: 'EXCLUSIVE' },
      limit: 300,
      intervals: { ONE_MINUTE: 'minute/1', FIFTEEN_MINUTES: 'minute/15', ONE_HOUR: 'hour/1', ONE_DAY: 'day/1' },
      rows: 'items(series)',
      row: {
        time: { value: '[0]', form: 'date-time' },
        open: '[1]."1. open"',
        high: '[1]."2. high"',
        low: '[1]."3. low"',
        close: '[1]."4. close"',
        volume: '[1]."5. volume"',
        trades: '[1].count',
      },
      order: 'DESCENDING',
      paging: 'WINDOWS_OR_EMPTY',
    },
    symbols: [{ symbol: 'BTC/USD', base: 'BTC', quote: 'USD' }],
    errors: { rules: [{ status: 404, match: 'no series', code: 'BAD_SYMBOL' }] },
  },
  answer: (market) => (request, response) => byTime(market, request.url!)(request, response),
};

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function byTime(market: Market, url: string): Answer {
  const [symbol, unit, count, from, to, limit] = url.split('/').slice(2).map(decodeURIComponent) as [
    ...[string, string, string, string, string, string],
  ];
  if (!market.find(symbol)) return json(404, { error: 'no series' });
  const spanMs = UNITS[unit]! * Number(count);
  const bars = market.lastBars(symbol, spanMs, Date.parse(from), Date.parse(to), Number(limit));
  const series = bars
    .reverse()
    .map(({ time, open, high, low, close, volume, trades }) => [
      new Date(time).toISOString().slice(0, 19).replace('T', ' '),
      { '1. open': open, '2. high': high, '3. low': low, '4. close': close, '5. volume': volume, count: trades },
    ]);
  return json(200, { series: Object.fromEntries(series) });
}

export const PLAYED: Readonly<Record<string, Played>> = { columns: COLUMNS, 'by-time': BY_TIME };
