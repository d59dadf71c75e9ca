import { readConfig, StartupError } from '../../src/config';

test('needs nothing to be set', () => {
  expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 4000, databaseUrl: undefined, dataDir: '.data' });
  expect(readConfig({ PORT: '', DATABASE_URL: '' })).toEqual(readConfig({}));
});

test.each([
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '1e3'],
  ['PORT', ' 4000'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['DATABASE_URL', 'localhost:5432'],
  ['BINANCE_BASE_URL', 'ftp://api.binance.com'],
  ['LOG_LEVEL', 'loud'],
  ['ALLOWED_ORIGINS', 'https://a.example/path'],
  ['ALLOWED_ORIGINS', '*'],
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

test('names every bad setting at once', () => {
  expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT .*LOG_LEVEL /);
});

test('cannot be changed afterwards', () => {
  const config = readConfig({});
  expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
  expect(() => Object.assign(config.simx, { seed: 2 })).toThrow(TypeError);
});
