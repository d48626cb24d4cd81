import { AccountResolver, accountNodes } from './account/account.resolver.js';
import { AccessTokens } from './account/access-tokens.js';
import { Accounts } from './account/accounts.js';
import { ApiKeyResolver, apiKeyNodes } from './account/api-key.resolver.js';
import { ApiKeys } from './account/api-keys.js';
import { Authentication } from './account/authentication.js';
import { SessionResolver } from './account/session.resolver.js';
import { Sessions } from './account/sessions.js';
import { SignInAttempts } from './account/sign-in-attempts.js';
import { deliverByHttp, SandboxGateway } from './adapters/payment/sandbox.js';
import { Audit } from './audit/audit.js';
import { AuditResolver, auditNodes } from './audit/audit.resolver.js';
import { contentKeyOf } from './feed/events-route.js';
import { FeedEdgeResolver, FeedResolver, ReasonResolver } from './feed/feed.resolver.js';
import { openFeed } from './feed/open-feed.js';
import { InteractionResolver, ReaderResolver, readerNodes, ViewerReaderResolver } from './feed/reader.resolver.js';
import { TrackResolver } from './feed/track.resolver.js';
import { AudienceResolver, CampaignResolver, PartnerCampaignsResolver, campaignNodes } from './campaign/campaign.resolver.js';
import { Campaigns } from './campaign/campaigns.js';
import { Checkouts, SandboxCashier } from './billing/checkouts.js';
import { ContentAccessResolver, contentNodes } from './billing/content-access.resolver.js';
import { OfferResolver, offerNodes } from './billing/offer.resolver.js';
import { Offers } from './billing/offers.js';
import { OrderResolver, orderNodes } from './billing/order.resolver.js';
import { Orders } from './billing/orders.js';
import { Payments } from './billing/payments.js';
import { Paywall } from './billing/paywall.js';
import { Catalogue } from './content/catalogue.js';
import { ContentEditingResolver } from './content/content-editing.resolver.js';
import { ContentPublicationResolver, contentPublicationNodes, ContentResolver, contentVersionNodes } from './content/content.resolver.js';
import { Contents } from './content/contents.js';
import { Acceptances } from './connector/acceptances.js';
import { AcceptanceResolver, ConformanceResolver, ConnectorConformanceResolver, acceptanceNodes, conformanceRunNodes } from './connector/conformance.resolver.js';
import { ConformanceRuns } from './connector/conformance-runs.js';
import { ConnectorSecrets } from './connector/connector-secrets.js';
import { ConnectorResolver, PartnerConnectorsResolver, connectorNodes } from './connector/connector.resolver.js';
import { ConnectorHealthResolver } from './connector/health.resolver.js';
import { ConnectorFeedResolver, FeedImportResolver, QuarantinedItemResolver, feedImportNodes, quarantinedItemNodes } from './connector/content-feed.resolver.js';
import { ContentFeeds } from './connector/content-feeds.js';
import { Connectors } from './connector/connectors.js';
import { InboundMessages } from './connector/inbound-messages.js';
import { PublicKeys } from './connector/public-keys.js';
import { ConnectorWebhookResolver, WebhookDeliveryResolver, webhookDeliveryNodes } from './connector/webhook.resolver.js';
import { Webhooks } from './connector/webhooks.js';
import type { NodeTable } from './graphql/nodes.js';
import { DashboardNumbers } from './insight/dashboard-numbers.js';
import { DashboardResolver } from './insight/dashboard.resolver.js';
import { JobControl } from './model-run/job-control.js';
import { JobResolver } from './model-run/job.resolver.js';
import { Jobs } from './model-run/jobs.js';
import { AdLearners } from './model-run/ad-learners.js';
import { DriftReports } from './model-run/drift-reports.js';
import { DriftResolver } from './model-run/drift.resolver.js';
import { ModelChoiceResolver } from './model-run/model-choice.resolver.js';
import { ModelRunResolver, modelRunNodes } from './model-run/model-run.resolver.js';
import { ModelRuns } from './model-run/model-runs.js';
import { ContactEmails } from './partner/contact-emails.js';
import { ContractVersionResolver, SignatureResolver, contractVersionNodes } from './partner/contract-version.resolver.js';
import { ContractFiles } from './partner/contract-files.js';
import { ContractVerificationResolver } from './partner/contract-verification.resolver.js';
import { ContractResolver, contractNodes } from './partner/contract.resolver.js';
import { Contracts } from './partner/contracts.js';
import { ApplicationResolver, PartnerApplicationsResolver, applicationNodes } from './partner/application.resolver.js';
import { Applications } from './partner/applications.js';
import { Assessments } from './partner/assessments.js';
import { CriteriaPublishing } from './partner/criteria-publishing.js';
import { DueDiligence } from './partner/due-diligence.js';
import { EvidenceBook } from './partner/evidence.js';
import { partnerChecks } from './partner/partner-checks.js';
import { PartnerStepsResolver } from './partner/partner-steps.resolver.js';
import { PartnerResolver, partnerNodes } from './partner/partner.resolver.js';
import { Partners } from './partner/partners.js';
import { AssessmentResolver, CriterionSetResolver, DueDiligenceReviewResolver, EvidenceResolver, ScreeningResolver, ShortlistEntryResolver, assessmentNodes, criterionSetNodes, evidenceNodes, reviewNodes } from './partner/screening.resolver.js';
import { Seal } from './partner/seal.js';
import { Shortlists } from './partner/shortlist.js';
import { AggregateResolver, aggregateReleaseNodes } from './privacy/aggregate.resolver.js';
import { ConsentResolver, ViewerPrivacyResolver, consentNodes } from './privacy/consent.resolver.js';
import { DataExportResolver, DisclosureResolver, dataExportNodes, disclosureNodes } from './privacy/data-export.resolver.js';
import { ErasureTaskResolver, erasureTaskNodes } from './privacy/erasure.resolver.js';
import { openPrivacy } from './privacy/open-privacy.js';
import { AccrualResolver, accrualNodes, LedgerAccountResolver, ledgerAccountNodes } from './settlement/ledger.resolver.js';
import { ExchangeRateResolver, exchangeRateNodes } from './settlement/exchange-rate.resolver.js';
import { openSettlement } from './settlement/open-settlement.js';
import { payablesCheck } from './settlement/payables-check.js';
import { ConcentrationLimits } from './risk/concentration-limits.js';
import { requireSpread } from './risk/concentration.js';
import { RiskCases } from './risk/risk-cases.js';
import { requireNotCritical, reservePpm, riskCaseCheck } from './risk/risk-checks.js';
import { PartnerShareResolver, RiskCaseResolver, RiskCentreResolver, riskCaseNodes } from './risk/risk.resolver.js';
import { ServiceLevelResolver, serviceLevelNodes } from './risk/service-level.resolver.js';
import { PayoutResolver, payoutNodes } from './settlement/payout.resolver.js';
import { StatementLineResolver } from './settlement/statement-line.resolver.js';
import { disputeNodes, StatementResolver, statementNodes } from './settlement/statement.resolver.js';
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
const checks = [...partnerChecks, payablesCheck, riskCaseCheck];

