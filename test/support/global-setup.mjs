/** Once per run: a server, and on it one migrated template which every test file clones. */
import './typescript-loader.mjs';

export default async function globalSetup() {
  const { openTestServer } = await import('./test-server.ts');
  globalThis.tandemTestServer = await openTestServer();
}
