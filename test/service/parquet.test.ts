import { barAt, insertBars } from '../support/bars';
import { createTestDatabase } from '../support/database';
import { parquetFile } from '../support/downloads';
import { parquetRows } from '../support/parquet';
import { ServiceProcess } from '../support/service-process';

test('the service as it is built writes Parquet files, for which it loads what the bundle holds aside', async () => {
  const database = await createTestDatabase();
  const service = new ServiceProcess({ DATABASE_URL: database.url });
  const { origin: address } = new URL(await service.ready());
  await insertBars(database.source, {}, [barAt(0, { open: '0.1' })]);
  const file = await parquetFile({ address }, { source: 's', symbol: 'S', interval: 'ONE_MINUTE' });
  expect(await parquetRows(file)).toMatchObject([{ symbol: 'S', open: '0.1' }]);
  await service.kill('SIGTERM');
  await database.drop();
});
