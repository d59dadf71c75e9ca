import { QueryFailedError } from 'typeorm';
import { NodeOutdatedError, StoreRefusedError, StoreUnavailableError } from '../../src/domain/store-errors';
import { storeError, storeRefusal } from '../../src/persistence/database/database-errors';

function thrownBy(rethrow: (error: unknown) => never, error: unknown): unknown {
  try {
    return rethrow(error);
  } catch (thrown) {
    return thrown;
  }
}

const refused = (code: string) =>
  new QueryFailedError('take_lease', undefined, Object.assign(new Error('no'), { code }));

test.each(['42P01', '42703', '42883', '42804', '42601', '0A000'])('%s: this node is older than the schema', (code) => {
  for (const rethrow of [storeError, storeRefusal]) {
    const error = thrownBy(rethrow, refused(code));
    expect(error).toBeInstanceOf(NodeOutdatedError);
    expect(error).toMatchObject({ evidence: `SQLSTATE ${code} in take_lease` });
  }
});

test.each(['42501', '23514', '22003'])('%s: it says no, whatever the version', (code) => {
  expect(thrownBy(storeRefusal, refused(code))).toBeInstanceOf(StoreRefusedError);
  expect(thrownBy(storeError, refused(code))).toBeInstanceOf(QueryFailedError);
});

test.each(['57P01', '08006', '40001', 'EPIPE', 'ECONNRESET'])('%s: another try may help', (code) => {
  for (const rethrow of [storeError, storeRefusal]) {
    expect(thrownBy(rethrow, refused(code))).toBeInstanceOf(StoreUnavailableError);
  }
});
