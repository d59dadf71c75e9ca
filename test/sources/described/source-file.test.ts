import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printedSourceSchema } from '../../../scripts/source-schema';
import { readSourceFolder, SourceFilesError } from '../../../src/sources/described/file/read-folder';
import { describedBy, readFiles, SMALL, withBars } from './described-source';

test('docs/source.schema.json is what the code says; `npm run sources:schema` writes it', () => {
  const written = readFileSync(join(__dirname, '../../../docs/source.schema.json'), 'utf8');
  expect(written).toBe(printedSourceSchema());
});

test('each file is a source of its name; what does not end in .json, or begins with a dot, is none', async () => {
  const files = { 'b-2.json': SMALL, 'a.json': { ...SMALL, $schema: './x' }, 'notes.txt': 'x', '.a.json': 'x' };
  const sources = await readFiles(files);
  expect(sources.map(({ name, description }) => [name, description])).toEqual([
    ['a', 'A source for tests'],
    ['b-2', 'A source for tests'],
  ]);
});

const KEY = { env: 'ACME_KEY' };
const HTTPS = { baseUrl: 'https://acme.example' };
const { symbols: _symbols, ...WITHOUT_SYMBOLS } = SMALL;
const row = (part: object) => withBars({ row: { ...SMALL.bars.row, ...part } });
const rule = (part: object) => ({ ...SMALL, errors: { rules: [{ code: 'BAD_SYMBOL', ...part }] } });

/** The fault and what is told of it. */
const FAULTS: readonly (readonly [told: string, file: unknown])[] = [
  ['is not JSON', '{ "description": '],
  ['expected object', '[]'],
  ['Unrecognized key: "colour"', { ...SMALL, colour: 'red' }],
  ['bars Unrecognized key: "size"', withBars({ size: 1 })],
  ['description must be 1 to 200 printable characters', { ...SMALL, description: 'two\nlines' }],
  ['baseUrl must be an http or https address', { ...SMALL, baseUrl: 'ftp://acme.example' }],
  ['baseUrl must have no query', { ...SMALL, baseUrl: 'https://acme.example?key=x' }],
  ['baseUrl must have no query, fragment or credentials', { ...SMALL, baseUrl: 'https://me:pw@acme.example' }],
  ['baseUrl must be https', { ...SMALL, baseUrl: 'http://acme.example', headers: { 'X-Key': KEY } }],
  ['requestsPerMinute', { ...SMALL, requestsPerMinute: 0 }],
  ['headers.Authorization must come from the environment', { ...SMALL, headers: { Authorization: 'Bearer hunter2' } }],
  ['headers.X-Api-Key must come from the environment', { ...SMALL, headers: { 'X-Api-Key': 'hunter2' } }],
  ['headers.host is set by the client itself', { ...SMALL, headers: { Host: 'x' } }],
  ['headers.a is there twice', { ...SMALL, headers: { a: 'x', A: 'y' } }],
  ['headers.X-Key must be a text, a number, or { "env"', { ...SMALL, headers: { 'X-Key': null } }],
  ['headers.X-Key.env must be the name of an env', { ...SMALL, headers: { 'X-Key': { env: 'a b' } } }],
  ['query.apikey must come from the environment', { ...SMALL, query: { apikey: 'hunter2' } }],
  ['bars.query.token must come from the environment', withBars({ query: { token: 'x', q: '{from}{to}' } })],
  ['bars.path must begin with / and have no query', withBars({ path: '/bars?s={symbol}' })],
  ['bars.path must contain {symbol}', withBars({ path: '/bars' })],
  ['bars.path must contain {interval}', withBars({ intervals: { ONE_HOUR: '1h', ONE_DAY: '1d' } })],
  ['bars.path must contain {from}, or the query must, unless strays is BEFORE', withBars({ query: { to: '{to}' } })],
  ['bars.path must contain {to}', withBars({ query: { from: '{from}' }, strays: 'BEFORE' })],
  ['bars.path has {ticker}; there are {symbol}', withBars({ path: '/{ticker}/{symbol}' })],
  ['bars.query.x has a brace', withBars({ query: { ...SMALL.bars.query, x: '{from' } })],
  ['bars.intervals must have at least one interval', withBars({ intervals: {} })],
  ['bars.intervals Unrecognized key: "1h"', withBars({ intervals: { '1h': '1h' } })],
  ['bars.limit', withBars({ limit: 0 })],
  ['bars.rows is not an expression of JMESPath', withBars({ rows: 'rows[' })],
  ['bars.rows is not an expression of JMESPath: there is no function nope', withBars({ rows: 'rows && nope(@)' })],
  ['bars.rows is not an expression of JMESPath: Invalid arity', withBars({ rows: 'items(a, b)' })],
  ['bars.row.open must be the index of a column, or an expression', row({ open: { at: 1 } })],
  ['bars.row.time.form', row({ time: { value: 't', form: 'RFC 822' } })],
  ['bars.row.time.form can be date for ONE_DAY only', row({ time: { value: 't', form: 'date' } })],
  ['bars.times.form can be date for ONE_DAY only', withBars({ times: { form: 'date', end: 'INCLUSIVE' } })],
  ['bars.dayZone must be a time zone', withBars({ intervals: { ONE_DAY: '1d' }, dayZone: 'Mars/Olympus' })],
  ['bars.dayZone is for ONE_DAY', withBars({ dayZone: 'America/New_York' })],
  ['bars.intervals needs ONE_DAY', withBars({ paging: 'WINDOWS_OR_EMPTY' })],
  ['bars.strays cannot be BEFORE with FIRST_ROWS', withBars({ paging: 'FIRST_ROWS', strays: 'BEFORE' })],
  ['bars.order cannot be DESCENDING with FIRST_ROWS', withBars({ paging: 'FIRST_ROWS', order: 'DESCENDING' })],
  ['bars.more is for answers in ascending order', withBars({ more: 'next', order: 'DESCENDING' })],
  ['symbols must be there, or symbolsFrom', WITHOUT_SYMBOLS],
  ['symbols.0 must be 1 to 64 letters', { ...SMALL, symbols: ['A B'] }],
  ['symbols.1 must be a symbol, or', { ...SMALL, symbols: ['A', 1] }],
  ['errors.rules.0 must have a status or a match', rule({})],
  ['errors.rules.0.match repeats a repetition', rule({ match: '(a+)+$' })],
  ['errors.rules.0.match', rule({ match: '(' })],
  ['errors.rules.0.code', rule({ status: 404, code: 'MISSING' })],
  ['earliest must be a date', { ...SMALL, earliest: '2024-02-30' }],
  [`has ${64 * 1024 + 1} bytes, and may have ${64 * 1024}`, ' '.repeat(64 * 1024 + 1)],
];

