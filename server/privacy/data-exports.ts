import type { EntityManager } from 'typeorm';
import type { Audit } from '../audit/audit.js';
import { maySeePartner, sideOf } from '../partner/sides.js';
import { actorAccountId, type Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { FieldEncryption } from '../platform/field-encryption.js';
import type { NewId } from '../platform/ids.js';
import type { Outbox } from '../platform/outbox.js';
import { openArchive } from './archive.js';
import { datasetOf } from './datasets.js';
import { keyPlace } from './export-making.js';
import { openGate, type Asked } from './gate.js';
import type { Pseudonyms } from './pseudonyms.js';
import { holdStanding, stopDisclosures } from './sharing-rows.js';

interface ReadyRow extends Asked {
  state: string; contractId: string; partnerId: string; clauseKey: string; stripped: { field: string }[]; archive: Buffer; sealedKey: string; expiresAt: Date;
}

/** Asking for records, fetching them, and the end of it. Refusals of people are NOT_FOUND, FORBIDDEN, BAD_INPUT; refusals of the gate are a state of the request, with its reason. */
export class DataExports {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly fields: FieldEncryption,
    private readonly outbox: Outbox,
  ) {}

  /** The gate decides in the job, at the instant when the archive is made. */
  async request(tx: EntityManager, newId: NewId, { contractId, ...asked }: Asked & { contractId: string }, actor: Actor): Promise<string> {
    const [contract] = await tx.query<{ partnerId: string }[]>('SELECT partner_id AS "partnerId" FROM contracts WHERE id = $1', [contractId]);
    if (!contract || !maySeePartner(actor, contract.partnerId)) throw new DomainError('NOT_FOUND', { path: ['contractId'] });
    if (sideOf(actor, contract.partnerId) === null) throw new DomainError('FORBIDDEN');
    const fields = [...new Set(asked.fields)];
    if (fields.length < 1 || fields.length > 100) throw new DomainError('BAD_INPUT', { path: ['fields'] }, 'Name 1 to 100 fields of the data set.');
    for (const [field, most] of [['dataset', 200], ['purpose', 500]] as const) {
      if (asked[field].length < 1 || asked[field].length > most) throw new DomainError('BAD_INPUT', { path: [field] }, `1 to ${most} characters, as the contract says it.`);
    }
    if (asked.region !== null && !/^[A-Z]{2}$/.test(asked.region)) throw new DomainError('BAD_INPUT', { path: ['region'] }, 'A region is an ISO 3166 code of two capitals.');
    const id = newId();
    await tx.query('INSERT INTO data_exports (id, contract_id, partner_id, dataset, purpose, region, fields, requested_by, requested_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [id, contractId, contract.partnerId, asked.dataset, asked.purpose, asked.region, fields, actorAccountId(actor), this.clock()]);
    await this.outbox.add(tx, 'export-data', { exportId: id });
    await this.audit.append(tx, { actor, action: 'dataExportRequest', noun: 'Partner', nounId: contract.partnerId, detail: { exportId: id, dataset: asked.dataset, purpose: asked.purpose } });
    return id;
  }

  /**
   * The records, gzip of JSON Lines. The gate is asked again: ILLEGAL_TRANSITION for what is not ready (any more), FORBIDDEN with the
   * reason when the sharing has ended or no longer covers every field in it.
   */
  fetch(id: string, actor: Actor): Promise<Buffer> {
    return this.database.transaction(async (tx) => {
      const [found] = await tx.query<{ contractId: string; partnerId: string }[]>('SELECT contract_id AS "contractId", partner_id AS "partnerId" FROM data_exports WHERE id = $1', [id]);
      if (!found || !maySeePartner(actor, found.partnerId)) throw new DomainError('NOT_FOUND');
      if (sideOf(actor, found.partnerId) === null) throw new DomainError('FORBIDDEN');
      const { standing, now } = await holdStanding(tx, found.contractId, this.clock);
      const [row] = await tx.query<ReadyRow[]>(
        `SELECT state, contract_id AS "contractId", partner_id AS "partnerId", dataset, purpose, region, fields, stripped, clause_key AS "clauseKey", archive, sealed_key AS "sealedKey", expires_at AS "expiresAt"
         FROM data_exports WHERE id = $1 FOR UPDATE`, [id]);
      if (row.state !== 'ready') throw new DomainError('ILLEGAL_TRANSITION', { from: row.state, allowed: [] }, `There is nothing to fetch: this export is ${row.state}.`);
      if (row.expiresAt <= now) throw new DomainError('FORBIDDEN', { reason: 'retention' }, 'The time for which these records may be kept is over.');
      const fields = row.fields.filter((field) => !row.stripped.some((one) => one.field === field));
      const opening = openGate({ ...row, fields }, standing, datasetOf(row.dataset));
      const refusal = typeof opening === 'string' ? opening : opening.scope.key !== row.clauseKey || opening.stripped.length ? 'field_not_in_scope' : null;
      if (refusal) throw new DomainError('FORBIDDEN', { reason: refusal }, 'The contract does not allow this disclosure any more.');
      const key = Buffer.from(await this.fields.open(keyPlace(id), row.sealedKey), 'base64');
      const bytes = openArchive(row.archive, key, { exportId: id, partnerId: row.partnerId });
      await tx.query('UPDATE data_exports SET fetched_at = coalesce(fetched_at, $2) WHERE id = $1', [id, now]);
      await this.audit.append(tx, { actor, action: 'dataExportFetch', noun: 'Partner', nounId: row.partnerId, detail: { exportId: id } });
      return bytes;
    });
  }
}

/** Archives whose time is over lose their key; what lost its key is only noise, and leaves. */
export async function expireArchives(tx: EntityManager, now: Date): Promise<number> {
  const [, expired] = await tx.query<[unknown[], number]>(
    `UPDATE data_exports SET state = 'destroyed', sealed_key = NULL, destroyed_at = $1, destroyed_because = 'retention' WHERE state = 'ready' AND expires_at <= $1`, [now]);
  await tx.query(`UPDATE data_exports SET archive = NULL WHERE state = 'destroyed' AND archive IS NOT NULL AND destroyed_at <= $1::timestamptz - interval '30 days'`, [now]);
  return expired;
}

/**
 * What ends with a partner: the keys of its archives and of its pseudonyms, and every session and key of its accounts, in the transaction that
 * ends the cooperation. Without the keys nothing that it was given can be joined with anything any more.
 */
export function endSharing(pseudonyms: Pseudonyms, clock: Clock) {
  return async (tx: EntityManager, partnerId: string): Promise<void> => {
    await stopDisclosures(tx, partnerId);
    const now = clock();
    await tx.query(`UPDATE data_exports SET state = 'destroyed', sealed_key = NULL, destroyed_at = $2, destroyed_because = 'partner_ended' WHERE partner_id = $1 AND state = 'ready'`, [partnerId, now]);
    await pseudonyms.destroyOf(tx, partnerId);
    const accounts = '(SELECT id FROM accounts WHERE partner_id = $1)';
    await tx.query(`UPDATE sessions SET revoked_at = $2, revoked_reason = 'partner_ended' WHERE revoked_at IS NULL AND account_id IN ${accounts}`, [partnerId, now]);
    await tx.query(`UPDATE api_keys SET revoked_at = $2 WHERE revoked_at IS NULL AND account_id IN ${accounts}`, [partnerId, now]);
  };
}
