/**
 * Types and documents for `web/src/**.graphql`, from the schema as it is committed: `npm run web:types`.
 * @type {import('@graphql-codegen/cli').CodegenConfig}
 */
export default {
  schema: 'schema.graphql',
  documents: 'web/src/**/*.graphql',
  generates: {
    'web/src/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        strictScalars: true,
        enumsAsTypes: true,
        nonOptionalTypename: true,
        scalars: { DateTime: 'string', Decimal: 'string', SafeInt: 'number' },
      },
    },
  },
};
