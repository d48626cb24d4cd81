import type { EntityManager } from 'typeorm';
import { PartnerHttpError } from '../adapters/partner-http/failures.js';
import { retryAfterSeconds, type PartnerHttp } from '../adapters/partner-http/port.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { NewId } from '../platform/ids.js';
import { signMessage } from '../platform/message-signature.js';
import type { ConnectorSecrets } from './connector-secrets.js';
import { cloudEvent, messageTypes, partnerOfNoun, typeOf } from './message-types.js';
import { FAILING_MS, nextStep, type Attempt } from './webhook-rules.js';

const FILL = 500;
/** Messages of one endpoint that are under way at once; a slow one keeps no other endpoint waiting. */
const AT_ONCE = 8;
const DEADLINE_MS = 10_000;
const ANSWER_KEPT = 4_096;
/** A worker that dies with a message under way leaves it to the next after this time. */
const LEASE_MS = 60_000;

interface Endpoint { id: string; partner_id: string; base_url: string; secret_number: number; secret_rotated_at: Date | null }
interface Due { id: string; body: string; attempts: number }

export interface DeliveryTools {
  readonly http: PartnerHttp;
  readonly secrets: ConnectorSecrets;
  /** In [0, 1). */
  readonly draw: () => number;
  readonly publicUrl: string;
}

/**
 * Messages to partners' live endpoints (connectors of kind webhook). At least once, in no promised order: the id is what the
 * other side tells repeats by. Every method may run in several workers at once.
 */
export class WebhookDeliveries {
  constructor(private readonly database: Database, private readonly clock: Clock, private readonly newId: NewId, private readonly tools: DeliveryTools) {}

  /** Reads the log on and sends what is due, one round of each endpoint; answers how many messages were tried. */
  async round(): Promise<number> {
    const endpoints = await this.database.query<Endpoint>(
      `SELECT c.id, c.partner_id, c.base_url, c.secret_number, c.secret_rotated_at FROM connectors c LEFT JOIN webhook_endpoints w ON w.connector_id = c.id
       WHERE c.kind = 'webhook' AND c.state IN ('live','degraded') AND w.disabled_at IS NULL ORDER BY c.id`);
    const tried = await Promise.all(endpoints.map(async (endpoint) => {
      await this.fill(endpoint);
      return this.send(endpoint);
    }));
    return tried.reduce((sum, one) => sum + one, 0);
  }

  /** What happened since the endpoint was read to becomes its messages: only of its partner, each entry of the log once. */
  private fill({ id, partner_id: partnerId }: Endpoint): Promise<void> {
    return this.database.transaction(async (tx) => {
      await tx.query('INSERT INTO webhook_endpoints (connector_id, read_to) SELECT $1, coalesce(max(seq), 0) FROM audit_entries ON CONFLICT DO NOTHING', [id]);
      const [{ read_to: readTo }] = await tx.query<{ read_to: string }[]>('SELECT read_to FROM webhook_endpoints WHERE connector_id = $1 FOR UPDATE', [id]);
      // Entries become visible in the order of seq (the chain's lock is held until the commit): nothing can appear behind this place.
      const entries = await tx.query<{ seq: string; at: Date; action: string; noun: string; noun_id: string; is_own: boolean }[]>(`
        SELECT e.seq, e.at, e.action, e.noun, e.noun_id, ${isOwnSql} AS is_own FROM audit_entries e WHERE e.seq > $2 ORDER BY e.seq LIMIT ${FILL}`, [partnerId, readTo]);
      for (const { seq, at, action, noun, noun_id: nounId, is_own: isOwn } of entries) {
        const type = isOwn ? typeOf(noun, action) : undefined;
        if (type) await this.put(tx, { connectorId: id, partnerId, type, at, noun, nounId, sequence: seq });
      }
      if (entries.length) await tx.query('UPDATE webhook_endpoints SET read_to = $2 WHERE connector_id = $1', [id, entries.at(-1)!.seq]);
    });
  }

  private async put(tx: EntityManager, { connectorId, partnerId, type, at, noun, nounId, sequence }: { connectorId: string; partnerId: string; type: string; at: Date; noun: string; nounId: string; sequence: string }): Promise<void> {
    const [id, now] = [this.newId(), this.clock()];
    const body = cloudEvent({ id: messageId(id), type, at, noun, nounId, sequence, publicUrl: this.tools.publicUrl });
    await tx.query(
      `INSERT INTO webhook_deliveries (id, connector_id, partner_id, sequence, type, body, next_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (connector_id, sequence) DO NOTHING`,
      [id, connectorId, partnerId, sequence, type, body, now]);
  }

