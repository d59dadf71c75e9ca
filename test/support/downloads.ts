import type { Service } from './service';

export type Asked = Record<string, string>;

/** Requests a file. */
export function download(service: Pick<Service, 'address'>, path: string, asked: Asked): Promise<Response> {
  return fetch(`${service.address}${path}?${new URLSearchParams(asked)}`);
}

/** Downloads a CSV file. @returns its lines */
export async function csvLines(service: Pick<Service, 'address'>, asked: Asked, path = '/bars.csv'): Promise<string[]> {
  const response = await download(service, path, asked);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status}: ${text}`);
  return text.trimEnd().split('\n');
}

/** Downloads a Parquet file, and expects it to be whole. */
export async function parquetFile(service: Pick<Service, 'address'>, asked: Asked): Promise<Uint8Array> {
  const response = await download(service, '/bars.parquet', asked);
  const body = await response.arrayBuffer().catch(() => null);
  expect([response.status, body ? 'whole' : 'broken off']).toEqual([200, 'whole']);
  return new Uint8Array(body!);
}

/** Returns the status of a refusal, and its message. */
export async function refusalOf(response: Response): Promise<[status: number, message: string]> {
  const { errors } = (await response.json()) as { errors: { message: string }[] };
  return [response.status, errors.map(({ message }) => message).join('\n')];
}
