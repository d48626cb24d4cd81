import { AccountResolver, accountNodes } from './account/account.resolver.js';
import { ApiKeyResolver, apiKeyNodes } from './account/api-key.resolver.js';
import { SessionResolver } from './account/session.resolver.js';
import { SignInAttempts } from './account/sign-in-attempts.js';
import { AuditResolver, auditNodes } from './audit/audit.resolver.js';
import { FeedEdgeResolver, FeedResolver, ReasonResolver } from './feed/feed.resolver.js';
import { RecommenderResolver } from './feed/recommender.resolver.js';
import { InteractionResolver, ReaderResolver, readerNodes, ViewerReaderResolver } from './feed/reader.resolver.js';
import { TrackResolver } from './feed/track.resolver.js';
import { AudienceResolver, CampaignResolver, PartnerCampaignsResolver, campaignNodes } from './campaign/campaign.resolver.js';
import { ContentAccessResolver, contentNodes } from './billing/content-access.resolver.js';
import { OfferResolver, offerNodes } from './billing/offer.resolver.js';
import { OrderResolver, orderNodes } from './billing/order.resolver.js';
import { Catalogue } from './content/catalogue.js';
import { ContentEditingResolver } from './content/content-editing.resolver.js';
import { ContentPublicationResolver, contentPublicationNodes, ContentResolver, contentVersionNodes } from './content/content.resolver.js';
import { AcceptanceResolver, ConformanceResolver, ConnectorConformanceResolver, acceptanceNodes, conformanceRunNodes } from './connector/conformance.resolver.js';
import { ConnectorResolver, PartnerConnectorsResolver, connectorNodes } from './connector/connector.resolver.js';
import { ConnectorHealthResolver } from './connector/health.resolver.js';
import { ConnectorFeedResolver, FeedImportResolver, QuarantinedItemResolver, feedImportNodes, quarantinedItemNodes } from './connector/content-feed.resolver.js';
import { ConnectorWebhookResolver, WebhookDeliveryResolver, webhookDeliveryNodes } from './connector/webhook.resolver.js';
import type { NodeTable } from './graphql/nodes.js';
import { DashboardNumbers } from './insight/dashboard-numbers.js';
import { DashboardResolver } from './insight/dashboard.resolver.js';
import { JobControl } from './model-run/job-control.js';
import { JobResolver } from './model-run/job.resolver.js';
import { AdLearners } from './model-run/ad-learners.js';
import { DriftReports } from './model-run/drift-reports.js';
import { DriftResolver } from './model-run/drift.resolver.js';
import { ModelChoiceResolver } from './model-run/model-choice.resolver.js';
import { ModelRunResolver, modelRunNodes } from './model-run/model-run.resolver.js';
import { ContractCommentResolver, ContractVersionResolver, SignatureResolver, contractVersionNodes } from './partner/contract-version.resolver.js';
import { ContractVerificationResolver } from './partner/contract-verification.resolver.js';
import { ContractResolver, contractNodes } from './partner/contract.resolver.js';
import { ApplicationResolver, PartnerApplicationsResolver, applicationNodes } from './partner/application.resolver.js';
import { PartnerStepsResolver } from './partner/partner-steps.resolver.js';
import { PartnerResolver, partnerNodes } from './partner/partner.resolver.js';
import { AssessmentResolver, CriterionSetResolver, DueDiligenceReviewResolver, EvidenceResolver, ScreeningResolver, ShortlistEntryResolver, assessmentNodes, criterionSetNodes, evidenceNodes, reviewNodes } from './partner/screening.resolver.js';
import { AggregateResolver, aggregateReleaseNodes } from './privacy/aggregate.resolver.js';
import { ConsentResolver, ViewerPrivacyResolver, consentNodes } from './privacy/consent.resolver.js';
import { DataExportResolver, DisclosureResolver, dataExportNodes, disclosureNodes } from './privacy/data-export.resolver.js';
import { ErasureTaskResolver, erasureTaskNodes } from './privacy/erasure.resolver.js';
import { AccrualResolver, accrualNodes, LedgerAccountResolver, ledgerAccountNodes } from './settlement/ledger.resolver.js';
import { ExchangeRateResolver, exchangeRateNodes } from './settlement/exchange-rate.resolver.js';
import { reservePpm } from './risk/risk-checks.js';
import { PartnerShareResolver, RiskCaseResolver, RiskCentreResolver, riskCaseNodes } from './risk/risk.resolver.js';
import { ServiceLevelResolver, serviceLevelNodes } from './risk/service-level.resolver.js';
import { PayoutResolver, payoutNodes } from './settlement/payout.resolver.js';
import { StatementLineResolver } from './settlement/statement-line.resolver.js';
import { disputeNodes, StatementResolver, statementNodes } from './settlement/statement.resolver.js';
import { checks, openDomain, type Domain, type Platform } from './domain.js';

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
    new ContractResolver(database, domain.contracts, domain.contractComments, idempotency, clock),
    new ContractCommentResolver(),
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
    new RecommenderResolver(database, domain.serving.stages, domain.serving.failover),
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
    Disclosure: disclosureNodes,
    ErasureTask: erasureTaskNodes,
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
