import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import { DomainError } from '../../platform/errors.js';
import type { FieldEncryption } from '../../platform/field-encryption.js';
import type { NewId } from '../../platform/ids.js';
import type { PaymentGateway, PaymentNotice, PaymentRequest, SignedMessage } from './gateway.js';
import { signWebhook, verifyWebhook } from './webhook-signature.js';

export type SandboxOutcome = 'succeed' | 'fail' | 'wrong_amount';

const notice = z.object({
  id: z.string().min(1).max(200),
  type: z.enum(['payment.succeeded', 'payment.failed', 'payment.closed', 'payment.refunded']),
  data: z.object({ ref: z.string().min(1).max(200), amountMinor: z.string().regex(/^\d{1,18}$/), currency: z.string().regex(/^[A-Z]{3}$/) }),
});

/** What the sandbox tells us, as plain JSON: told twice it is one event. */
export type SandboxNotice = z.output<typeof notice>;

/** Sends one signed message to our own route and throws UNAVAILABLE when it is not taken. Tests may hand it over in process. */
export type Deliver = (headers: Record<string, string>, body: Buffer) => Promise<void>;

/** `own`: where this process listens. Not the public address: whether that leads back here is not the sandbox's business. */
export function deliverByHttp(own: { host: string; port: number }): Deliver {
  const host = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[own.host] ?? (own.host.includes(':') ? `[${own.host}]` : own.host);
  const url = `http://${host}:${own.port}/webhooks/payments/sandbox`;
  return async (headers, body) => {
    const answer = await fetch(url, {
      method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: new Uint8Array(body), signal: AbortSignal.timeout(10_000),
    }).catch((cause: Error) => { throw new DomainError('UNAVAILABLE', {}, `The sandbox notice could not be delivered: ${cause.message}`); });
    if (!answer.ok) throw new DomainError('UNAVAILABLE', { status: answer.status }, 'The sandbox notice was not taken.');
  };
}

/**
 * A payment provider without money: same port, same signed notices over HTTP, but a person says how a payment ends. It
 * keeps nothing but its secret, which all processes share through the database.
 */
export class SandboxGateway implements PaymentGateway {
  readonly provider = 'sandbox';
  private secret: string | undefined;

  constructor(
    private readonly database: Database,
    private readonly publicUrl: string,
    private readonly deliver: Deliver,
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly fields: FieldEncryption,
  ) {}

  open({ ref }: PaymentRequest): Promise<{ payUrl: string }> {
    return Promise.resolve({ payUrl: new URL(`/sandbox/pay/${ref}`, this.publicUrl).href });
  }

  /** One event id per ref: asking again answers the same event. */
  refund({ ref, amountMinor, currency }: Pick<PaymentRequest, 'ref' | 'amountMinor' | 'currency'>): Promise<PaymentNotice> {
    return Promise.resolve({ eventId: `refund-${ref}`, ref, kind: 'refunded', amountMinor, currency });
  }

  async read({ headers, body }: SignedMessage): Promise<PaymentNotice> {
    verifyWebhook(await this.webhookSecret(), headers, body, this.clock());
    const parsed = notice.safeParse(parseJson(body));
    if (!parsed.success) throw new DomainError('BAD_INPUT', {}, 'This is not a payment notice.');
    const { id, type, data } = parsed.data;
    return { eventId: id, ref: data.ref, kind: type.slice('payment.'.length) as PaymentNotice['kind'], amountMinor: BigInt(data.amountMinor), currency: data.currency };
  }

  /** What the buyer does at the provider: the end of the payment, not told yet. */
  end({ ref, amountMinor, currency }: Pick<PaymentRequest, 'ref' | 'amountMinor' | 'currency'>, outcome: SandboxOutcome): SandboxNotice {
    const amount = outcome === 'wrong_amount' ? amountMinor + 1n : amountMinor;
    return { id: `evt_${this.newId()}`, type: outcome === 'fail' ? 'payment.failed' : 'payment.succeeded', data: { ref, amountMinor: String(amount), currency } };
  }

  /** Lets the provider tell us, over HTTP and signed. Throws UNAVAILABLE when the notice is not taken: tell it again. */
  async tell(ended: SandboxNotice): Promise<void> {
    const body = Buffer.from(JSON.stringify({ ...ended, timestamp: this.clock().toISOString() }));
    await this.deliver(signWebhook(await this.webhookSecret(), ended.id, this.clock(), body), body);
  }

  /** Made by whichever process asks first. */
  async webhookSecret(): Promise<string> {
    if (this.secret) return this.secret;
    const place = { table: 'payment_providers', column: 'webhook_secret', rowId: this.provider };
    const read = () => this.database.query<{ sealed: string }>('SELECT webhook_secret AS sealed FROM payment_providers WHERE name = $1', [this.provider]);
    let [row] = await read();
    if (!row) {
      const fresh = await this.fields.seal(place, `whsec_${randomBytes(32).toString('base64')}`);
      await this.database.query('INSERT INTO payment_providers (name, webhook_secret) VALUES ($1, $2) ON CONFLICT DO NOTHING', [this.provider, fresh]);
      [row] = await read();
    }
    this.secret = await this.fields.open(place, row.sealed);
    return this.secret;
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
