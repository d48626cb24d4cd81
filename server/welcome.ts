import { existsSync, readFileSync } from 'node:fs';
import type { Config } from './platform/config.js';

/** What `tandem demo --json-summary <file>` leaves for the terminal. */
interface DemoSummary {
  readonly accounts: readonly { readonly role: string; readonly email: string; readonly password: string }[];
  /** A query worth pasting first. */
  readonly query: string;
}

/** The lines that greet a person; the last one is for programs that wait for us. */
export function welcome(config: Config, summaryFile: string): string[] {
  const base = config.publicUrl.replace(/\/$/, '');
  const demo = existsSync(summaryFile) ? JSON.parse(readFileSync(summaryFile, 'utf8')) as DemoSummary : undefined;
  return [
    '',
    `  GraphQL   ${base}/graphql`,
    `  Console   ${base}/admin`,
    ...(demo ? demoLines(demo) : []),
    '',
    `  Logs are in ${config.dataDir}/logs. Ctrl-C stops everything.`,
    '',
    `ready http://localhost:${config.port}/graphql`,
  ];
}

function demoLines({ accounts, query }: DemoSummary): string[] {
  const width = Math.max(...accounts.map(({ email }) => email.length));
  return [
    '',
    '  Demo accounts',
    ...accounts.map(({ role, email, password }) => `    ${email.padEnd(width)}  ${password}  ${role.replace('_', ' ')}`),
    '',
    '  A query to try',
    ...query.trim().split('\n').map((line) => `    ${line}`),
  ];
}
