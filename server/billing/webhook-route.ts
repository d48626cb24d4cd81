import type { FastifyInstance } from 'fastify';
import type { PaymentGateway } from '../adapters/payment/gateway.js';
import type { SandboxOutcome } from '../adapters/payment/sandbox.js';
import { DomainError } from '../platform/errors.js';
import type { Log } from '../platform/log.js';
import type { SandboxCashier } from './checkouts.js';
import type { Payments } from './payments.js';

export interface PaymentRouteDeps {
  gateway: PaymentGateway;
  payments: Payments;
  cashier: SandboxCashier;
  log: Log;
}

/**
 * POST /webhooks/payments/<provider>: 204 once the notice is committed (or was before), 401 for a wrong signature, 404
 * for an unknown payment, 400 for another shape; anything else asks the provider to try again. GET and POST
 * /sandbox/pay/<ref>: the sandbox's own pay page, where a pay URL leads.
 */
export async function registerPaymentWebhook(fastify: FastifyInstance, { gateway, payments, cashier, log }: PaymentRouteDeps): Promise<void> {
  await fastify.register(async (scope) => {
    // The signature covers the bytes as they came: nobody parses them before it is checked.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 100_000 }, (_request, body, done) => { done(null, body); });
    scope.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const known = error instanceof DomainError;
      const status = known ? error.httpStatus : error.statusCode && error.statusCode < 500 ? error.statusCode : 500;
      if (status >= 500) log.error({ err: error, url: request.url }, 'a payment notice could not be taken');
      return reply.status(status).send({ code: known ? error.code : status === 500 ? 'INTERNAL' : 'BAD_INPUT', message: known || status < 500 ? error.message : 'Try again.' });
    });
    scope.post(`/webhooks/payments/${gateway.provider}`, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const isNew = await payments.receive(gateway.provider, await gateway.read({ headers: request.headers, body }));
      log.info({ provider: gateway.provider, isNew }, 'payment notice');
      return reply.status(204).send();
    });
    scope.get<{ Params: { ref: string } }>('/sandbox/pay/:ref', async (request, reply) =>
      reply.type('text/html; charset=utf-8').send(payPage(await cashier.find(request.params.ref))));
    scope.post<{ Params: { ref: string } }>('/sandbox/pay/:ref', async (request, reply) => {
      const outcome = new URLSearchParams(String(request.body)).get('outcome');
      if (!outcome || !Object.hasOwn(outcomes, outcome)) throw new DomainError('BAD_INPUT');
      await cashier.payByRef(request.params.ref, outcome as SandboxOutcome);
      return reply.redirect(`/sandbox/pay/${request.params.ref}`, 303);
    });
  });
}

const outcomes: Record<SandboxOutcome, string> = { succeed: '付款成功 Pay', fail: '付款失败 Fail', wrong_amount: '金额不符 Pay a wrong amount' };

function payPage(payment: { title: string; amountMinor: bigint; currency: string } | null): string {
  const page = (main: string) => `<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tandem sandbox</title><main><h1>沙箱收银台 Sandbox</h1>${main}</main></html>`;
  if (!payment) return page('<p>没有待支付的款项。Nothing waits to be paid here.</p>');
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency: payment.currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const amount = (Number(payment.amountMinor) / 10 ** digits).toFixed(digits);
  const buttons = Object.entries(outcomes).map(([outcome, label]) => `<button name="outcome" value="${outcome}">${label}</button>`).join(' ');
  return page(`<p>${escapeHtml(payment.title)}</p><p><strong>${payment.currency} ${amount}</strong></p><form method="post">${buttons}</form>`);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
