import { randomBytes } from 'node:crypto';
import { PartnerHttpError, type PartnerHttpFailure } from '../adapters/partner-http/failures.js';
import type { PartnerHttp } from '../adapters/partner-http/port.js';
import type { Connector } from '../../schema/connector.js';
import type { Clock } from '../platform/clock.js';
import type { ConnectorSecrets } from './connector-secrets.js';
import type { Outcome } from './health-rules.js';
import { signedHeaders } from './partner-calls.js';

/** What traffic needs to know of a connector. */
export type CalledEnd = Pick<Connector, 'id' | 'partnerId' | 'secretNumber'> & { baseUrl: string };

export interface Question<Answer> {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body: object;
  /** From now to the last byte of the answer. */
  readonly deadlineMs: number;
  readonly maxBytes: number;
  /** Throws InvalidAnswer for what cannot be used. `json` is undefined for an answer without a body. */
  readonly read: (status: number, json: unknown) => Answer;
}

export class InvalidAnswer extends Error {}

/** The other side's fault and not the line's, told apart by what the sender saw. */
export const byFailure: Partial<Record<PartnerHttpFailure, Outcome>> = { timeout: 'late', bad_status: 'refused', too_large: 'invalid', truncated: 'invalid', bad_encoding: 'invalid', bad_protocol: 'invalid' };

/**
 * Asks partners' ends within a deadline and counts how each call came out, once. Never throws for what a partner does: no answer
 * that can be used in time is null, and whoever asked goes on without it.
 */
export class Asking {
  private readonly keys = new Map<string, Promise<string>>();

  constructor(
    private readonly http: PartnerHttp,
    private readonly secrets: ConnectorSecrets,
    private readonly record: (connectorId: string, outcome: Outcome) => void,
    private readonly clock: Clock,
  ) {}

  async ask<Answer>(end: CalledEnd, question: Question<Answer>): Promise<Answer | null> {
    const { outcome, answer } = await this.tell(end, question);
    this.record(end.id, outcome);
    return answer;
  }

  /** The same without counting: probes are no traffic. */
  async tell<Answer>(end: CalledEnd, { path, headers = {}, body, deadlineMs, maxBytes, read }: Question<Answer>): Promise<{ outcome: Outcome; answer: Answer | null }> {
    const text = JSON.stringify(body);
    try {
      const signature = signedHeaders({ id: `msg_${randomBytes(12).toString('base64url')}`, at: this.clock(), body: text, secret: await this.secretOf(end) });
      const answer = await this.http.send({
        url: end.baseUrl + path, method: 'POST', body: Buffer.from(text), deadlineMs, maxBytes,
        headers: { accept: 'application/json', 'content-type': 'application/json', ...headers, ...signature },
      });
      if (answer.status >= 300) return { outcome: 'refused', answer: null };
      return { outcome: 'answered', answer: read(answer.status, answer.body.length ? JSON.parse(answer.body.toString('utf8')) as unknown : undefined) };
    } catch (error) {
      if (error instanceof InvalidAnswer || error instanceof SyntaxError) return { outcome: 'invalid', answer: null };
      if (error instanceof PartnerHttpError) return { outcome: byFailure[error.kind] ?? 'unreachable', answer: null };
      throw error;
    }
  }

  private secretOf({ id, secretNumber }: CalledEnd): Promise<string> {
    const key = `${id} ${secretNumber}`;
    let secret = this.keys.get(key);
    if (!secret) this.keys.set(key, secret = this.secrets.secretOf({ id, secretNumber }));
    return secret;
  }
}
