import { createHash } from 'node:crypto';
import { Service } from '../support/service';

const query = '{ sources { name } }';
const sha256Hash = createHash('sha256').update(query).digest('hex');
const extensions = { persistedQuery: { version: 1, sha256Hash } };

async function asked(
  service: Service,
  body: object,
): Promise<{ data?: object; errors?: { extensions: { code: string } }[] }> {
  return (await (await service.post(body)).json()) as { data?: object };
}

test('with PERSISTED_QUERIES a document is sent once, and its hash from then on', async () => {
  const service = await Service.open({ PERSISTED_QUERIES: 'true' });
  expect(await asked(service, { extensions })).toMatchObject({
    errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
  });
  const other = { persistedQuery: { version: 1, sha256Hash: sha256Hash.replace(/./g, '0') } };
  expect(await asked(service, { query, extensions: other })).toMatchObject({
    errors: [{ message: expect.stringContaining('sha') }],
  });
  for (const body of [{ query, extensions }, { extensions }]) {
    expect(await asked(service, body)).toMatchObject({ data: { sources: expect.arrayContaining([{ name: 'simx' }]) } });
  }
  await service.close();
});

test('without it they are not supported', async () => {
  const service = await Service.open();
  expect(await asked(service, { extensions })).toMatchObject({
    errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }],
  });
  await service.close();
});
