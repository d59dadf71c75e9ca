import type { RefusalReader, RefusalVerdict } from '../http/refusal';
import { boundRetryAfter } from '../http/retry-after';
import type { ErrorRule, ErrorRules } from './description';

/** Characters of an error that rules apply to: an expression could take very long for a page of megabytes. */
const MOST_CHARACTERS = 1_000;

/** @param clock milliseconds since the Unix epoch, to convert the end of a rest to a duration */
export function refusalReader({ find, rules }: ErrorRules, clock: () => number): RefusalReader {
  return ({ status, body, text, retryAfterMs }) => {
    const said = (find(body) ?? text).slice(0, MOST_CHARACTERS);
    // A 5xx is a failure of the server and a 429 a rate limit, whatever the body says.
    const isPlain = status < 500 && status !== 429;
    const rule = rules.find(
      (each) => (each.status === undefined ? isPlain : each.status === status) && each.when.test(said),
    );
    return rule ? verdictOf(rule, said, retryAfterMs, clock()) : null;
  };
}

/** What the answer says of the rest has precedence over what the rule says. */
function verdictOf(rule: ErrorRule, said: string, retryAfterMs: number | undefined, now: number): RefusalVerdict {
  const { code, until, restMs } = rule;
  const end = until?.exec(said)?.[1];
  if (retryAfterMs !== undefined) return { code };
  if (end !== undefined) return { code, retryAfterMs: boundRetryAfter(Number(end) - now) };
  return restMs === undefined ? { code } : { code, retryAfterMs: restMs };
}
