import type { z } from 'zod';
import type { SourceFile, Value } from './source-file';
import { namesIn, templateFault } from '../template';

type Tell = (message: string, ...path: string[]) => void;

/** What the parts of a file must be to each other. */
export function checkFile(file: SourceFile, context: z.RefinementCtx): void {
  const tell: Tell = (message, ...path) => context.addIssue({ code: 'custom', message, path });
  checkAddress(file, tell);
  checkCredentials(file, tell);
  checkPlaceholders(file.bars, tell);
  checkDays(file.bars, tell);
  checkPaging(file.bars, tell);
  if ((file.symbols === undefined) === (file.symbolsFrom === undefined))
    tell('must be there, or symbolsFrom; not both', 'symbols');
}

function checkAddress(file: SourceFile, tell: Tell): void {
  const { protocol, hostname, search, hash, username, password } = new URL(file.baseUrl);
  if (search || hash || username || password) tell('must have no query, fragment or credentials', 'baseUrl');
  const isLocal = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  const values = [file.headers, file.query, file.bars.query, file.symbolsFrom?.query].flatMap((each) => [
    ...Object.values(each ?? {}),
  ]);
  if (protocol === 'http:' && !isLocal && values.some((value) => typeof value === 'object'))
    tell('must be https: what comes from the environment is a secret', 'baseUrl');
}

/** Set by the client itself. */
const OUR_HEADERS =
  /^(host|connection|content-.*|transfer-encoding|accept-encoding|upgrade|expect|te|trailer|keep-alive)$/;
/** What keys are called. */
const KEY_NAMES = /(^|[-_.])(key|token|secret|password|authorization|cookie)($|[-_.])|api[-_]?key|accesstoken/i;

function checkCredentials({ headers = {}, query, bars, symbolsFrom }: SourceFile, tell: Tell): void {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  names.forEach((name, index) => {
    if (OUR_HEADERS.test(name)) tell('is set by the client itself', 'headers', name);
    if (names.indexOf(name) !== index) tell('is there twice', 'headers', name);
  });
  const secretive = (values: Readonly<Record<string, Value>> | undefined, ...path: string[]) => {
    for (const [name, value] of Object.entries(values ?? {}))
      if (typeof value !== 'object' && KEY_NAMES.test(name))
        tell('must come from the environment: { "env": the name of a variable }', ...path, name);
  };
  secretive(headers, 'headers');
  secretive(query, 'query');
  secretive(bars.query, 'bars', 'query');
  secretive(symbolsFrom?.query, 'symbolsFrom', 'query');
}

type BarsOfFile = SourceFile['bars'];

function checkPlaceholders({ path, query = {}, intervals, strays }: BarsOfFile, tell: Tell): void {
  const texts = Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' ? [{ name, value }] : []));
  const faultOfPath = templateFault(path);
  if (faultOfPath !== null) tell(faultOfPath, 'bars', 'path');
  for (const { name, value } of texts) {
    const fault = templateFault(value);
    if (fault !== null) tell(fault, 'bars', 'query', name);
  }
  const there = new Set([path, ...texts.map(({ value }) => value)].flatMap(namesIn));
  const must = (name: string, unless = '') => {
    if (!there.has(name)) tell(`must contain {${name}}, or the query must${unless}`, 'bars', 'path');
  };
  must('symbol');
  if (Object.keys(intervals).length > 1) must('interval');
  if (strays !== 'BEFORE' && strays !== 'BOTH') must('from', ', unless strays is BEFORE or BOTH');
  if (strays !== 'AFTER' && strays !== 'BOTH') must('to', ', unless strays is AFTER or BOTH');
}

function checkDays({ intervals, times, row, dayZone, paging }: BarsOfFile, tell: Tell): void {
  const isDaysOnly = Object.keys(intervals).join() === 'ONE_DAY';
  if (times.form === 'date' && !isDaysOnly) tell('can be date for ONE_DAY only', 'bars', 'times', 'form');
  if (row.time.form === 'date' && !isDaysOnly) tell('can be date for ONE_DAY only', 'bars', 'row', 'time', 'form');
  if (paging?.startsWith('WINDOWS_OR_') && intervals.ONE_DAY === undefined)
    tell(`needs ONE_DAY: ${paging} looks at days`, 'bars', 'intervals');
  if (dayZone === undefined) return;
  if (intervals.ONE_DAY === undefined) tell('is for ONE_DAY, which the source has not', 'bars', 'dayZone');
  if (row.time.form === 'date') tell('is not for dates, which are days already', 'bars', 'dayZone');
  if (paging?.startsWith('WINDOWS_OR_')) tell(`cannot be together with ${paging}`, 'bars', 'dayZone');
}

function checkPaging({ paging = 'WINDOWS', strays, more, order }: BarsOfFile, tell: Tell): void {
  if (strays !== undefined && strays !== 'AFTER' && !paging.startsWith('WINDOWS'))
    tell(`cannot be ${strays} with ${paging}: an answer could hold strays only`, 'bars', 'strays');
  if (order === 'DESCENDING' && !paging.startsWith('WINDOWS'))
    tell(`cannot be DESCENDING with ${paging}, which reads the first rows`, 'bars', 'order');
  if (more === undefined) return;
  if (order === 'DESCENDING') tell('is for answers in ascending order', 'bars', 'more');
  if (paging === 'WINDOWS_OR_DAYS') tell('cannot be together with WINDOWS_OR_DAYS', 'bars', 'more');
}
