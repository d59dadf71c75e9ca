import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readConfig } from '../../src/config';
import { ScriptProcess } from '../support/script-process';

/** Tests compose.yaml and Dockerfile without a container: what they start, and with which settings. */
const root = join(__dirname, '../..');
const text = readFileSync(join(root, 'compose.yaml'), 'utf8');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');

interface Service {
  environment?: Record<string, string>;
  volumes?: (string | { source: string; bind?: { create_host_path?: boolean } })[];
}
const { services } = parse(text) as { services: Record<string, Service> };

/** Interpolates `${NAME:-default}` and `${NAME:?message}` as Compose does. @throws Error if a required name is unset */
function interpolated(value: string, env: Record<string, string>): string {
  return value.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_whole, name: string, kind: string, rest: string) => {
    const set = env[name] ?? '';
    if (set === '' && kind === '?') throw new Error(`required variable ${name} is missing: ${rest}`);
    return set === '' && kind === '-' ? rest : set;
  });
}

/** The environment of the service's container. */
function environment(env: Record<string, string>): Record<string, string> {
  const ofImage = /^ENV (.*)$/m
    .exec(dockerfile)![1]!
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]);
  const own = Object.entries(services.sluice!.environment!).map(([name, value]) => [name, interpolated(value, env)]);
  return { ...Object.fromEntries(ofImage), ...Object.fromEntries(own as [string, string][]) };
}

describe('the first token', () => {
  // The command is in a comment and may be wrapped over two lines.
  const command = /docker compose run ([^\n`]*(?:\n# [^\n`]*)?)`/.exec(text)?.[1]?.replaceAll(/\s*\n# /g, ' ');

  test('can be made from nothing, as the comment says: no file, no database', async () => {
    // Compose interpolates the whole file for every command.
    expect(() => interpolated(text, {})).not.toThrow();
    const [, service, script, args] = /^--rm --no-deps (\w+) node dist\/service\/([\w-]+)\.js (.*)$/.exec(command!)!;
    expect(Object.keys(services)).toContain(service);
    const { code, lines } = await new ScriptProcess(script!, args!.split(' '), environment({})).ended();
    expect(code).toBe(0);
    const entry = /^ {2}(me:operator:[\da-f]{64})$/.exec(lines.at(-1)!)![1]!;
    expect(readConfig(environment({ API_TOKENS: entry })).credentials.tokens).toMatchObject([{ name: 'me' }]);
  });

  test('without one the service says in one line what is missing', () => {
    expect(() => readConfig(environment({}))).toThrow(/^[^\n]*API_TOKENS[^\n]*$/);
  });

  test('for Prometheus must be there as a file, or Compose says so instead of making a folder of its name', () => {
    const [mounted] = services.prometheus!.volumes!.filter(
      (volume) => typeof volume === 'object' && volume.source === './ops/prometheus-token',
    );
    expect(mounted).toMatchObject({ type: 'bind', read_only: true, bind: { create_host_path: false } });
  });
});

describe('the health check', () => {
  async function check(status: number, portSetting: (port: number) => string): Promise<number> {
    const asked: string[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url!);
      response.writeHead(status).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const [, command] = /HEALTHCHECK [^[]*CMD (\[.*\])$/ms.exec(dockerfile.replaceAll('\\\n', ''))!;
    const [program, ...args] = JSON.parse(command!.split('\n')[0]!) as string[];
    expect(program).toBe('node');
    const child = spawn(process.execPath, args, { env: { PORT: portSetting(port) } });
    const [code] = (await once(child, 'exit')) as [number];
    server.close();
    if (code === 0) expect(asked).toEqual(['/health/ready']);
    return code;
  }

  test('asks where the service listens', async () => {
    expect(await check(200, String)).toBe(0);
  });

  test('fails while the service is not ready, and where nobody answers', async () => {
    expect(await check(503, String)).toBe(1);
    // Nothing listens on this port.
    expect(await check(200, () => '9')).toBe(1);
  });
});
