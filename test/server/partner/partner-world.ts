import type { EntityManager } from 'typeorm';
import { ContractVersion } from '../../../schema/contract-version.js';
import type { PartnerKind, PartnerState } from '../../../schema/partner.js';
import { Audit } from '../../../server/audit/audit.js';
import type { ClauseDraft } from '../../../server/partner/clauses.js';
import { Applications } from '../../../server/partner/applications.js';
import { Assessments } from '../../../server/partner/assessments.js';
import { ContactEmails } from '../../../server/partner/contact-emails.js';
import { ContractClock } from '../../../server/partner/contract-clock.js';
import type { ContractTerms } from '../../../server/partner/contract-drafts.js';
import { Contracts } from '../../../server/partner/contracts.js';
import { DueDiligence } from '../../../server/partner/due-diligence.js';
import { EvidenceBook } from '../../../server/partner/evidence.js';
import { Partners } from '../../../server/partner/partners.js';
import { Seal } from '../../../server/partner/seal.js';
import { Shortlists } from '../../../server/partner/shortlist.js';
import { systemActor, type Actor, type Role } from '../../../server/platform/actor.js';
import { FieldEncryption } from '../../../server/platform/field-encryption.js';
import { newId } from '../../../server/platform/ids.js';
import { SigningKeys } from '../../../server/platform/signing-keys.js';
import { openTestDatabase } from '../../support/database.js';

export const DAY_MS = 86_400_000;
export type PersonActor = Extract<Actor, { kind: 'account' }>;

/** Two partners with a person each, a manager on the platform's side, and a clock that tests move by hand. */
export async function openPartnerWorld() {
  const { database, url, close } = await openTestDatabase();
  const time = { now: new Date('2026-03-01T00:00:00.000Z') };
  const clock = () => new Date(time.now);
  const seal = new Seal(new SigningKeys(database));
  const audit = new Audit(database, clock, newId);
  const contracts = new Contracts(audit, clock, newId, seal);
  const emails = new ContactEmails(new FieldEncryption(database, []));
  const partners = new Partners(database, audit, clock, newId, emails);
  const assessments = new Assessments(database, audit, clock, newId);
  const screening = {
    assessments, applications: new Applications(audit, clock, newId, emails), book: new EvidenceBook(database, audit, assessments, clock, newId), diligence: new DueDiligence(database, audit, clock, newId),
    shortlists: new Shortlists(database, clock),
  };
  const contractClock = new ContractClock(database, audit, clock, newId);
  const system = systemActor('test');

  const person = async (role: Role, partnerId: string | null = null): Promise<PersonActor> => {
    const accountId = newId();
    await database.query('INSERT INTO accounts (id, email, display_name, role, partner_id) VALUES ($1, $2, $3, $4, $5)', [accountId, `${accountId}@example.org`, `${role} ${accountId.slice(-4)}`, role, partnerId]);
    return { kind: 'account', accountId, role, partnerId, sessionId: newId() };
  };
  const partner = async (kind: PartnerKind = 'content_producer', state: PartnerState = 'active') => {
    const created = await partners.create({ name: `Partner ${newId()}`, kind, industry: 'education' }, system);
    await database.query('UPDATE partners SET state = $2 WHERE id = $1', [created.id, state]);
    return { ...created, state };
  };
  const [a, b] = [await partner(), await partner('advertiser')];
  const world = {
    database, url, close, time, clock, audit, seal, contracts, partners, screening, contractClock, system, person, partner, a, b,
    manager: await person('partner_manager'),
    /** The second person, who approves what raises exposure. */
    second: await person('partner_manager'),
    annOfA: await person('partner', a.id),
    bobOfB: await person('partner', b.id),
    do: <T>(work: (tx: EntityManager) => Promise<T>) => database.transaction(work),
    version: (id: string) => database.dataSource.getRepository(ContractVersion).findOneByOrFail({ id }),
    terms: (changes: Partial<ContractTerms> = {}): ContractTerms => ({
      startsAt: new Date(time.now.getTime() + DAY_MS), endsAt: new Date(time.now.getTime() + 100 * DAY_MS), clauses: [budgetClause(), shareClause(300_000)], ...changes,
    }),
  };
  return world;
}
export type PartnerWorld = Awaited<ReturnType<typeof openPartnerWorld>>;

export function budgetClause(amountMinor = 1_000_000n): ClauseDraft {
  return { key: 'promotion', kind: 'cost_budget', budget: { amountMinor, currency: 'CNY' }, period: 'total', purpose: 'promotion of the courses' };
}

export function shareClause(sharePpm: number): ClauseDraft {
  return { key: 'share', kind: 'revenue_share', sharePpm, base: 'net_of_refunds', floor: { amountMinor: 100n, currency: 'CNY' }, cap: null };
}

/** Through the whole negotiation to both signatures; returns the version's id. */
export async function signedContract(world: PartnerWorld, partnerId: string, theirs: Actor, terms: ContractTerms = world.terms()): Promise<string> {
  const { contracts, manager } = world;
  return world.do(async (tx) => {
    const versionId = await contracts.draft(tx, { partnerId, title: 'Cooperation', ...terms }, manager);
    await signThrough(world, tx, versionId, theirs);
    return versionId;
  });
}

export async function signThrough({ contracts, manager, second }: PartnerWorld, tx: EntityManager, versionId: string, theirs: Actor): Promise<void> {
  const read = () => tx.findOneByOrFail(ContractVersion, { id: versionId });
  const now = async () => ({ versionId, expectedVersion: (await read()).version });
  await contracts.offer(tx, await now(), manager);
  await contracts.agree(tx, { ...await now(), answersHash: (await read()).contentHash }, theirs);
  await contracts.approve(tx, { ...await now(), contentHash: (await read()).contentHash }, second).catch(notAsked);
  await contracts.sign(tx, { ...await now(), contentHash: (await read()).contentHash }, theirs);
  await contracts.sign(tx, { ...await now(), contentHash: (await read()).contentHash }, manager);
}

/** The second person's approval of an agreed amendment, where it asks for one. */
export async function approveIncrease({ contracts, second, version, do: within }: PartnerWorld, versionId: string): Promise<void> {
  const { version: expectedVersion, contentHash } = await version(versionId);
  await within((tx) => contracts.approve(tx, { versionId, expectedVersion, contentHash }, second)).catch(notAsked);
}

/** What raises nothing asks for no approval. */
function notAsked(error: { code?: string }): void {
  if (error.code !== 'ILLEGAL_TRANSITION') throw error;
}
