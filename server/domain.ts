import { AccessTokens } from './account/access-tokens.js';
import { Accounts } from './account/accounts.js';
import { ApiKeys } from './account/api-keys.js';
import { Authentication } from './account/authentication.js';
import { Sessions } from './account/sessions.js';
import { PartnerHttpSender } from './adapters/partner-http/partner-http-sender.js';
import { deliverByHttp, SandboxGateway } from './adapters/payment/sandbox.js';
import { Audit } from './audit/audit.js';
import { contentKeyOf } from './feed/events-route.js';
import { Failover } from './feed/failover.js';
import { openFeed } from './feed/open-feed.js';
import { RecommenderStages } from './feed/recommender-stages.js';
import { Campaigns } from './campaign/campaigns.js';
import { Checkouts, SandboxCashier } from './billing/checkouts.js';
import { Offers } from './billing/offers.js';
import { Orders } from './billing/orders.js';
import { Payments } from './billing/payments.js';
import { Paywall } from './billing/paywall.js';
import { Contents } from './content/contents.js';
import { Acceptances } from './connector/acceptances.js';
import { Asking } from './connector/asking.js';
import { ConformanceRuns } from './connector/conformance-runs.js';
import { ConnectorSecrets } from './connector/connector-secrets.js';
import { ContentFeeds } from './connector/content-feeds.js';
import { Connectors } from './connector/connectors.js';
import { InboundMessages } from './connector/inbound-messages.js';
import { OutcomeLog } from './connector/outcome-log.js';
import { PublicKeys } from './connector/public-keys.js';
import { Webhooks } from './connector/webhooks.js';
import { Jobs } from './model-run/jobs.js';
import { ModelRuns } from './model-run/model-runs.js';
import { ContactEmails } from './partner/contact-emails.js';
import { ContractComments } from './partner/contract-comments.js';
import { ContractFiles } from './partner/contract-files.js';
import { Contracts } from './partner/contracts.js';
import { Applications } from './partner/applications.js';
import { Assessments } from './partner/assessments.js';
import { CriteriaPublishing } from './partner/criteria-publishing.js';
import { DueDiligence } from './partner/due-diligence.js';
import { EvidenceBook } from './partner/evidence.js';
import { partnerChecks } from './partner/partner-checks.js';
import { Partners } from './partner/partners.js';
import { Seal } from './partner/seal.js';
import { Shortlists } from './partner/shortlist.js';
import { openPrivacy } from './privacy/open-privacy.js';
import { openSettlement } from './settlement/open-settlement.js';
import { payablesCheck } from './settlement/payables-check.js';
import { ConcentrationLimits } from './risk/concentration-limits.js';
import { requireSpread } from './risk/concentration.js';
import { RiskCases } from './risk/risk-cases.js';
import { requireNotCritical, riskCaseCheck } from './risk/risk-checks.js';
import type { Clock } from './platform/clock.js';
import type { Config } from './platform/config.js';
import type { Database } from './platform/database.js';
import { FieldEncryption } from './platform/field-encryption.js';
import { Idempotency } from './platform/idempotency.js';
import type { NewId } from './platform/ids.js';
import type { Log } from './platform/log.js';
import { Outbox } from './platform/outbox.js';
import type { QueueRuntime } from './platform/queue-runtime.js';
import { SigningKeys } from './platform/signing-keys.js';

