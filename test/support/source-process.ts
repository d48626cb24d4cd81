import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');

/** For `--import`: lets a spawned Node run our TypeScript sources. */
export const loader = pathToFileURL(resolve(repository, 'test/support/typescript-loader.mjs')).href;

export const parentWatch = pathToFileURL(resolve(repository, 'server/platform/parent-watch.js')).href;

/** The path that a compiled file has beside its source; the loader finds the source. */
export function sourceScript(path: string): string {
  return resolve(repository, path);
}
