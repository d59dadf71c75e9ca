import { SourceError } from '../../domain/source-failure';
import type { BarsRoute, ExchangeDescription } from '../exchange/description';
import { columnsOf, valuesReader } from './bar-values';
import { errorRulesOf, listFinder, textFinder, unfit } from './body-parts';
import { DayZone } from './day-zone';
import type { Environment } from './file/environment';
import type { SourceFile, Value } from './file/source-file';
import { listedSymbols, symbolsRouteOf } from './symbols';
import { filledPath, filledQuery } from './template';
import { askedTimes } from './times';

/** Makes the description of a source out of its file. @throws RangeError as Environment */
export function exchangeOf(name: string, file: SourceFile, environment: Environment): ExchangeDescription {
  const { description, baseUrl, requestsPerMinute, symbols, symbolsFrom, errors = {}, earliest } = file;
  const headers = environment.valuesOf(file.headers);
  const query = environment.valuesOf(file.query);
  const bars = barsRouteOf(file.bars, query, environment);
  const list = { ...query, ...environment.valuesOf(symbolsFrom?.query) };
  return {
    ...{ name, description, baseUrl, requestsPerMinute, bars, headers },
    symbols: symbolsFrom ? symbolsRouteOf(symbolsFrom, list) : { listed: listedSymbols(symbols!) },
    errors: errorRulesOf(errors),
    hasNumbers: true,
    earliest: earliest === undefined ? undefined : Date.parse(earliest),
    secrets: environment.secrets,
    unsetVariables: environment.unset,
  };
}

function barsRouteOf(bars: SourceFile['bars'], query: Texts, environment: Environment): BarsRoute {
  const [templates, others] = dividedByText(bars.query ?? {});
  const fixed = { ...query, ...environment.valuesOf(others) };
  const zone = bars.dayZone === undefined ? null : new DayZone(bars.dayZone);
  const values = valuesReader(bars.row, zone);
  const rows = listFinder(bars.rows, 'bars', 'rows');
  const more = textFinder(bars.more);
  const finalAfterMs = (bars.finalAfterMinutes ?? 0) * 60_000;
  return {
    limit: bars.limit,
    intervals: bars.intervals,
    route: (question) => {
      const { symbol, interval } = question;
      const times = askedTimes(question, bars.times, zone);
      const filling = { symbol, interval, limit: String(bars.limit), ...times };
      const path = filledPath(bars.path, filling);
      if (path === null) throw new SourceError('BAD_SYMBOL', 'no symbol that can stand in a path');
      return { path, query: { ...fixed, ...filledQuery(templates, filling) } };
    },
    rows: (body) => {
      const found = rows(body);
      // Whoever sends all that there is, whatever was asked for, may have sent no more than so many.
      if (bars.strays === 'BOTH' && found.length >= bars.limit) throw unfit('as many rows as the limit,', ROWS);
      return found;
    },
    prepare: (row, { barInterval }) => values(row, barInterval),
    columns: columnsOf(bars.row),
    order: bars.order ?? 'ASCENDING',
    paging: bars.paging ?? 'WINDOWS',
    strays: bars.strays,
    reach: bars.reach,
    isPart: bars.more === undefined ? undefined : (body) => more(body) !== null,
    finalAfterMs: (interval) => finalAfterMs + (zone !== null && interval === 'ONE_DAY' ? zone.lagMs : 0),
  };
}

const ROWS = ['bars', 'rows'];

type Texts = Readonly<Record<string, string>>;

/** Texts are templates. What comes from the environment is none: a key may have braces. */
function dividedByText(
  query: Readonly<Record<string, Value>>,
): [texts: Texts, others: Readonly<Record<string, Value>>] {
  const all = Object.entries(query);
  const texts = all.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return [Object.fromEntries(texts), Object.fromEntries(all.filter(([, value]) => typeof value !== 'string'))];
}