  private async send(endpoint: Endpoint): Promise<number> {
    const now = this.clock();
    // Claimed before it is sent, by moving it behind its lease: another worker takes others.
    const due = await this.database.query<Due>(
      `UPDATE webhook_deliveries SET attempts = attempts + 1, next_at = $3 WHERE id IN (
         SELECT id FROM webhook_deliveries WHERE connector_id = $1 AND state = 'pending' AND next_at <= $2 ORDER BY next_at, id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
       RETURNING id, body, attempts`, [endpoint.id, now, new Date(now.getTime() + LEASE_MS)]);
    await Promise.all(due.map((one) => this.attempt(endpoint, one)));
    return due.length;
  }

  private async attempt(endpoint: Endpoint, { id, body, attempts }: Due): Promise<void> {
    const at = this.clock();
    const bytes = Buffer.from(body);
    const keys = await this.tools.secrets.keysOf(endpoint, at);
    let attempt: Attempt;
    let answer: string | null = null;
    try {
      const response = await this.tools.http.send({
        method: 'POST', url: `${endpoint.base_url}/webhooks`, body: bytes, deadlineMs: DEADLINE_MS, maxBytes: 65_536,
        headers: { 'content-type': 'application/cloudevents+json', ...signMessage(keys, messageId(id), at, bytes) },
      });
      attempt = { status: response.status, failure: null, retryAfterSeconds: retryAfterSeconds(response, at) };
      answer = response.body.toString('utf8').replaceAll('\0', '').slice(0, ANSWER_KEPT);
    } catch (error) {
      if (!(error instanceof PartnerHttpError)) throw error;
      attempt = { status: null, failure: error.kind };
    }
    await this.record(endpoint.id, { id, attempts, at, answer }, attempt);
  }

  private record(connectorId: string, { id, attempts, at, answer }: { id: string; attempts: number; at: Date; answer: string | null }, attempt: Attempt): Promise<void> {
    const next = nextStep(attempts, attempt, this.tools.draw());
    return this.database.transaction(async (tx) => {
      await tx.query(`INSERT INTO webhook_attempts (delivery_id, number, at, status, failure, answer) SELECT $1, 1 + count(*), $2, $3, $4, $5 FROM webhook_attempts WHERE delivery_id = $1`, [id, at, attempt.status, attempt.failure, answer]);
      const now = this.clock();
      const [state, nextAt] = next.step === 'delivered' ? ['delivered', null] : next.step === 'wait' ? ['pending', new Date(now.getTime() + next.waitMs)] : ['dead', null];
      await tx.query(`UPDATE webhook_deliveries SET state = $2, next_at = $3, delivered_at = CASE WHEN $2 = 'delivered' THEN $4::timestamptz END WHERE id = $1 AND state = 'pending' AND attempts = $5`, [id, state, nextAt, now, attempts]);
      if (next.step === 'delivered') await tx.query('UPDATE webhook_endpoints SET failing_since = NULL WHERE connector_id = $1 AND failing_since IS NOT NULL', [connectorId]);
      else if (next.step === 'gone') await tx.query(`UPDATE webhook_endpoints SET disabled_at = $2, disabled_because = 'gone' WHERE connector_id = $1 AND disabled_at IS NULL`, [connectorId, now]);
      else await tx.query(
        `UPDATE webhook_endpoints SET failing_since = coalesce(failing_since, $2),
           disabled_at = CASE WHEN $3 AND failing_since <= $4 THEN $2 ELSE disabled_at END, disabled_because = CASE WHEN $3 AND failing_since <= $4 THEN 'failing' ELSE disabled_because END
         WHERE connector_id = $1 AND disabled_at IS NULL`, [connectorId, now, next.step === 'dead', new Date(now.getTime() - FAILING_MS)]);
    });
  }
}

export const messageId = (deliveryId: string): string => `msg_${deliveryId}`;

const isOwnSql = `CASE e.noun ${Object.entries(partnerOfNoun).map(([noun, { table, column }]) => `WHEN '${noun}' THEN EXISTS (SELECT FROM ${table} t WHERE t.id = e.noun_id AND t.${column} = $1)`).join(' ')} ELSE false END
  AND e.action = ANY('{${messageTypes.flatMap(({ actions }) => actions).map((action) => `"${action}"`).join(',')}}')`;
