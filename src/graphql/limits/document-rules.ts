import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql';
import { boundedLiterals } from './input-bounds';
import { MAX_MISTAKES } from './operation-variables';
import { unconditionalRootRule } from './unconditional-root';

/** Maximum lexical tokens of a document. Long symbol lists belong in variables, which are not counted. */
const MAX_TOKENS = 10_000;
/** Maximum nesting of fields. The deepest useful query, a connection within a job connection, has about ten. */
const MAX_DEPTH = 16;
/** Aliases allow one operation to request the same field many times. */
const MAX_ALIASES = 64;

/** Parse and validation options, used over HTTP by Apollo Server and over WebSocket by the document cache. */
export const PARSING = { maxTokens: MAX_TOKENS } as const;
export const VALIDATION = {
  /** Rules in addition to those of the specification. */
  rules: [unconditionalRootRule] satisfies readonly ValidationRule[],
  options: { maxErrors: MAX_MISTAKES },
};

/** Limits on valid documents, applied by OperationCheck over both transports. */
export const DOCUMENT_RULES: readonly ValidationRule[] = [
  boundedLiterals,
  limited(maxDepthRule, MAX_DEPTH, 'The operation is nested too deeply', 'OPERATION_TOO_DEEP'),
  limited(maxAliasesRule, MAX_ALIASES, 'The operation has too many aliases', 'TOO_MANY_ALIASES'),
];

interface RuleOptions {
  readonly n: number;
  readonly propagateOnRejection: boolean;
  readonly onReject: ((context: ValidationContext | null) => void)[];
}

/** Reports an error instead of throwing: a thrown error would count as a server failure. */
function limited(
  rule: (options: RuleOptions) => (context: ValidationContext) => object,
  limit: number,
  message: string,
  code: string,
): ValidationRule {
  const report = (context: ValidationContext | null) =>
    context?.reportError(new GraphQLError(`${message}: the limit is ${limit}.`, { extensions: { code, limit } }));
  const options = { n: limit, propagateOnRejection: false, onReject: [report] };
  return (context) => rule(options)(context);
}
