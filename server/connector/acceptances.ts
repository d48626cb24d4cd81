import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { IsNull, type EntityManager } from 'typeorm';
import { Acceptance, type Waiver } from '../../schema/acceptance.js';
import { ConformanceRun } from '../../schema/conformance-run.js';
import type { Connector } from '../../schema/connector.js';
import { Partner } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import { checkedReason } from '../partner/reasons.js';
import type { Side } from '../partner/sides.js';
import { actorAccountId, type Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { policies, unwaived } from './conformance-policy.js';
import { holdConnector, requireMove, writeConnector, type ConnectorChange } from './connector-rows.js';
import { scenarios, scenarioSetHash } from './scenarios.js';

const DAY_MS = 86_400_000;

export interface WaiverDraft { scenario: string; reason: string; until: Date }
export interface AcceptanceDraft { runId: string; evidenceHash: string; waivers: readonly WaiverDraft[] }

const signatureOf = (side: Side, by: string | null, at: Date): Partial<Acceptance> => (side === 'platform' ? { platformSignedBy: by, platformSignedAt: at } : { partnerSignedBy: by, partnerSignedAt: at });

/** Acceptance: one side proposes a run and signs, the other signs the same hash. The second signature makes the connector `accepted`. */
export class Acceptances {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /**
   * Throws BAD_INPUT for a run that is not of this build or not of today's scenarios, HASH_MISMATCH for other evidence than was
   * read, NOT_READY with the scenarios that stand against it. A proposal that the other side has not signed gives way to this one.
   */
  propose(change: ConnectorChange, draft: AcceptanceDraft, actor: Actor): Promise<Acceptance> {
    return this.database.transaction(async (tx) => {
      const { connector, side } = await holdConnector(tx, change, actor);
      requireMove('connectorAccept', connector, side);
      const run = await requireRun(tx, connector, draft);
      const now = this.clock();
      const { kind } = await tx.findOneByOrFail(Partner, { id: connector.partnerId });
      const waivers = checkedWaivers(draft.waivers, run, now);
      const open = unwaived(run.results, scenarios, new Set(waivers.map(({ scenario }) => scenario)));
      if (open.length) throw new DomainError('NOT_READY', { missing: open.map(({ scenario }) => scenario) }, `Neither passed nor waived: ${open.map(({ scenario, verdict }) => `${scenario} (${verdict})`).join(', ')}.`.slice(0, 1000));
      const expiresAt = new Date(Math.min(now.getTime() + policies[kind].validDays * DAY_MS, ...waivers.map(({ until }) => Date.parse(until))));
      await endAcceptances(tx, connector.id, now);
      const acceptance = tx.create(Acceptance, {
        id: this.newId(), connectorId: connector.id, partnerId: connector.partnerId, runId: run.id, buildDigest: run.buildDigest, waivers, hash: acceptanceHash(run, waivers, expiresAt),
        platformSignedBy: null, platformSignedAt: null, partnerSignedBy: null, partnerSignedAt: null, expiresAt, endedAt: null, createdAt: now, ...signatureOf(side, requirePerson(actor), now),
      });
      await tx.insert(Acceptance, acceptance);
      await writeConnector(tx, connector, {}, now);
      await this.audit.append(tx, { actor, action: 'connectorAccept', noun: 'Connector', nounId: connector.id, detail: { runId: run.id, hash: acceptance.hash, waivers: waivers.length, side } });
      return acceptance;
    });
  }

  /** The second signature, over the hash that was read. Throws HASH_MISMATCH for another, ILLEGAL_TRANSITION where nothing waits for this side. */
  sign(change: ConnectorChange, hash: string, actor: Actor): Promise<Acceptance> {
    return this.database.transaction(async (tx) => {
      const { connector, side } = await holdConnector(tx, change, actor);
      requireMove('connectorAccept', connector, side);
      const acceptance = await tx.findOne(Acceptance, { where: { connectorId: connector.id, endedAt: IsNull() }, lock: { mode: 'pessimistic_write' } });
      const now = this.clock();
      if (!acceptance || acceptance.expiresAt <= now || (side === 'platform' ? acceptance.platformSignedBy : acceptance.partnerSignedBy) !== null) {
        throw new DomainError('ILLEGAL_TRANSITION', { from: connector.state, allowed: [connector.state] }, 'No acceptance waits for the signature of this side.');
      }
      if (acceptance.hash !== hash) throw new DomainError('HASH_MISMATCH', {}, 'The acceptance is another than the one that you have read.');
      const signature = signatureOf(side, requirePerson(actor), now);
      await tx.update(Acceptance, { id: acceptance.id }, signature);
      const { to } = requireMove('accept', connector, 'system');
      await writeConnector(tx, connector, { state: to }, now);
      await this.audit.append(tx, { actor, action: 'connectorAccept', noun: 'Connector', nounId: connector.id, detail: { runId: acceptance.runId, hash, side, to } });
      return Object.assign(acceptance, signature);
    });
  }
}

/** Both sides sign as persons: a key of a machine has no say, and the platform itself does not accept for anybody. */
function requirePerson(actor: Actor): string {
  const account = actor.kind === 'account' ? actorAccountId(actor) : null;
  if (account === null) throw new DomainError('FORBIDDEN');
  return account;
}

async function requireRun(tx: EntityManager, connector: Connector, { runId, evidenceHash }: AcceptanceDraft): Promise<ConformanceRun> {
  const run = await tx.findOneBy(ConformanceRun, { id: runId, connectorId: connector.id });
  if (!run) throw new DomainError('NOT_FOUND', { path: ['runId'] });
  const refuse = (sentence: string): never => { throw new DomainError('BAD_INPUT', { path: ['runId'] }, sentence); };
  if (run.state !== 'finished') refuse('This run is not finished.');
  if (run.buildDigest !== connector.buildDigest || run.baseUrl !== connector.baseUrl || run.profileVersion !== connector.profileVersion
    || run.environment !== connector.environment || run.capabilities.join() !== connector.capabilities.join()) refuse('This run is of another build or another address: run the scenarios again.');
  if (run.scenarioSetHash !== scenarioSetHash()) refuse('The scenarios have changed since this run: run them again.');
  if (run.evidenceHash !== evidenceHash) throw new DomainError('HASH_MISMATCH', { path: ['evidenceHash'] }, 'The evidence of this run is another than the one that you have read.');
  return run;
}

function checkedWaivers(drafts: readonly WaiverDraft[], { results }: ConformanceRun, now: Date): Waiver[] {
  const waivers = drafts.map(({ scenario, reason, until }) => {
    const refuse = (sentence: string): never => { throw new DomainError('BAD_INPUT', { path: ['waivers'] }, sentence); };
    if (!results.some((result) => result.scenario === scenario)) refuse(`There is no scenario ${scenario}.`);
    if (until <= now) refuse('A waiver ends in the future.');
    return { scenario, reason: checkedReason(reason), until: until.toISOString() };
  });
  if (new Set(waivers.map(({ scenario }) => scenario)).size < waivers.length) throw new DomainError('BAD_INPUT', { path: ['waivers'] }, 'A scenario is waived once.');
  return waivers.sort((a, b) => (a.scenario < b.scenario ? -1 : 1));
}

function acceptanceHash(run: ConformanceRun, waivers: readonly Waiver[], expiresAt: Date): string {
  return createHash('sha256').update(canonicalize({ runId: run.id, buildDigest: run.buildDigest, evidenceHash: run.evidenceHash, waivers, expiresAt: expiresAt.toISOString() })!).digest('hex');
}

/** Whatever was signed of this connector holds no more from now on. */
export async function endAcceptances(tx: EntityManager, connectorId: string, now: Date): Promise<void> {
  await tx.update(Acceptance, { connectorId, endedAt: IsNull() }, { endedAt: now });
}
