import type { EntityManager } from 'typeorm';
import { Connector } from '../../schema/connector.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import { checkMessage } from '../platform/message-signature.js';
import type { Outbox } from '../platform/outbox.js';
import type { ConnectorSecrets } from './connector-secrets.js';
import { acceptedStates } from './connector-states.js';

const GATHER_MS = 10_000;

export interface InboundMessage {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As it came. */
  readonly body: Buffer;
}

/** What partners send us: signed, within the tolerance, worked on once however often it comes. */
export class InboundMessages {
  constructor(private readonly database: Database, private readonly clock: Clock, private readonly secrets: ConnectorSecrets, private readonly outbox: Outbox) {}

  /**
   * Answers whether the message is new; stored either way before the answer. NOT_FOUND for a connector that is not accepted or
   * not for messages, UNAUTHENTICATED with the fault of its signature, BAD_INPUT for what is no JSON object with a type.
   */
  async take(code: string, { headers, body }: InboundMessage): Promise<boolean> {
    const connector = await this.database.dataSource.getRepository(Connector).findOneBy({ code, kind: 'webhook' });
    if (!connector || connector.secretNumber < 1 || !(acceptedStates as readonly string[]).includes(connector.state)) throw new DomainError('NOT_FOUND');
    const now = this.clock();
    const checked = checkMessage({ secrets: (await this.secrets.keysOf(rotation(connector), now)).secrets, ed25519: [] }, headers, body, now);
    if ('fault' in checked) throw new DomainError('UNAUTHENTICATED', { reason: checked.fault }, 'The signature of this message is not valid.');
    const { type, message } = readBody(body);
    if (checked.id.length > 200) throw new DomainError('BAD_INPUT', { path: ['webhook-id'] }, 'An id has at most 200 characters.');
    return this.database.transaction(async (tx) => {
      const [{ deliveries }] = await tx.query<{ deliveries: number }[]>(
        `INSERT INTO inbound_messages (connector_id, message_id, partner_id, type, body, received_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (connector_id, message_id) DO UPDATE SET deliveries = inbound_messages.deliveries + 1 RETURNING deliveries`,
        [connector.id, checked.id, connector.partnerId, type, JSON.stringify(message), now]);
      if (deliveries === 1 && type === 'content.changed') await this.askForImport(tx, connector.partnerId);
      return deliveries === 1;
    });
  }

  /** Messages of the same seconds ask for one import: it begins when they are over. */
  private async askForImport(tx: EntityManager, partnerId: string): Promise<void> {
    const asked = await tx.query<object[]>(
      `SELECT 1 FROM outbox WHERE job = 'import-feeds' AND payload->>'partnerId' = $1 AND created_at > now() - make_interval(secs => $2) LIMIT 1`, [partnerId, GATHER_MS / 1_000]);
    if (!asked.length) await this.outbox.add(tx, 'import-feeds', { partnerId }, GATHER_MS);
  }
}

const rotation = ({ id, secretNumber, secretRotatedAt }: Connector) => ({ id, secret_number: secretNumber, secret_rotated_at: secretRotatedAt });

function readBody(body: Buffer): { type: string; message: object } {
  let message: unknown;
  try {
    message = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    throw new DomainError('BAD_INPUT', { path: ['body'] }, 'A message is JSON in UTF-8.');
  }
  const type = (message as { type?: unknown } | null)?.type;
  if (typeof type !== 'string' || !/^[\w.-]{1,100}$/.test(type) || JSON.stringify(message).includes('\\u0000')) throw new DomainError('BAD_INPUT', { path: ['type'] }, 'A message is an object with a type of 1 to 100 letters, digits, dots, dashes or underscores.');
  return { type, message: message as object };
}
