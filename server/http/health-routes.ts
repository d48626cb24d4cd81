import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

/** What must answer before this process is sent requests; each rejects with a sentence. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<void>>>;

const checkTimeoutMs = 2_000;

export function registerHealth(fastify: FastifyInstance, checks: ReadinessChecks, registry: Registry): void {
  let closing = false;
  fastify.addHook('preClose', async () => { closing = true; });
  fastify.get('/livez', async () => ({ status: 'ok' }));
  fastify.get('/readyz', async (_request, reply) => {
    const results = await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await outcome(check)] as const));
    const ready = !closing && results.every(([, result]) => result === 'ok');
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : closing ? 'closing' : 'not ready', checks: Object.fromEntries(results) });
  });
  fastify.get('/metrics', async (_request, reply) => reply.header('content-type', registry.contentType).send(await registry.metrics()));
}

/** The reason stays inside: whoever may read the log finds it there. */
async function outcome(check: () => Promise<void>): Promise<'ok' | 'failed' | 'timeout'> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>((done) => { timer = setTimeout(() => done('timeout'), checkTimeoutMs); });
  try {
    return await Promise.race([check().then(() => 'ok' as const, () => 'failed' as const), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
