import { InvalidInputError } from '../../domain/errors';
import { SourceError } from '../../domain/source-failure';
import type { JobDraft } from '../ports/collection-job-repository';
import type { DataSource } from '../ports/data-source';
import type { SymbolCatalogue } from '../source-access/symbol-catalogue';
import { checkDraft, checkSource } from './draft-check';
import { checkSelection, selected, type SymbolSelection } from './symbol-selection';

/** How long a request waits for a source that has not listed its symbols yet, in milliseconds. */
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
  constructor(
    private readonly sources: ReadonlyMap<string, DataSource>,
    private readonly catalogues: ReadonlyMap<string, Pick<SymbolCatalogue, 'symbols'>>,
  ) {}

  /**
   * Selects symbols from the list of the source as it is now, and sets the end of the window if it is to be now.
   * @throws InvalidInputError, also if the source does not list its symbols in time
   */
  async make({ symbols, select, from, to, ...asked }: AskedCollection): Promise<JobDraft> {
    const source = checkSource(asked, this.sources);
    if ((symbols === null) === (select === null))
      throw new InvalidInputError('Give either symbols or select.', ['input', 'symbols']);
    const draft = {
      ...asked,
      symbols: symbols ?? (await this.select(asked.source, select!)),
      from: from ?? new Date(source.earliest ?? EARLIEST),
      to: to ?? new Date(),
      fromListing: from === null,
    };
    checkDraft(draft, this.sources);
    return draft;
  }

  private async select(source: string, selection: SymbolSelection): Promise<readonly string[]> {
    checkSelection(selection);
    const listed = await this.catalogues.get(source)!.symbols(PATIENCE_MS).catch(refuseUnlisted);
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