/** The domain of every noun, constructed by hand in the order of the nouns. */
function openDomain({ config, database, queues, clock, newId, log }: Platform) {
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
  const contractFiles = new ContractFiles(database, signingKeys, clock);
  const secrets = new ConnectorSecrets(signingKeys);
  const connectors = new Connectors(database, audit, clock, newId, secrets);
  const conformance = { runs: new ConformanceRuns(database, outbox, audit, clock, newId), acceptances: new Acceptances(database, audit, clock, newId) };
  const [webhooks, messages, publicKeys] = [new Webhooks(database, audit, clock), new InboundMessages(database, clock, secrets, outbox), new PublicKeys(signingKeys)];
  const contentFeeds = new ContentFeeds(database, outbox, audit, clock, newId);
  const campaigns = new Campaigns(database, audit, clock, newId);
  const settlement = openSettlement({ database, audit, clock, newId });
  const risk = { cases: new RiskCases(database, audit, clock, newId), limits: new ConcentrationLimits(audit, clock) };
  const feed = openFeed({ database, signingKeys, clock, newId, log, shadowShare: config.shadowShare }, contentKeyOf);
  const modelRuns = new ModelRuns(database, outbox, audit, clock, newId);
  const jobs = new Jobs(queues, database);
  return {
    audit, outbox, idempotency, signingKeys, emails, authentication, sessions, accounts, apiKeys, contents, paywall, offers, orders, checkouts,
    partners, applications, screening, contracts, contractFiles, privacy, connectors, conformance, contentFeeds, webhooks, messages, publicKeys, campaigns, settlement, risk, feed, modelRuns, jobs, paymentNotices,
  };
}

type Domain = ReturnType<typeof openDomain>;

function resolversOf(platform: Platform, domain: Domain): object[] {
  const { config, database, queues, clock, newId } = platform;
  const { authentication, idempotency, feed, jobs, modelRuns, paywall } = domain;
  const attempts = new SignInAttempts(database, clock);
  const provider = domain.paymentNotices?.gateway.provider ?? null;
  return [
    new AccountResolver(database, domain.accounts, authentication, attempts),
    new SessionResolver(domain.accounts, domain.sessions, attempts, authentication),
    new ApiKeyResolver(database, domain.apiKeys, authentication),
    new AuditResolver(database),
    new ContentResolver(database, new Catalogue(database)),
    new ContentPublicationResolver(),
    new ContentEditingResolver(domain.contents),
    new ContentAccessResolver(paywall),
    new OfferResolver(database, domain.offers, paywall, idempotency, provider),
    new OrderResolver(database, domain.checkouts, domain.orders, idempotency, provider, domain.paymentNotices?.cashier ?? null),
    ...partnershipResolvers(platform, domain),
    new FeedResolver(feed.feeds, feed.reasons),
    new FeedEdgeResolver(),
    new ReasonResolver(),
    new TrackResolver(feed.intake, feed.readers),
    new ReaderResolver(database, feed.readers, idempotency),
    new InteractionResolver(paywall),
    new ViewerReaderResolver(feed.readers),
    new DashboardResolver(new DashboardNumbers(database, clock)),
    new ModelRunResolver(database, modelRuns, jobs, new AdLearners(database, clock), config),
    new DriftResolver(new DriftReports(database, newId)),
    new ModelChoiceResolver(),
    new JobResolver(jobs, new JobControl(jobs, queues, modelRuns, database, domain.audit)),
  ];
}

