import { UNWATCHED } from '../../src/application/ports/telemetry';
import { AuditLog } from '../../src/graphql/audit-log';
import type { ApiContext } from '../../src/graphql/context';

const UUID = '00000000-0000-4000-8000-000000000000';
const ID = `job_${UUID}`;

async function noted(id: string, answer: Promise<unknown>): Promise<object> {
  const lines: object[] = [];
  const log = { info: (fields: object) => void lines.push(fields), warn: () => undefined, error: () => undefined };
  const context = { actor: 'ann', request: 'r' } as ApiContext;
  await new AuditLog(UNWATCHED, log).noted('PAUSE', id, context, answer).catch(() => undefined);
  expect(lines).toHaveLength(1);
  return lines[0]!;
}

test('a command is noted with its job', async () => {
  expect(await noted(ID, Promise.resolve({}))).toMatchObject({ jobId: ID, outcome: 'DONE' });
});

test.each([['x'.repeat(8_000_000)], ['\u001b[2J'], [''], [`${ID}\n`], [UUID], [`src_${UUID}`]])(
  'what is no id of a job is not repeated, answered or failed',
  async (id) => {
    const refusal = { __typename: 'JobNotFoundError', id };
    const expected = { actor: 'ann', request: 'r', action: 'PAUSE', jobId: 'not an id' };
    expect(await noted(id, Promise.resolve(refusal))).toMatchObject({ ...expected, outcome: 'JobNotFoundError' });
    expect(await noted(id, Promise.reject(new Error('no')))).toMatchObject({ ...expected, outcome: 'FAILED' });
  },
);
