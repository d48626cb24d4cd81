import { Assessment } from '../../schema/assessment.js';
import { DueDiligenceReview } from '../../schema/due-diligence-review.js';
import { Evidence } from '../../schema/evidence.js';
import { Partner, type PartnerState } from '../../schema/partner.js';
import type { Audit } from '../../server/audit/audit.js';
import { Applications } from '../../server/partner/applications.js';
import { ContactEmails } from '../../server/partner/contact-emails.js';
import { Assessments } from '../../server/partner/assessments.js';
import { DueDiligence } from '../../server/partner/due-diligence.js';
import { EvidenceBook } from '../../server/partner/evidence.js';
import { partnerMoves } from '../../server/partner/partner-states.js';
import { Partners, type PartnerStep } from '../../server/partner/partners.js';
import { systemClock } from '../../server/platform/clock.js';
import type { Config } from '../../server/platform/config.js';
import type { Database } from '../../server/platform/database.js';
import { FieldEncryption } from '../../server/platform/field-encryption.js';
import { newId } from '../../server/platform/ids.js';
import { demoPartners, type DemoPartner } from './partners.js';
import type { PersonActor } from './people.js';

/** Criterion → value and number of observations. */
export type DemoEvidence = Readonly<Record<string, readonly [value: number, observations: number]>>;

const DAY_MS = 86_400_000;
/** These steps need a contract, and are taken when there is one. */
const afterContracts: readonly PartnerState[] = ['active', 'suspended'];

/** Brings partners through applications, evidence, reviews and steps, as people would. Goes on where it was interrupted. */
export class DemoScreening {
  private readonly partners: Partners;
  private readonly applications: Applications;
  private readonly book: EvidenceBook;
  private readonly diligence: DueDiligence;

  constructor(private readonly database: Database, fieldKeys: Config['fieldKeys'], audit: Audit, private readonly nowMs: number, private readonly reviewers: readonly [PersonActor, PersonActor]) {
    const assessments = new Assessments(database, audit, systemClock, newId);
    const emails = new ContactEmails(new FieldEncryption(database, fieldKeys));
    this.partners = new Partners(database, audit, systemClock, newId, emails);
    this.applications = new Applications(audit, systemClock, newId, emails);
    this.book = new EvidenceBook(database, audit, assessments, systemClock, newId);
    this.diligence = new DueDiligence(database, audit, systemClock, newId);
  }

  /** As far as they come without a contract. */
  async load(): Promise<string[]> {
    const [manager] = this.reviewers;
    const ids: string[] = [];
    for (const [place, { name, kind, industry, contact, note, path, evidence, reason }] of demoPartners.entries()) {
      let partner = await this.find(name)
        ?? await this.partners.create({ name, kind, industry, contactName: contact, contactEmail: `contact${place + 1}@partners.demo.tandem`, note, managerId: manager.accountId }, manager);
      if (partner.state === 'prospect' && path.length > 0) {
        partner = await this.partners.recordApplication({ id: partner.id, expectedVersion: partner.version, statement: `${name}希望与平台合作：${note}` }, this.applications, manager);
      }
      await this.record(partner.id, evidence);
      await this.walk(partner, path.filter((state) => !afterContracts.includes(state)), reason);
      ids.push(partner.id);
    }
    return ids;
  }

  /** The rest of their way, once contracts are in force. */
  async activate(): Promise<void> {
    for (const { name, path, reason } of demoPartners.filter((one) => one.path.includes('active'))) await this.walk((await this.find(name))!, path, reason);
  }

  private find(name: string): Promise<Partner | null> {
    return this.database.dataSource.manager.findOneBy(Partner, { name });
  }

  private async record(partnerId: string, evidence: DemoEvidence): Promise<void> {
    const known = new Set((await this.database.dataSource.manager.findBy(Evidence, { partnerId })).map(({ criterion }) => criterion));
    for (const [criterion, [value, observations]] of Object.entries(evidence)) {
      if (known.has(criterion)) continue;
      await this.book.add({ partnerId, criterion, value, observations, source: '现场核验与抽样', verified: true, observedAt: new Date(this.nowMs - 20 * DAY_MS) }, this.reviewers[0]);
    }
  }

  private async walk(from: Partner, path: DemoPartner['path'], reason: string | undefined): Promise<void> {
    let partner = from;
    for (const to of path.slice(path.indexOf(partner.state) + 1)) {
      if (partner.state === 'due_diligence') await this.examine(partner.id, to === 'approved' ? 'endorse' : 'object', reason);
      const { action } = partnerMoves.find((move) => move.from === partner.state && move.to === to)!;
      partner = await this.partners.move({ id: partner.id, expectedVersion: partner.version, action: action as PartnerStep['action'], reason: reason ?? null }, this.reviewers[0]);
    }
    if (partner.state === 'due_diligence') await this.examine(partner.id, 'endorse', undefined, 1);
  }

  private async examine(partnerId: string, verdict: 'endorse' | 'object', reason: string | undefined, people = 2): Promise<void> {
    const { manager } = this.database.dataSource;
    const newest = await manager.findOneOrFail(Assessment, { where: { partnerId }, order: { assessedAt: 'DESC', id: 'DESC' } });
    for (const reviewer of this.reviewers.slice(0, people)) {
      if (await manager.existsBy(DueDiligenceReview, { assessmentId: newest.id, reviewerId: reviewer.accountId })) continue;
      await this.diligence.review({ partnerId, assessmentId: newest.id, verdict, findings: verdict === 'object' ? reason! : '资质、财务与数据安全材料已核对，未见异常。' }, reviewer);
    }
  }
}
