import { preset } from '@graphql-codegen/client-preset';

/**
 * Types and documents for `web/src/**.graphql`, from the schema as it is committed: `npm run web:types`.
 * @type {import('@graphql-codegen/cli').CodegenConfig}
 */
export default {
  schema: 'schema.graphql',
  documents: 'web/src/**/*.graphql',
  generates: {
    'web/src/generated/': {
      // By its name it would be looked for beside the page, where it is not installed.
      preset,
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
