import type { CodegenConfig } from '@graphql-codegen/cli';

/** `npm run codegen`: one typed document per operation in this folder, from the committed contract; no introspection. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: ['admin/**/*.graphql'],
  generates: {
    'admin/graphql/documents.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        documentMode: 'string',
        inlineFragmentTypes: 'inline',
        enumsAsTypes: true,
        useTypeImports: true,
        scalars: { DateTime: 'string', DateTimeISO: 'string', BigInt: 'string', JSON: 'unknown', ID: 'string' },
        strictScalars: true,
        dedupeFragments: true,
      },
    },
  },
};

export default config;
