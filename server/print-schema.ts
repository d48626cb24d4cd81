import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { apiResolvers } from './app.js';
import { buildApiSchema } from './graphql/schema.js';
import type { Platform } from './domain.js';
import { openNouns } from './nouns.js';
import { readConfig } from './platform/config.js';

/** The contract as text. Nouns keep what they are given and ask nothing of it while they are constructed, so nothing need be open. */
export function schemaText(): string {
  const unopened = { config: readConfig({}), database: {}, queues: {}, log: {} } as unknown as Platform;
  const schema = buildApiSchema(apiResolvers(openNouns(unopened)));
  return `# Written by "npm run schema"; a test compares it with the code.\n${printSchema(lexicographicSortSchema(schema))}\n`;
}

/** `npm run schema`: runs from dist/server, writes into the sources. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = fileURLToPath(new URL('../../schema/schema.graphql', import.meta.url));
  writeFileSync(target, schemaText());
  console.log(`written: ${target}`);
}
