import { Accounts } from '../../server/account/accounts.js';
import { AccessTokens } from '../../server/account/access-tokens.js';
import { ApiKeys } from '../../server/account/api-keys.js';
import { Sessions } from '../../server/account/sessions.js';
import { Audit } from '../../server/audit/audit.js';
import { Campaigns } from '../../server/campaign/campaigns.js';
import { ConnectorSecrets } from '../../server/connector/connector-secrets.js';
import { Connectors } from '../../server/connector/connectors.js';
import { Contracts } from '../../server/partner/contracts.js';
import { Seal } from '../../server/partner/seal.js';
import { systemClock } from '../../server/platform/clock.js';
import type { Config } from '../../server/platform/config.js';
import type { Database } from '../../server/platform/database.js';
import { newId } from '../../server/platform/ids.js';
import { SigningKeys } from '../../server/platform/signing-keys.js';
import { ConcentrationLimits } from '../../server/risk/concentration-limits.js';
import { RiskCases } from '../../server/risk/risk-cases.js';
import { RiskWatch } from '../../server/risk/risk-watch.js';
import { openSettlement } from '../../server/settlement/open-settlement.js';
import { settleDemo } from './settlement.js';
import { demoCampaigns, loadCampaign } from './campaigns.js';
import { DemoCatalogue } from './catalogue.js';
import { demoSeed } from './contents.js';
import { DemoContracts, demoContracts } from './contracts.js';
import { DemoEvents } from './events.js';
import { demoPartners } from './partners.js';
import { loadPartnership } from './partnership.js';
import { DemoOrders } from './orders.js';
import { DemoPeople, demoActor, demoPassword, demoPeople, type PersonActor, serviceEmail } from './people.js';
import { DemoScreening } from './screening.js';
import { DemoSteps } from './steps.js';

type StepName = 'people' | 'catalogue' | 'orders' | 'contracts' | 'campaigns' | 'settlement' | 'partnership' | 'readers' | 'feeds' | 'key';

export interface LoadedDemo {
  /** False: the platform holds other data, nothing was touched. */
  loaded: boolean;
  /** Shown once: only when the key was made now. */
  apiKey: string | null;
}

/**
 * Fills an empty platform, in steps that each check themselves: a demo that was interrupted goes on, one that is there
 * is left alone. Everything goes through the operations that people and systems use.
 */
export class DemoLoader {
  private readonly steps: DemoSteps;
  private readonly audit: Audit;
  private readonly people: DemoPeople;
  private readonly keys: ApiKeys;
  private readonly signingKeys: SigningKeys;

  constructor(private readonly database: Database, private readonly config: Config, private readonly say: (line: string) => void) {
    this.audit = new Audit(database, systemClock, newId);
    this.steps = new DemoSteps(database, this.audit);
    this.signingKeys = new SigningKeys(database, config.fieldKeys);
    const sessions = new Sessions(database, new AccessTokens(this.signingKeys, systemClock), this.audit, systemClock, newId);
    this.people = new DemoPeople(database, new Accounts(database, sessions, this.audit, systemClock, newId));
    this.keys = new ApiKeys(database, this.audit, systemClock, newId);
  }

  async load(): Promise<LoadedDemo> {
    if (await this.steps.beginning() === null) {
      if (await this.steps.isForeign()) return { loaded: false, apiKey: null };
      await this.steps.mark('begin', { seed: demoSeed });
    }
    const nowMs = (await this.steps.beginning())!.getTime();
    const done = await this.steps.done();
    let apiKey: string | null = null;
    const step = async (name: StepName, title: string, work: () => Promise<unknown>) => {
      if (done.has(name)) return;
      const startedMs = performance.now();
      await work();
      await this.steps.mark(name);
      this.say(`${title} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`);
    };
    const catalogue = new DemoCatalogue(this.database, this.audit, nowMs);
    const events = new DemoEvents(this.database, catalogue, nowMs);
    await step('people', 'Accounts and partners are there.', () => this.loadPeople(nowMs));
    await step('catalogue', 'Contents and offers are there.', async () => catalogue.load(await this.partnerIds()));
    await step('orders', 'A month of sales is paid.', () => new DemoOrders(this.database, this.audit, this.config, this.people).load(demoSeed, nowMs));
    await step('contracts', 'Contracts are negotiated.', () => this.loadContracts(nowMs));
    await step('campaigns', 'Campaigns are running.', () => this.loadCampaigns(catalogue, nowMs));
    await step('settlement', 'Statements are issued.', () => this.settle());
    await step('partnership', 'Connectors are announced, risks are judged.', () => this.loadPartnership(nowMs));
    await step('readers', 'Readers have read for a month.', async () => events.loadReaders((await this.people.find('reader@demo.tandem'))!.id));
    await step('feeds', 'Feeds were shown and clicked.', () => events.loadFeeds());
    await step('key', 'The scheduler has its key.', async () => { apiKey = await this.makeKey(); });
    return { loaded: true, apiKey };
  }

