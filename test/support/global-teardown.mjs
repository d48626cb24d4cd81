export default async function globalTeardown() {
  await globalThis.tandemTestServer.close();
}