/** What every noun may be given; opened by main.ts or by a test. */
export interface Platform {
  readonly config: Config;
  readonly database: Database;
  readonly queues: QueueRuntime;
  readonly log: Log;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** What is missing before a step with a partner, of the nouns that know. */
export const checks = [...partnerChecks, payablesCheck, riskCaseCheck];

/** The domain of every noun, constructed by hand in the order of the nouns. */
export function openDomain({ config, database, queues, clock, newId, log }: Platform) {
  const audit = new Audit(database, clock, newId);
  const outbox = new Outbox(newId);
  const idempotency = new Idempotency(database);
  const signingKeys = new SigningKeys(database, config.fieldKeys);
  const fields = new FieldEncryption(database, config.fieldKeys);
  const emails = new ContactEmails(fields);

  const tokens = new AccessTokens(signingKeys, clock);
  const authentication = new Authentication(database, tokens, clock);
  const sessions = new Sessions(database, tokens, audit, clock, newId);
  const accounts = new Accounts(database, sessions, audit, clock, newId);
  const apiKeys = new ApiKeys(database, audit, clock, newId);

  const contents = new Contents(database, audit, clock, newId);

  const sandbox = config.paymentSandbox ? new SandboxGateway(database, config.publicUrl, deliverByHttp(config), clock, newId, fields) : null;
  const paywall = new Paywall(database, clock);
  const offers = new Offers(database, audit, clock, newId);
  const orders = new Orders(database, audit, clock, newId);
  const payments = new Payments(database, outbox, audit, clock, newId);
  const checkouts = new Checkouts(database, orders, idempotency, sandbox, clock);
  const paymentNotices = sandbox && { gateway: sandbox, payments, cashier: new SandboxCashier(database, idempotency, sandbox) };

  const privacy = openPrivacy({ database, audit, clock, newId, fields, outbox });
  const partners = new Partners(database, audit, clock, newId, emails, checks, [privacy.ending]);
  const applications = new Applications(audit, clock, newId, emails);
  const assessments = new Assessments(database, audit, clock, newId);
  const screening = { assessments, book: new EvidenceBook(database, audit, assessments, clock, newId), diligence: new DueDiligence(database, audit, clock, newId), shortlists: new Shortlists(database, clock), publishing: new CriteriaPublishing(database, audit, outbox, clock, newId) };
  const contracts = new Contracts(audit, clock, newId, new Seal(signingKeys), [requireNotCritical, requireSpread]);
  const contractComments = new ContractComments(audit, clock, newId);
  const contractFiles = new ContractFiles(database, signingKeys, clock);
  const secrets = new ConnectorSecrets(signingKeys);
  const connectors = new Connectors(database, audit, clock, newId, secrets);
  const conformance = { runs: new ConformanceRuns(database, outbox, audit, clock, newId), acceptances: new Acceptances(database, audit, clock, newId) };
  const [webhooks, messages, publicKeys] = [new Webhooks(database, audit, clock), new InboundMessages(database, clock, secrets, outbox), new PublicKeys(signingKeys)];
  const contentFeeds = new ContentFeeds(database, outbox, audit, clock, newId);
  const settlement = openSettlement({ database, audit, clock, newId });
  const campaigns = new Campaigns(database, audit, clock, newId, settlement.campaignMoney);
  const risk = { cases: new RiskCases(database, audit, clock, newId), limits: new ConcentrationLimits(audit, clock) };
  const traffic = { http: new PartnerHttpSender({ allow: config.partnerHttpAllow }), outcomes: new OutcomeLog(database, clock, log) };
  const asking = new Asking(traffic.http, secrets, (connectorId, outcome) => traffic.outcomes.record(connectorId, outcome), clock);
  const serving = { stages: new RecommenderStages(database, audit, clock), failover: new Failover(database, outbox, audit, clock, newId) };
  const feed = openFeed({ database, signingKeys, clock, newId, log, asking, shadowShare: config.shadowShare }, contentKeyOf);
  const modelRuns = new ModelRuns(database, outbox, audit, clock, newId);
  const jobs = new Jobs(queues, database);
  return {
    audit, outbox, idempotency, signingKeys, emails, authentication, sessions, accounts, apiKeys, contents, paywall, offers, orders, checkouts,
    partners, applications, screening, contracts, contractComments, contractFiles, privacy, connectors, conformance, contentFeeds, webhooks, messages, publicKeys, campaigns, settlement, risk, traffic, serving, feed, modelRuns, jobs, paymentNotices,
  };
}

export type Domain = ReturnType<typeof openDomain>;
