import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from } from 'pg-copy-streams';

const COLUMNS = 'series_id, time, open, high, low, close, volume';

/** @param pages the bars of each item */
export async function copyBars(client, table, pages) {
  const lines = pages.flatMap(({ item, bars }) =>
    bars.map(({ time, open, high, low, close, volume }) =>
      [item, new Date(time).toISOString(), open, high, low, close, volume].join('\t'),
    ),
  );
  const target = client.query(from(`COPY ${table} (${COLUMNS}) FROM STDIN`));
  await pipeline(Readable.from([`${lines.join('\n')}\n`]), target);
}
