import { EXCHANGES } from '../../support/exchanges';
import type { ExchangeOptions, ExchangeServer } from '../../support/exchanges/exchange-server';
import type { Market } from '../../support/exchanges/market';
import { CASES, HOUR, marketFor, ZERO, type ExchangeCase, type ExchangeName, type Window } from './exchange-cases';

const servers: ExchangeServer[] = [];

export async function closeServers(): Promise<void> {
  await Promise.all(servers.splice(0).map((server) => server.close()));
}

export async function started(
  name: ExchangeName,
  options?: ExchangeOptions,
): Promise<{ server: ExchangeServer; market: Market }> {
  const market = marketFor(name);
  return { server: await startedBy(name, market, options), market };
}

type Start<Options> = (market: Market, options?: Options) => Promise<ExchangeServer>;

export async function startedBy<Options extends ExchangeOptions>(
  exchange: ExchangeName | Start<Options>,
  market: Market,
  options?: Options,
): Promise<ExchangeServer> {
  const start = typeof exchange === 'string' ? EXCHANGES[exchange] : exchange;
  const server = await start(market, options);
  servers.push(server);
  return server;
}

export async function get(
  server: ExchangeServer,
  path: string,
): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(server.baseUrl + path);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** The path of a request for a window in hours after ZERO. */
export function pathOf(name: ExchangeName, { from, to, ...asked }: Window): string {
  const exchange: ExchangeCase = CASES[name];
  const ms = (hours: number | undefined) => (hours === undefined ? undefined : ZERO + hours * HOUR);
  const named = { symbol: exchange.symbols[0]!, interval: exchange.interval, ...asked };
  return exchange.url({ ...named, from: ms(from), to: ms(to) });
}

/** A window of a few hours, with a limit where there must be one. */
export function pageOf(name: ExchangeName, from: number, to: number): Window {
  return { from, to, limit: name === 'bitstamp' ? to - from : undefined };
}

type Row = Readonly<Record<string | number, string | number>>;

export async function rowsOf(name: ExchangeName, server: ExchangeServer, window: Window): Promise<readonly Row[]> {
  const { status, text } = await get(server, pathOf(name, window));
  if (status !== 200) throw new Error(`${name} answered with ${status}: ${text}`);
  return CASES[name].rows(text);
}

/** Opening times, in hours after ZERO, in the order in which they were sent. */
export async function hoursOf(name: ExchangeName, server: ExchangeServer, window: Window): Promise<number[]> {
  const { time, unitMs }: ExchangeCase = CASES[name];
  return (await rowsOf(name, server, window)).map((row) => (Number(row[time]) * unitMs - ZERO) / HOUR);
}
