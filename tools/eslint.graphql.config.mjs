import graphql from '@graphql-eslint/eslint-plugin';

/** Rules for schema.graphql alone: those of @graphql-eslint for schemas, and Relay's. */
export default [
  {
    files: ['schema.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: './schema.graphql' } },
    },
    rules: {
      ...graphql.configs['flat/schema-all'].rules,
      ...graphql.configs['flat/schema-relay'].rules,
      // Where the API's contract has decided otherwise:
      // lists are read forwards, as they grow; short ones of bounded length are no connections; only jobs are nodes;
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],
      '@graphql-eslint/strict-id-in-types': 'off',
      // the service commands and streams, and a refusal is a result;
      '@graphql-eslint/no-root-type': 'off',
      '@graphql-eslint/require-nullable-result-in-root': 'off',
      // and the order is that of graphql-js, which sorts what it prints.
      '@graphql-eslint/alphabetize': 'off',
    },
  },
];
