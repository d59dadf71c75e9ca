import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config';
import { StartupError } from '../../src/startup-error';

test('needs nothing to be set', () => {
  expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 4000, databaseUrl: undefined, dataDir: '.data' });
  expect(readConfig({ PORT: '', DATABASE_URL: '' })).toEqual(readConfig({}));
});

test('a service that brings its database is a node of a cluster', () => {
  const databaseUrl = 'postgres://localhost/x';
  const alone = { databaseUrl, redisUrl: undefined, role: 'all' };
  expect(readConfig({ DATABASE_URL: databaseUrl }).cluster).toEqual(alone);
  const redisUrl = 'redis://localhost';
  const whole = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, NODE_ROLE: 'worker' };
  expect(readConfig(whole).cluster).toEqual({ databaseUrl, redisUrl, role: 'worker' });
  expect(readConfig({ NODE_ROLE: 'all' }).cluster).toBeNull();
  for (const useless of [{ REDIS_URL: redisUrl }, { NODE_ROLE: 'api' }]) {
    expect(() => readConfig(useless)).toThrow(/^bad settings: (REDIS_URL|NODE_ROLE) is for several services/);
  }
});

test('Apollo Studio may use a service by default, but not in production', () => {
  const studio = 'https://studio.apollographql.com';
  expect(readConfig({}).origins.allowedOrigins).toEqual([studio]);
  expect(readConfig({ NODE_ENV: 'production' }).origins.allowedOrigins).toEqual([]);
  for (const NODE_ENV of ['development', 'production']) {
    const given = { NODE_ENV, ALLOWED_ORIGINS: `https://ours.example, ${studio}` };
    expect(readConfig(given).origins.allowedOrigins).toEqual(['https://ours.example', studio]);
  }
});

test.each([
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '1e3'],
  ['PORT', ' 4000'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['DATABASE_URL', 'localhost:5432'],
  ['REDIS_URL', 'http://localhost:6379'],
  ['NODE_ROLE', 'master'],
  ['SOURCE_URLS', 'binance=ftp://api.binance.com'],
  ['BINANCE_ARCHIVE', 'ftp://data.binance.vision'],
  ['LOG_LEVEL', 'loud'],
  ['ALLOWED_ORIGINS', 'https://a.example/path'],
  ['ALLOWED_ORIGINS', '*'],
  ['ALLOWED_HOSTS', 'https://a.example'],
  ['API_TOKENS', 'alice'],
  ['API_TOKENS', `alice:owner:${'0'.repeat(64)}`],
  ['API_TOKENS', `system:admin:${'0'.repeat(64)}`],
  ['JWT_JWKS_URL', 'issuer.example'],
  ['MAX_BODY_BYTES', '0'],
  ['SIMX_LATENCY_MS', '1.5'],
  ['SIMX_RATE_PER_SECOND', '0'],
  ['SIMX_SEED', 'abc'],
  ['SHUTDOWN_GRACE_MS', '1h'],
])('%s=%s is one clear line that does not repeat the value', (name, value) => {
  const read = () => readConfig({ [name]: value });
  expect(read).toThrow(StartupError);
  expect(read).toThrow(new RegExp(`^bad settings: ${name} must be [^\n]+$`));
  expect(read).not.toThrow(`${value} `);
});

const TOKEN = `alice:operator:${'0'.repeat(64)}`;

describe('closed unless opened', () => {
  test.each(['0.0.0.0', '::', '192.168.1.2', 'sluice.example.com'])('%s without credentials is refused', (HOST) => {
    expect(() => readConfig({ HOST })).toThrow(StartupError);
    expect(() => readConfig({ HOST })).toThrow(/^HOST is not a loopback address, .*API_TOKENS.*JWT_ISSUER/);
    expect(readConfig({ HOST, API_TOKENS: TOKEN }).host).toBe(HOST);
  });

  test.each(['127.0.0.1', 'localhost', '::1', '127.1.2.3'])('%s needs none', (HOST) => {
    expect(readConfig({ HOST }).origins.allowedHosts).toContain('localhost');
  });

  test('tokens are read from a file as well, with remarks', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sluice-tokens-')), 'tokens');
    writeFileSync(file, `# who may\n${TOKEN}\n\nbob@desk:viewer:${'1'.repeat(64)}\n`);
    const { tokens } = readConfig({ API_TOKENS_FILE: file }).credentials;
    expect(tokens.map(({ name, role }) => [name, role])).toEqual([
      ['alice', 'operator'],
      ['bob@desk', 'viewer'],
    ]);
  });

  test('a file that is not there, or holds something else, is one clear line without its content', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sluice-tokens-')), 'tokens');
    expect(() => readConfig({ API_TOKENS_FILE: file })).toThrow(/^bad settings: API_TOKENS_FILE .*ENOENT/);
    writeFileSync(file, 'hunter2');
    expect(() => readConfig({ API_TOKENS_FILE: file })).toThrow(/^bad settings: API_TOKENS_FILE [^\n]+$/);
    expect(() => readConfig({ API_TOKENS_FILE: file })).not.toThrow(/hunter2/);
    writeFileSync(file, '# nobody yet');
    expect(() => readConfig({ API_TOKENS_FILE: file })).toThrow(/holds no token/);
  });

  test('half of what JSON Web Tokens need is refused', () => {
    expect(() => readConfig({ JWT_ISSUER: 'https://issuer.example' })).toThrow(/JWT_AUDIENCE .* must be set together/);
  });
});

test('names every bad setting at once', () => {
  expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT .*LOG_LEVEL /);
});

test('cannot be changed afterwards', () => {
  const config = readConfig({});
  expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
  expect(() => Object.assign(config.simx, { seed: 2 })).toThrow(TypeError);
});
