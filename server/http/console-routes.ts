import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Emotion writes style elements at run time, hence 'unsafe-inline' for styles; scripts come from files only. */
export const contentSecurityPolicy = [
  "default-src 'self'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self' data:", "connect-src 'self'",
  "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
].join('; ');

/** The built console under /admin; its addresses are its own business, so every unknown one gets index.html. */
export async function registerConsole(fastify: FastifyInstance, folder: string): Promise<void> {
  fastify.get('/', (_request, reply) => reply.redirect('/admin/'));
  if (!existsSync(join(folder, 'index.html'))) {
    fastify.get('/admin*', (_request, reply) => reply.code(404).type('text/plain').send('The console is not built yet: run "npm run build".'));
    return;
  }
  await fastify.register(async (scope) => {
    scope.addHook('onSend', (_request, reply, _payload, done) => {
      reply.header('content-security-policy', contentSecurityPolicy);
      done();
    });
    await scope.register(fastifyStatic, {
      root: folder,
      prefix: '/admin/',
      cacheControl: false,
      // Vite puts a hash of the content into every name under assets/; the rest may change with each build.
      setHeaders: (reply, path) => { reply.setHeader('cache-control', /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'); },
    });
    scope.get('/admin', (_request, reply) => reply.redirect('/admin/'));
    scope.setNotFoundHandler((request, reply) => (
      request.method === 'GET' && request.url.startsWith('/admin/') && !request.url.startsWith('/admin/assets/')
        ? reply.header('cache-control', 'no-cache').sendFile('index.html')
        : reply.code(404).send({ errors: [{ message: 'There is nothing here.', extensions: { code: 'NOT_FOUND' } }] })));
  });
}
