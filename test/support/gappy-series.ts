import { collect } from './collections';
import type { Service } from './service';

const time = (text: string) => Date.parse(`2024-${text}Z`);

/**
 * Collects SIM-001 and SIM-002 by the hour. The first has a day without bars (27 February), two flawed bars (29 February,
 * 05:00 and 06:00), and two days that nobody has collected (1 and 2 March).
 * @returns the id of the job of January and February
 */
export async function collectWithGaps(service: Service, token = ''): Promise<string> {
  service.simx.quirks.set('SIM-001', {
    holes: [{ from: time('02-27T00:00'), to: time('02-28T00:00') }],
    brokenRange: [time('02-29T05:00'), time('02-29T06:00')],
  });
  const id = await collect(service, { symbols: ['SIM-001', 'SIM-002'] }, token);
  await collect(service, { from: '2024-03-03T00:00:00Z', to: '2024-03-05T00:00:00Z' }, token);
  return id;
}