test.each(FAULTS)('a bad file is one line with its name, the path in it and what is wrong: %s', async (told, file) => {
  const error = (await readFiles({ 'acme.json': file }).catch((thrown: unknown) => thrown)) as Error;
  expect(error).toBeInstanceOf(SourceFilesError);
  expect(error.message).toContain(`acme.json: ${told.startsWith('expected') ? 'Invalid input: ' : ''}${told}`);
  expect(error.message).not.toMatch(/[\n\r]|hunter2/);
});

test('all bad files are told at once, and the good ones are not', async () => {
  const bad = { ...SMALL, description: '', requestsPerMinute: 0, symbols: [], bars: { ...SMALL.bars, limit: 0 } };
  const reading = readFiles(
    { 'a.json': 'x', 'Big.json': SMALL, 'good.json': SMALL, 'z.json': bad, 'simx.json': SMALL },
    {},
    ['simx'],
  );
  const { message } = (await reading.catch((error: unknown) => error)) as Error;
  expect(message).toMatch(/Big\.json: the name of a source .*; a\.json: is not JSON.*; simx\.json: there is another/);
  expect(message).toMatch(/z\.json: description .*, and 1 more$/);
  expect(message).not.toContain('good.json');
});

test('a folder that is not there, and one with too many files', async () => {
  const missing = join(__dirname, 'nowhere');
  await expect(readSourceFolder(missing, {}, new Set())).rejects.toThrow(`${missing} cannot be read (ENOENT)`);
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`s${index}.json`, SMALL]));
  await expect(readFiles(many)).rejects.toThrow(/has 101 files, and may have 100$/);
});

test('a key that nobody can send is refused without its value; one that is not set leaves the source unconfigured', async () => {
  const file = { ...SMALL, headers: { 'X-Key': KEY } };
  const refused = readFiles({ 'acme.json': file }, { ACME_KEY: 'hunter2\n' });
  await expect(refused).rejects.toThrow(/^acme\.json: ACME_KEY holds something else than printable ASCII$/);
  expect(await describedBy(file)).toMatchObject({ unsetVariables: ['ACME_KEY'], secrets: [] });
  expect(await describedBy({ ...file, ...HTTPS }, { ACME_KEY: 'hunter2' })).toMatchObject({
    ...{ unsetVariables: [], secrets: ['hunter2'], headers: { 'X-Key': 'hunter2' } },
  });
});
