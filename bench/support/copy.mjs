import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from } from 'pg-copy-streams';

const COLUMNS = 'series_id, time, open, high, low, close, volume';

export async function copyBars(client, table, bars) {
  const lines = bars.map(({ item, time, open, high, low, close, volume }) =>
    [item, new Date(time).toISOString(), open, high, low, close, volume].join('\t'),
  );
  const target = client.query(from(`COPY ${table} (${COLUMNS}) FROM STDIN`));
  await pipeline(Readable.from([`${lines.join('\n')}\n`]), target);
}
