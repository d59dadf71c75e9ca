import { measure } from './match.mjs';
import { versionOf } from './peers.mjs';

/** Seconds of work that a measurement has at least; half of it before, not counted. */
const SECONDS = 3;

/**
 * Measures all contenders of all variants in turns: a round is each contender once, so that a change of the machine
 * meets all of them.
 * @param variants `{ params, contenders, firstBatch, repeats }`; a contender is a name, or has also its program and
 *   what it alone gets
 * @param task what the contenders get besides the parameters
 */
export async function inRounds({ server, variants, task, stored }, { rounds, scale, note, record }) {
  const [seconds, warmUpSeconds] = [SECONDS * scale, (SECONDS * scale) / 2];
  for (const { params, contenders, firstBatch, repeats = false } of variants) {
    for (let round = 1; round <= rounds; round++) {
      for (const contender of contenders) {
        const { name = contender, program = name, ...own } = contender;
        note(`${Object.values(params).join(' ')}, round ${round}: ${name}`);
        const plan = { seconds, warmUpSeconds, firstBatch, repeats };
        const measured = await measure(server, program, { ...task, ...params, ...own }, plan, stored);
        await record({ contender: name, version: versionOf(name), params, round, ...measured });
      }
    }
  }
}
