import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { crc32, deflateRawSync } from 'node:zlib';
import { madeKlines } from '../endtoend/made-klines.mjs';
import { MONTH } from './month.mjs';

/**
 * Plays Binance's archive in a process of its own: a local copy that has one month of one-minute bars of every symbol.
 * The text is compressed before the first request; only names differ.
 */
const text = Buffer.from(
  madeKlines(MONTH.from, MONTH.bars, 60_000)
    .map((row) => `${row.join()}\n`)
    .join(''),
);
const deflated = deflateRawSync(text);
const PATH = new RegExp(`^/data/spot/monthly/klines/\\w+/1m/(\\w+-1m-${MONTH.name})\\.zip(\\.CHECKSUM)?$`);
/** The checksum of the last zips, which are asked for soon after it. */
const zips = new Map();

const server = createServer((request, response) => {
  const [, name, isChecksum] = PATH.exec(request.url) ?? [];
  if (!name) return void response.writeHead(404).end();
  const zip = zips.get(name) ?? zipOf(`${name}.csv`);
  if (!isChecksum) {
    zips.delete(name);
    return void response.end(zip);
  }
  zips.set(name, zip);
  response.end(`${createHash('sha256').update(zip).digest('hex')}  ${name}.zip\n`);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));
process.on('disconnect', () => process.exit());

/** A zip with one file (APPNOTE.TXT, 4.3): local header, data, central directory. */
function zipOf(name) {
  const file = Buffer.from(name);
  const local = fields([4, 0x04034b50], ...common(file));
  const central = fields([4, 0x02014b50], [2, 20], ...common(file), [2, 0], [2, 0], [2, 0], [4, 0], [4, 0]);
  const before = local.length + file.length + deflated.length;
  const size = central.length + file.length;
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, 1], [2, 1], [4, size], [4, before], [2, 0]);
  return Buffer.concat([local, file, deflated, central, file, end]);
}

/** Version, flags, deflated, time and date of 1980-01-01, CRC, sizes, length of the name, no extra field. */
function common(file) {
  const sizes = [crc32(text), deflated.length, text.length].map((value) => [4, value]);
  return [[2, 20], [2, 0], [2, 8], [2, 0], [2, 33], ...sizes, [2, file.length], [2, 0]];
}

function fields(...widthsAndValues) {
  return Buffer.concat(
    widthsAndValues.map(([width, value]) => {
      const field = Buffer.alloc(width);
      field.writeUIntLE(value, 0, width);
      return field;
    }),
  );
}