  private async loadPeople(nowMs: number): Promise<void> {
    const partnerIds = await (await this.screening(nowMs)).load();
    for (const person of demoPeople) await this.people.ensure(person, person.partner === undefined ? null : partnerIds[person.partner], demoPassword);
  }

  private async loadContracts(nowMs: number): Promise<void> {
    const contracts = new DemoContracts(this.database, new Contracts(this.audit, systemClock, newId, new Seal(this.signingKeys)), nowMs);
    const platform = await this.person('manager@demo.tandem');
    const partnerIds = await this.partnerIds();
    for (const contract of demoContracts) {
      await contracts.load(contract, partnerIds[contract.partner], { platform, partner: await this.signer(contract.partner, partnerIds[contract.partner]) });
    }
    await (await this.screening(nowMs)).activate();
  }

  private async loadCampaigns(catalogue: DemoCatalogue, nowMs: number): Promise<void> {
    const campaigns = new Campaigns(this.database, this.audit, systemClock, newId, openSettlement({ database: this.database, audit: this.audit, clock: systemClock, newId }).campaignMoney);
    const marketer = await this.person('marketer@demo.tandem');
    const partnerIds = await this.partnerIds();
    for (const campaign of demoCampaigns) {
      const contentId = await catalogue.idOf(catalogue.ofPartner(campaign.partner)[campaign.content]);
      await loadCampaign({ database: this.database, campaigns, nowMs }, campaign, partnerIds[campaign.partner], contentId, marketer);
    }
  }

  private async settle(): Promise<void> {
    const settlement = openSettlement({ database: this.database, audit: this.audit, clock: systemClock, newId });
    await settleDemo(this.database, settlement, await this.signer(1, (await this.partnerIds())[1]), await this.person('manager@demo.tandem'));
  }

  private async loadPartnership(nowMs: number): Promise<void> {
    const ground = [this.audit, systemClock, newId] as const;
    const { holds } = openSettlement({ database: this.database, audit: this.audit, clock: systemClock, newId });
    const desk = {
      database: this.database, nowMs,
      connectors: new Connectors(this.database, ...ground, new ConnectorSecrets(this.signingKeys)),
      cases: new RiskCases(this.database, ...ground),
      limits: new ConcentrationLimits(this.audit, systemClock),
      watch: new RiskWatch(this.database, ...ground, (hold, actor) => holds.holdPayouts(hold, actor)),
    };
    await loadPartnership(desk, await this.partnerIds(), await this.person('manager@demo.tandem'));
  }

  private async makeKey(): Promise<string> {
    const service = await this.people.ensure({ role: 'service', email: serviceEmail('scheduler'), displayName: 'Scheduler' }, null, null);
    return (await this.keys.create({ name: 'demo scheduler', scopes: ['retrain:start', 'model:read', 'events:write', 'feed:read'] }, service.accountId, demoActor)).secret;
  }

  private async screening(nowMs: number): Promise<DemoScreening> {
    return new DemoScreening(this.database, this.config.fieldKeys, this.audit, nowMs, [await this.person('manager@demo.tandem'), await this.person('operator@demo.tandem')]);
  }

  private person(email: string): Promise<PersonActor> {
    return this.people.ensure(demoPeople.find((one) => one.email === email)!, null, demoPassword);
  }

  /** Who signs for a partner: the demo's partner account, or one that cannot sign in. */
  private signer(partner: number, partnerId: string): Promise<PersonActor> {
    const known = demoPeople.find((one) => one.partner === partner);
    return known
      ? this.people.ensure(known, partnerId, demoPassword)
      : this.people.ensure({ role: 'partner', email: `partner${partner + 1}@partners.demo.tandem`, displayName: demoPartners[partner].contact }, partnerId, null);
  }

  private async partnerIds(): Promise<string[]> {
    const rows = await this.database.query<{ id: string; name: string }>('SELECT id, name FROM partners WHERE name = ANY($1)', [demoPartners.map(({ name }) => name)]);
    return demoPartners.map(({ name }) => rows.find((row) => row.name === name)!.id);
  }
}
