import { InvalidInputError } from '../../domain/errors';
import type { SourceSymbol, SymbolStatus } from '../ports/data-source';

/** Chooses symbols from what a source lists. */
export interface SymbolSelection {
  /** Globs, of which a symbol matches one; `*` stands for any characters and `?` for one. Null: every symbol does. */
  readonly match: readonly string[] | null;
  /** Globs, of which it matches none. */
  readonly exclude: readonly string[];
  /** Null: in any status. */
  readonly status: SymbolStatus | null;
  /** Null: with any currency of the price. */
  readonly quote: string | null;
  /** The first so many, by name; null: all. */
  readonly limit: number | null;
}

const MAX_GLOBS = 20;
const MAX_LENGTH = 64;

/** @throws InvalidInputError for the first error found */
export function checkSelection({ match, exclude, quote, limit }: SymbolSelection): void {
  if (match?.length === 0) refuse('Give at least one pattern, or none of the list: null.', 'match');
  for (const [name, globs] of Object.entries({ match: match ?? [], exclude })) {
    if (globs.length > MAX_GLOBS) refuse(`No more than ${MAX_GLOBS} patterns.`, name);
    const bad = globs.findIndex((glob) => glob.length < 1 || glob.length > MAX_LENGTH);
    if (bad >= 0) refuse(`A pattern has 1 to ${MAX_LENGTH} characters.`, name, String(bad));
  }
  if (quote !== null && (quote.length < 1 || quote.length > MAX_LENGTH))
    refuse(`A currency has 1 to ${MAX_LENGTH} characters.`, 'quote');
  if (limit !== null && limit < 1) refuse('limit must be at least 1.', 'limit');
}

/** Returns the names of the symbols chosen, in the order of the list. */
export function selected(listed: readonly SourceSymbol[], selection: SymbolSelection): string[] {
  const { match, exclude, status, quote, limit } = selection;
  const chosen = listed.filter(
    (each) =>
      (status === null || each.status === status) &&
      (quote === null || each.quote === quote) &&
      (match === null || match.some((glob) => matches(each.symbol, glob))) &&
      !exclude.some((glob) => matches(each.symbol, glob)),
  );
  return chosen.slice(0, limit ?? undefined).map(({ symbol }) => symbol);
}

/**
 * Compares in time proportional to the product of the lengths, whatever the glob: as a regular expression, one with many
 * stars could take for ever.
 */
function matches(symbol: string, glob: string): boolean {
  let [at, place, star, mark] = [0, 0, -1, 0];
  while (at < symbol.length) {
    if (place < glob.length && (glob[place] === '?' || glob[place] === symbol[at])) {
      at++;
      place++;
    } else if (glob[place] === '*') {
      star = place++;
      mark = at;
    } else if (star >= 0) {
      // Lets the last star stand for one character more.
      place = star + 1;
      at = ++mark;
    } else return false;
  }
  while (glob[place] === '*') place++;
  return place === glob.length;
}

function refuse(message: string, ...path: string[]): never {
  throw new InvalidInputError(message, ['input', 'select', ...path]);
}
