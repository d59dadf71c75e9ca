import { Client } from 'pg';
import { createToken } from '../../src/graphql/access/api-tokens';
import { createSchema } from '../../src/graphql/schema';
import { RawClient, subscribe } from '../support/live-client';
import { Service } from '../support/service';

/** The id of a job that does not exist. */
const NO_JOB = 'id: "job_00000000-0000-4000-8000-000000000000"';
/** A valid input for each mutation. */
const MUTATIONS: Readonly<Record<string, string>> = {
  startCollection:
    'source: "simx", symbols: ["SIM-001"], interval: ONE_DAY, from: "2024-01-01T00:00:00Z", to: "2024-02-01T00:00:00Z"',
  pauseJob: NO_JOB,
  resumeJob: NO_JOB,
  cancelJob: NO_JOB,
  retryFailed: NO_JOB,
  repairGaps: NO_JOB.replace('id', 'job'),
};

const [viewer, operator] = [createToken(), createToken()];
const API_TOKENS = `v:viewer:${viewer.hash}, o:operator:${operator.hash}`;

/** No job runs on it, so every query to its database is caused by a test. */
let idle: Service;
beforeAll(async () => void (idle = await Service.open({ API_TOKENS })));
afterEach(() => jest.restoreAllMocks());
afterAll(() => idle.close());

test('every mutation of the schema is in the table', () => {
  expect(Object.keys(MUTATIONS).sort()).toEqual(Object.keys(createSchema().getMutationType()!.getFields()).sort());
});

test.each(Object.entries(MUTATIONS))(
  '%s tells a viewer which role it needs and nothing else, over both transports, and asks no database',
  async (name, input) => {
    const mutation = `mutation { ${name}(input: { ${input} }) { __typename } }`;
    const refusal = {
      message: 'This needs the role operator.',
      extensions: { code: 'FORBIDDEN', requiredRole: 'operator' },
      locations: [{ line: 1, column: 12 }],
      path: [name],
    };
    const liveUrl = idle.url.replace('http', 'ws');
    const client = await RawClient.open(liveUrl, { authorization: `Bearer ${viewer.token}` });
    const asked = jest.spyOn(Client.prototype, 'query');
    expect(await idle.query(mutation, {}, viewer.token)).toEqual({ data: null, errors: [refusal] });
    client.send(subscribe('1', mutation));
    expect(await client.next()).toEqual({ id: '1', type: 'next', payload: { data: null, errors: [refusal] } });
    expect(asked.mock.calls).toEqual([]);
    client.socket.close();
  },
);

test('an operator is refused none of them, and then the database is asked', async () => {
  const asked = jest.spyOn(Client.prototype, 'query');
  // Reversed: startCollection, which begins work, must come last.
  for (const [name, input] of Object.entries(MUTATIONS).reverse()) {
    asked.mockClear();
    const { errors } = await idle.query(`mutation { ${name}(input: { ${input} }) { __typename } }`, {}, operator.token);
    expect([name, errors, asked.mock.calls.length > 0]).toEqual([name, undefined, true]);
  }
});
