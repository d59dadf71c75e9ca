import { GraphQLError, parse, specifiedRules, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { BoundedStore, documentBytes, MAX_REMEMBERED, textBytes } from '../limits/bounded-store';
import { PARSING, VALIDATION } from '../limits/document-rules';
import { shortened } from '../limits/shortened';

const RULES = [...specifiedRules, ...VALIDATION.rules];

export type CheckedDocument = DocumentNode | readonly GraphQLError[];

/** Parses and validates documents, and caches the results. */
export class DocumentCache {
  private readonly known = new BoundedStore<CheckedDocument>(bytesOf);

  constructor(private readonly schema: GraphQLSchema) {}

  /** Current size of the cache, in bytes. */
  get bytes(): number {
    return this.known.bytes;
  }

  /** @returns the document, or the errors if it does not parse or is invalid */
  check(query: string): CheckedDocument {
    const known = this.known.get(query);
    if (known) return known;
    const checked = this.checkAnew(query);
    if (query.length <= MAX_REMEMBERED) this.known.set(query, checked);
    return checked;
  }

  private checkAnew(query: string): CheckedDocument {
    try {
      const document = parse(query, PARSING);
      const errors = validate(this.schema, document, RULES, VALIDATION.options);
      return errors.length > 0 ? errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')) : document;
    } catch (error) {
      const shown = error instanceof GraphQLError ? error : new GraphQLError('The document is nested too deeply.');
      return [coded(shown, 'GRAPHQL_PARSE_FAILED')];
    }
  }
}

function bytesOf(checked: CheckedDocument): number {
  if ('kind' in checked) return documentBytes(checked);
  return checked.reduce((sum, { message }) => sum + textBytes(message), 0);
}

/** Adds a code, as Apollo Server does over HTTP, and drops the document's nodes, which would be cached too. */
function coded(error: GraphQLError, code: string): GraphQLError {
  const { source, positions } = error;
  return new GraphQLError(shortened(error.message), {
    source,
    positions,
    extensions: { code, ...error.extensions },
  });
}
