import type { DataScopeClause } from '../../../schema/clause.js';
import { Partners } from '../../../server/partner/partners.js';
import { ContactEmails } from '../../../server/partner/contact-emails.js';
import { FieldEncryption } from '../../../server/platform/field-encryption.js';
import { newId } from '../../../server/platform/ids.js';
import { Outbox } from '../../../server/platform/outbox.js';
import { unpackRecords } from '../../../server/privacy/archive.js';
import { Consents } from '../../../server/privacy/consents.js';
import { DataExports, endSharing } from '../../../server/privacy/data-exports.js';
import { ExportMaking } from '../../../server/privacy/export-making.js';
import type { Asked } from '../../../server/privacy/gate.js';
import { Pseudonyms } from '../../../server/privacy/pseudonyms.js';
import { addContents } from '../../support/content-factories.js';
import { budgetClause, openPartnerWorld, shareClause, signedContract, type PersonActor } from '../partner/partner-world.js';

export type PersonReader = { actor: PersonActor; id: string; no: number };

/** Partners A and B with a content each and a contract with a data scope from 2 March 2026 on; readers who used both contents. */
export async function openPrivacyWorld(people = 4) {
  const base = await openPartnerWorld();
  const { database, audit, clock, time } = base;
  const fields = new FieldEncryption(database, []);
  const pseudonyms = new Pseudonyms(fields, clock, newId);
  const ending = endSharing(pseudonyms, clock);
  const partners = new Partners(database, audit, clock, newId, new ContactEmails(fields), [], [ending]);
  const consents = new Consents(audit, clock, newId, pseudonyms);
  const exports = new DataExports(database, audit, clock, fields, new Outbox(newId));
  const making = new ExportMaking(audit, clock, newId, fields, pseudonyms);

  const contentOf = async (partnerId: string) => {
    const [id] = await addContents(database, [{ title: `Of ${partnerId}` }], clock);
    const [{ no }] = await database.query<{ no: number }>('UPDATE contents SET partner_id = $2 WHERE id = $1 RETURNING no', [id, partnerId]);
    return { id, no };
  };
  const reader = async (): Promise<PersonReader> => {
    const [actor, id] = [await base.person('reader'), newId()];
    const [{ no }] = await database.query<{ no: number }>('INSERT INTO readers (id, account_id) VALUES ($1, $2) RETURNING no', [id, actor.accountId]);
    return { actor, id, no };
  };
  const [ofA, ofB] = [await contentOf(base.a.id), await contentOf(base.b.id)];
  const readers = await Promise.all(Array.from({ length: people }, reader));
  await database.query(`SELECT ensure_interaction_day('2026-03-01')`);
  const saw = (one: PersonReader, content: { no: number }, kind = 'view') => database.query(
    `INSERT INTO interactions (occurred_at, event_id, reader_no, content_no, kind) VALUES ('2026-03-01T12:00:00Z', $1, $2, $3, $4)`, [newId(), one.no, content.no, kind]);
  for (const one of readers) for (const content of [ofA, ofB]) await saw(one, content);

  const scope = (said: Partial<DataScopeClause> = {}) => ({ key: 'data', kind: 'data_scope' as const, dataset: 'interactions', purpose: 'study', fields: ['reader', 'content', 'kind'], retentionDays: 30, level: 'pseudonymous' as const, kMin: 2, ...said });
  const contract = async (said: Partial<DataScopeClause> = {}, partner = base.a, theirs = base.annOfA): Promise<string> => {
    const versionId = await signedContract(base, partner.id, theirs, base.terms({ clauses: [scope(said), budgetClause(), shareClause(300_000)], startsAt: new Date('2026-03-02T00:00:00Z'), endsAt: new Date('2027-03-02T00:00:00Z') }));
    return (await base.version(versionId)).contractId;
  };
  const asked: Asked = { dataset: 'interactions', purpose: 'study', region: null, fields: ['reader', 'content', 'kind'] };
  const request = (contractId: string, said: Partial<Asked> = {}, actor: PersonActor = base.annOfA) => base.do((tx) => exports.request(tx, newId, { contractId, ...asked, ...said }, actor));
  const make = (id: string) => base.do((tx) => making.make(tx, id, base.system));
  return {
    ...base, partners, consents, exports, making, pseudonyms, fields, readers, ofA, ofB, saw, contract, request, make, reader,
    consent: (one: PersonReader, partner = base.a, purpose = 'study') => base.do((tx) => consents.give(tx, { partnerId: partner.id, purpose }, one.actor)),
    withdraw: (id: string, one: PersonReader) => base.do((tx) => consents.withdraw(tx, { id }, one.actor)),
    fetched: async (id: string, actor: PersonActor = base.annOfA) => unpackRecords(await exports.fetch(id, actor)),
    row: async (id: string) => (await database.query<{ state: string; refusal: string | null; stripped: unknown; report: { k: number } | null; sealed_key: string | null; archive: Buffer | null; destroyed_because: string | null }>('SELECT * FROM data_exports WHERE id = $1', [id]))[0],
    go: async (to: string) => {
      time.now = new Date(to);
      while (await base.contractClock.moveDue(base.system)) { /* until nothing is due */ }
    },
  };
}
export type PrivacyWorld = Awaited<ReturnType<typeof openPrivacyWorld>>;
export const codeOf = (work: Promise<unknown>) => work.then(() => 'done', (error: { code?: string; message: string; details?: { reason?: string } }) => error.details?.reason ?? error.code ?? error.message);
