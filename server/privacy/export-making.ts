import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { anonymityReport, type AnonymityReport } from '../../models/serving.js';
import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { FieldEncryption } from '../platform/field-encryption.js';
import type { NewId } from '../platform/ids.js';
import { packRecords, sealArchive, sha256, subjectsDigest } from './archive.js';
import { datasetOf, type Dataset } from './datasets.js';
import { openGate, passing, type Asked, type Opening, type Refusal, type Row } from './gate.js';
import type { PseudonymKey, Pseudonyms } from './pseudonyms.js';
import { basesAt, holdStanding, type Held } from './sharing-rows.js';

const DAY_MS = 86_400_000;
const MAX_ROWS = 100_000;

export const keyPlace = (exportId: string) => ({ table: 'data_exports', column: 'sealed_key', rowId: exportId });

type Passed = ReturnType<typeof passing>;
type Outcome = { refusal: Refusal; report?: AnonymityReport; opening?: Opening } | { opening: Opening; key: PseudonymKey; passed: Passed; report: AnonymityReport };

/**
 * Decides on a request for records and makes the archive. Decision, archive and the one disclosure record of it are one transaction that whoever
 * ends the sharing waits for: either the records left before that, or they do not leave.
 */
export class ExportMaking {
  constructor(private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId, private readonly fields: FieldEncryption, private readonly pseudonyms: Pseudonyms) {}

  /** Answers the state that the request is in then. */
  async make(tx: EntityManager, exportId: string, actor: Actor): Promise<string> {
    const [request] = await tx.query<(Asked & { contractId: string })[]>('SELECT contract_id AS "contractId", dataset, purpose, region, fields FROM data_exports WHERE id = $1', [exportId]);
    const held = await holdStanding(tx, request.contractId, this.clock);
    const [waiting] = await tx.query<{ state: string }[]>('SELECT state FROM data_exports WHERE id = $1 FOR UPDATE', [exportId]);
    if (waiting.state !== 'requested') return waiting.state;
    const outcome = await this.decide(tx, request, held);
    if ('refusal' in outcome) return this.refuse(tx, exportId, outcome, held, actor);
    const archive = await this.release(tx, exportId, { ...outcome, held });
    const disclosureId = await this.record(tx, exportId, { ...outcome, held, request, exportHash: archive });
    await this.audit.append(tx, {
      actor, action: 'dataDisclose', noun: 'Partner', nounId: held.partnerId,
      detail: { exportId, disclosureId, rows: outcome.report.rows, subjects: outcome.report.subjects, exportHash: archive.toString('hex') },
    });
    return 'ready';
  }

  private async decide(tx: EntityManager, request: Asked, { standing, partnerId, now }: Held): Promise<Outcome> {
    const dataset = datasetOf(request.dataset);
    const opening = openGate(request, standing, dataset);
    if (typeof opening === 'string' || !dataset) return { refusal: opening as Refusal };
    const { scope, fields } = opening;
    // What is older than the partner may keep anything does not leave in the first place.
    const rows = await tx.query<Row[]>(dataset.sql, [partnerId, new Date(now.getTime() - scope.retentionDays * DAY_MS), now, MAX_ROWS + 1]);
    if (rows.length > MAX_ROWS) return { refusal: 'too_many_rows', opening };
    const key = await this.pseudonyms.current(tx, partnerId);
    const nameOf = (id: string) => (scope.level === 'record' ? id : key.nameOf(id).toString('base64url'));
    const passed = passing(rows, opening, dataset, await basesAt(tx, partnerId, scope.purpose, now), nameOf);
    if (!passed.length) return { refusal: 'nobody_left', opening };
    const report = reportOf(passed, fields, dataset);
    return report.k < scope.kMin ? { refusal: 'below_k_min', report, opening } : { opening, key, passed, report };
  }

  private async refuse(tx: EntityManager, exportId: string, { refusal, report, opening }: Extract<Outcome, { refusal: Refusal }>, { partnerId, now, versionId }: Held, actor: Actor): Promise<string> {
    await tx.query(`UPDATE data_exports SET state = 'refused', refusal = $2, report = $3, stripped = $4, contract_version_id = $5, clause_key = $6, decided_at = $7 WHERE id = $1 AND state = 'requested'`,
      [exportId, refusal, report ?? null, JSON.stringify(opening?.stripped ?? []), versionId, opening?.scope.key ?? null, now]);
    await this.audit.append(tx, { actor, action: 'dataExportRefuse', noun: 'Partner', nounId: partnerId, detail: { exportId, refusal } });
    return 'refused';
  }

  /** Answers the hash of what the recipient will get. */
  private async release(tx: EntityManager, exportId: string, { opening, passed, report, held }: Extract<Outcome, { passed: Passed }> & { held: Held }): Promise<Buffer> {
    const bytes = packRecords(passed.map(({ cells }) => cells));
    const [dataKey, iv] = [randomBytes(32), randomBytes(12)];
    const archive = sealArchive(bytes, dataKey, iv, { exportId, partnerId: held.partnerId });
    await tx.query(
      `UPDATE data_exports SET state = 'ready', report = $2, stripped = $3, contract_version_id = $4, clause_key = $5, archive = $6, archive_hash = $7, sealed_key = $8, decided_at = $9, expires_at = $10
       WHERE id = $1 AND state = 'requested'`,
      [exportId, report, JSON.stringify(opening.stripped), held.versionId, opening.scope.key, archive, sha256(archive), await this.fields.seal(keyPlace(exportId), dataKey.toString('base64')), held.now, endOf(opening, held)]);
    return sha256(bytes);
  }

  private async record(
    tx: EntityManager, exportId: string,
    { opening, passed, report, held, key, request, exportHash }: Extract<Outcome, { passed: Passed }> & { held: Held; request: Asked & { contractId: string }; exportHash: Buffer },
  ): Promise<string> {
    const { scope, fields } = opening;
    const id = this.newId();
    const names = [...new Set(passed.map(({ subjectId }) => subjectId))].map((subjectId) => key.nameOf(subjectId));
    await tx.query(
      `INSERT INTO disclosures (id, export_id, partner_id, contract_id, contract_version_id, clause_key, dataset, purpose, region, level, basis, fields, rows, subjects, subjects_digest, export_hash, pseudonym_key_id, disclosed_at, expires_at)
       VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19)`,
      [id, exportId, held.partnerId, request.contractId, held.versionId, scope.key, request.dataset, request.purpose, request.region, scope.level, scope.basis, fields, report.rows, names.length, subjectsDigest(names), exportHash, key.id, held.now, endOf(opening, held)]);
    await tx.query('INSERT INTO disclosed_subjects (disclosure_id, pseudonym) SELECT $1, unnest($2::bytea[])', [id, names]);
    return id;
  }
}

/** Until then the recipient may keep it. */
function endOf({ scope }: Opening, { now }: Held): Date {
  return new Date(now.getTime() + scope.retentionDays * DAY_MS);
}

function reportOf(passed: Passed, fields: readonly string[], dataset: Dataset): AnonymityReport {
  const ofRole = (role: 'quasi' | 'sensitive') => fields.filter((field) => dataset.fields[field].role === role);
  const [quasi, sensitive] = [ofRole('quasi'), ofRole('sensitive')];
  return anonymityReport(passed.map(({ subjectId, cells }) => ({ subject: subjectId, quasi: quasi.map((field) => cells[field]), sensitive: sensitive.map((field) => cells[field]) })));
}
