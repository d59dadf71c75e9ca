import { GraphQLError, parse, specifiedRules, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { MAX_TOKENS } from '../limits/document-rules';
import { MAX_MISTAKES } from '../limits/operation-variables';
import { shortened } from '../limits/shortened';
import { unconditionalRootRule } from '../limits/unconditional-root';

/** Documents of usual size that are remembered with what is wrong with them. */
const REMEMBERED = 1_000;
const MAX_REMEMBERED_LENGTH = 10_000;

const RULES = [...specifiedRules, unconditionalRootRule];

export type CheckedDocument = DocumentNode | readonly GraphQLError[];

/** Parses and validates documents, those that come again only once. */
export class DocumentCache {
  private readonly known = new LRUCache<string, CheckedDocument>({ max: REMEMBERED });

  constructor(private readonly schema: GraphQLSchema) {}

  /** @returns the errors of a document that does not parse or is not valid */
  check(query: string): CheckedDocument {
    const known = this.known.get(query);
    if (known) return known;
    const checked = this.checkAnew(query);
    if (query.length <= MAX_REMEMBERED_LENGTH) this.known.set(query, checked);
    return checked;
  }

  private checkAnew(query: string): CheckedDocument {
    try {
      const document = parse(query, { maxTokens: MAX_TOKENS });
      const errors = validate(this.schema, document, RULES, { maxErrors: MAX_MISTAKES });
      return errors.length > 0 ? errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')) : document;
    } catch (error) {
      const shown = error instanceof GraphQLError ? error : new GraphQLError('The document is nested too deeply.');
      return [coded(shown, 'GRAPHQL_PARSE_FAILED')];
    }
  }
}

/** As Apollo Server does over HTTP. */
function coded(error: GraphQLError, code: string): GraphQLError {
  const { source, positions, nodes } = error;
  return new GraphQLError(shortened(error.message), {
    source,
    positions,
    nodes,
    extensions: { code, ...error.extensions },
  });
}
