import { createToken } from '../../src/graphql/access/api-tokens';
import { Service } from '../support/service';

/** Errors suggest names of the schema, but not in production: there, the schema is for admins, by introspection. */
const operator = createToken();
const authorization = `Bearer ${operator.token}`;
const API_TOKENS = `ann:operator:${operator.hash}`;

let production: Service;
let development: Service;
beforeAll(async () => {
  production = await Service.open({ API_TOKENS, NODE_ENV: 'production' });
  development = await Service.open({ API_TOKENS });
});
afterAll(async () => {
  await production.close();
  await development.close();
});

const MISTAKES: [string, string, object, RegExp][] = [
  ['a field', '{ job { idd } }', {}, /^Cannot query field "idd"/],
  ['a type', '{ jobs { ... on JobConection { totalCount } } }', {}, /^Unknown type "JobConection"/],
  ['an argument', '{ jobs(furst: 1) { totalCount } }', {}, /^Unknown argument "furst"/],
  ['an enum value', '{ jobs(filter: { states: [PAUSE] }) { totalCount } }', {}, /"PAUSE" does not exist/],
  [
    'an enum value in a variable',
    'query($filter: JobFilter) { jobs(filter: $filter) { totalCount } }',
    { filter: { states: ['PAUSE'] } },
    /^Variable "\$filter" got invalid value "PAUSE"/,
  ],
];

type Ask = (service: Service, query: string, variables: object) => Promise<readonly { message: string }[]>;
const overHttp: Ask = async (service, query, variables) =>
  (await service.query(query, variables, operator.token)).errors ?? [];
const overSocket: Ask = async (service, query, variables) => {
  try {
    const results = service.live({ authorization }).iterate({ query, variables: variables as Record<string, unknown> });
    for await (const { errors } of results) return errors ?? [];
  } catch (errors) {
    return errors as readonly { message: string }[];
  }
  return [];
};

describe.each([
  ['HTTP', overHttp],
  ['WebSocket', overSocket],
])('over %s', (_transport, ask) => {
  test.each(MISTAKES)(
    'a mistake in %s gets a suggestion, but not in production',
    async (_what, query, variables, line) => {
      const messages = async (service: Service) => (await ask(service, query, variables)).map(({ message }) => message);
      const [helpful, discreet] = [await messages(development), await messages(production)];
      expect(helpful.join()).toMatch(/Did you mean/);
      expect(discreet).toHaveLength(helpful.length);
      expect(discreet.join()).not.toMatch(/Did you mean/);
      expect(discreet.some((message) => line.test(message))).toBe(true);
    },
  );
});
