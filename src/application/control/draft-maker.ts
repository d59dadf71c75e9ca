import { InvalidInputError } from '../../domain/errors';
import { SourceError } from '../../domain/source-failure';
import type { JobDraft } from '../ports/collection-job-repository';
import type { SourceRegistry } from '../source-access/source-registry';
import { checkDraft, checkSource } from './draft-check';
import { loadSource } from './load-source';
import { checkSelection, selected, type SymbolSelection } from './symbol-selection';

/** How long a request waits for a source that is not loaded, or has not listed its symbols yet, in milliseconds. */
const PATIENCE_MS = 2_000;

/** No source has a bar that is older, unless it says so. */
const EARLIEST = Date.UTC(2010, 0);

/** What a user asks for. */
export interface AskedCollection extends Omit<JobDraft, 'symbols' | 'from' | 'to' | 'fromListing'> {
  /** Null if they are selected. */
  readonly symbols: readonly string[] | null;
  readonly select: SymbolSelection | null;
  /** Null: each symbol from its listing. */
  readonly from: Date | null;
  /** Null: until now. */
  readonly to: Date | null;
}

/** Makes the settings of a job out of what a user asks for. */
export class DraftMaker {
  constructor(private readonly sources: Pick<SourceRegistry, 'accessTo' | 'byName' | 'load'>) {}

  /**
   * Selects symbols from the list of the source as it is now, and sets the end of the window if it is to be now.
   * @throws InvalidInputError, also if the source is not loaded or does not list its symbols in time
   */
  async make({ symbols, select, from, to, ...asked }: AskedCollection): Promise<JobDraft> {
    const started = performance.now();
    await loadSource(asked.source, this.sources, PATIENCE_MS);
    const source = checkSource(asked, this.sources.byName);
    if ((symbols === null) === (select === null))
      throw new InvalidInputError('Give either symbols or select.', ['input', 'symbols']);
    const draft = {
      ...asked,
      symbols: symbols ?? (await this.select(asked.source, select!, started + PATIENCE_MS)),
      from: from ?? new Date(source.earliest ?? EARLIEST),
      to: to ?? new Date(),
      fromListing: from === null,
    };
    checkDraft(draft, this.sources.byName);
    return draft;
  }

  /** @param deadline in milliseconds of the monotonic clock */
  private async select(source: string, selection: SymbolSelection, deadline: number): Promise<readonly string[]> {
    checkSelection(selection);
    const patienceMs = Math.max(0, deadline - performance.now());
    const listed = await this.sources.accessTo(source)!.catalogue.symbols(patienceMs).catch(refuseUnlisted);
    const symbols = selected(listed, selection);
    if (symbols.length > 0) return symbols;
    throw new InvalidInputError(`None of the ${listed.length} symbols that ${source} lists is selected.`, SELECT);
  }
}

const SELECT = ['input', 'select'];

function refuseUnlisted(error: unknown): never {
  if (!(error instanceof SourceError)) throw error;
  throw new InvalidInputError(`The symbols cannot be selected now, for ${error.message} (${error.code}).`, SELECT);
}
