import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql';
import { boundedLiterals } from './input-bounds';
import { MAX_MISTAKES } from './operation-variables';
import { unconditionalRootRule } from './unconditional-root';

/** Words and signs of one document. Lists of symbols belong into variables, which are not counted. */
const MAX_TOKENS = 10_000;
/** Fields inside each other; the deepest that makes sense here is a job's connection in a connection: about ten. */
const MAX_DEPTH = 16;
/** With aliases one operation can ask for the same thing many times over. */
const MAX_ALIASES = 64;

/** How documents are parsed and validated, over HTTP by Apollo Server and over WebSocket by the document cache. */
export const PARSING = { maxTokens: MAX_TOKENS } as const;
export const VALIDATION = {
  /** Beside those of the specification. */
  rules: [unconditionalRootRule] satisfies readonly ValidationRule[],
  options: { maxErrors: MAX_MISTAKES },
};

/** What a valid document may look like at most: looked at by OperationCheck, over both transports. */
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

/** By itself the library throws, which would be a failure of the server. */
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