/** From choosing a partner to settling with it. */
function partnershipResolvers({ database, clock, newId }: Platform, domain: Domain): object[] {
  const { idempotency } = domain;
  return [
    new PartnerResolver(database, domain.partners, domain.emails),
    new PartnerStepsResolver(database, domain.partners, checks, clock),
    new ApplicationResolver(database, domain.applications, domain.partners, idempotency),
    new PartnerApplicationsResolver(),
    new ScreeningResolver(database, domain.screening.book, domain.screening.assessments, domain.screening.diligence, domain.screening.shortlists),
    new ShortlistEntryResolver(),
    new CriterionSetResolver(domain.screening.publishing),
    new AssessmentResolver(clock),
    new EvidenceResolver(),
    new DueDiligenceReviewResolver(),
    new ContractResolver(database, domain.contracts, idempotency, clock),
    new ContractVersionResolver(clock),
    new SignatureResolver(),
    new ContractVerificationResolver(domain.contractFiles),
    new ConsentResolver(database, domain.privacy.consents, idempotency),
    new ViewerPrivacyResolver(database, domain.privacy.pseudonyms),
    new DataExportResolver(database, domain.privacy.exports, idempotency, newId),
    new DisclosureResolver(),
    new ErasureTaskResolver(database, domain.privacy.erasures),
    new AggregateResolver(database, domain.privacy.aggregates),
    new ConnectorResolver(database, domain.connectors),
    new PartnerConnectorsResolver(),
    new ConnectorHealthResolver(database, clock),
    new WebhookDeliveryResolver(database, domain.webhooks),
    new ConnectorWebhookResolver(database),
    new FeedImportResolver(database, domain.contentFeeds, idempotency),
    new QuarantinedItemResolver(database, domain.contentFeeds),
    new ConnectorFeedResolver(database),
    new ConformanceResolver(domain.conformance.runs, domain.conformance.acceptances),
    new AcceptanceResolver(),
    new ConnectorConformanceResolver(),
    new CampaignResolver(database, domain.campaigns, idempotency),
    new AudienceResolver(database, clock),
    new PartnerCampaignsResolver(),
    new StatementResolver(database, domain.settlement.statements, domain.settlement.disputes),
    new StatementLineResolver(database),
    new PayoutResolver(database, domain.settlement.payouts, idempotency, reservePpm),
    new ExchangeRateResolver(database, domain.settlement.rates, idempotency),
    new AccrualResolver(database),
    new LedgerAccountResolver(database),
    new RiskCaseResolver(database, domain.risk.cases, idempotency),
    new RiskCentreResolver(database, domain.risk.limits, idempotency, clock),
    new PartnerShareResolver(),
    new ServiceLevelResolver(database, domain.audit),
  ];
}

function nodesOf({ paywall }: Domain): NodeTable {
  return {
    Account: accountNodes,
    ApiKey: apiKeyNodes,
    AuditEntry: auditNodes,
    Content: contentNodes(paywall),
    ContentVersion: contentVersionNodes,
    ContentPublication: contentPublicationNodes,
    Offer: offerNodes,
    Order: orderNodes,
    Partner: partnerNodes,
    Application: applicationNodes,
    Assessment: assessmentNodes,
    CriterionSet: criterionSetNodes,
    DueDiligenceReview: reviewNodes,
    Evidence: evidenceNodes,
    Contract: contractNodes,
    ContractVersion: contractVersionNodes,
    AggregateRelease: aggregateReleaseNodes,
    Consent: consentNodes,
    DataExport: dataExportNodes,
    Disclosure: disclosureNodes, ErasureTask: erasureTaskNodes,
    Connector: connectorNodes,
    WebhookDelivery: webhookDeliveryNodes,
    FeedImport: feedImportNodes,
    QuarantinedItem: quarantinedItemNodes,
    ConformanceRun: conformanceRunNodes,
    Acceptance: acceptanceNodes,
    Campaign: campaignNodes,
    Statement: statementNodes,
    StatementDispute: disputeNodes,
    Payout: payoutNodes,
    RiskCase: riskCaseNodes,
    ServiceLevelWindow: serviceLevelNodes,
    ExchangeRate: exchangeRateNodes,
    Accrual: accrualNodes,
    LedgerAccount: ledgerAccountNodes,
    Reader: readerNodes,
    ModelRun: modelRunNodes,
  };
}

/** Everything that the api can do: domain, resolver objects, node sources. Nothing is asked of the platform yet. */
export function openNouns(platform: Platform) {
  const domain = openDomain(platform);
  return { ...domain, resolvers: resolversOf(platform, domain), nodes: nodesOf(domain) };
}

export type Nouns = ReturnType<typeof openNouns>;
