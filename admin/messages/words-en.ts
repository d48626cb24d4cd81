import type {
  AccountState, ArchiveEnd, BudgetPeriod, DataExportState, FeedImportState, FeedPolicy, ConformanceRunState, ConformanceVerdict, ConnectorEnvironment, ConnectorKind, ConnectorState, WebhookDeliveryState, CampaignState, ContentKind, ContentLanguage, ContentState, ContractParty, DisputeMethod, LegalBasis, RedlineChange, RenewalMode, SharingLevel, SlaDirection, SlaRemedy,
  ContractState, CriterionGroup, DriftSubject, GateState, InteractionKind, JobState, ModelRunState, ObstacleCode,
  OfferKind, OfferState, OrderState, PartnerKind, PartnerState, PartnerTier, ReasonKind, RecommenderStage, RevenueBase,
  ReviewVerdict, RiskBand, RiskCaseOrigin, RiskCaseState, RiskDecision, Role, RunTrigger, ShareMode, DisputeState, LedgerAccountKind, PayoutState, StatementLineKind, StatementState,
} from '../graphql/documents.js';

/** A word for every value of every enum of the contract: a new value does not compile until it has one. */
export const enums = {
  PartnerKind: { CONTENT_PRODUCER: 'Content producer', TECHNOLOGY_SUPPLIER: 'Technology supplier', ADVERTISER: 'Advertiser', CHANNEL: 'Channel', EDUCATION: 'Education' } satisfies Record<PartnerKind, string>,
  PartnerTier: { LISTED: 'Listed', STANDARD: 'Standard', PREFERRED: 'Preferred', STRATEGIC: 'Strategic' } satisfies Record<PartnerTier, string>,
  GateState: { PASSED: 'Bound met', FAILED: 'Bound missed', UNKNOWN: 'Bound not proved' } satisfies Record<GateState, string>,
  CriterionGroup: { RESOURCES: 'Resources', TECHNOLOGY: 'Technology', REPUTATION: 'Reputation' } satisfies Record<CriterionGroup, string>,
  ReviewVerdict: { ENDORSE: 'Endorses', OBJECT: 'Objects' } satisfies Record<ReviewVerdict, string>,
  ObstacleCode: {
    NO_EVIDENCE: 'Nothing is known: record evidence', EVIDENCE_EXPIRED: 'Evidence has expired or the criteria have changed: record newer evidence or assess again',
    GATE_UNKNOWN: 'A bound is not proved by verified evidence', GATE_FAILED: 'A bound is missed', REVIEW_MISSING: 'Not enough people have endorsed the newest assessment', OBJECTION: 'A reviewer objects',
    TOO_EARLY: 'It was rejected and may not apply again yet', NO_AGREEMENT: 'No contract with it is in force', NO_RISK_CASE: 'No risk case about it was decided to suspend or end', PAYABLES: 'Money between the two is not settled', AGREEMENT_IN_FORCE: 'A contract with it is still in force',
  } satisfies Record<ObstacleCode, string>,
  PartnerState: {
    PROSPECT: 'Prospect', APPLIED: 'Applied', SCREENING: 'Screening', DUE_DILIGENCE: 'Due diligence', APPROVED: 'Approved', REJECTED: 'Rejected', ONBOARDING: 'Onboarding',
    ACTIVE: 'Active', SUSPENDED: 'Suspended', OFFBOARDING: 'Offboarding', FORMER: 'Former', BLOCKED: 'Blocked',
  } satisfies Record<PartnerState, string>,
  ContractState: {
    DRAFT: 'Draft', OFFERED: 'Offered', COUNTERED: 'Countered', AGREED: 'Agreed', SIGNING: 'Signing', SIGNED: 'Signed', SCHEDULED: 'Scheduled', ACTIVE: 'Active', SUSPENDED: 'Suspended',
    IN_NOTICE: 'In notice', TERMINATED: 'Terminated', EXPIRED: 'Expired', SUPERSEDED: 'Superseded', WITHDRAWN: 'Withdrawn', REJECTED: 'Rejected', LAPSED: 'Lapsed',
  } satisfies Record<ContractState, string>,
  ContentKind: { ARTICLE: 'Article', AUDIO: 'Audio', VIDEO: 'Video', COURSE: 'Course', COLUMN: 'Column' } satisfies Record<ContentKind, string>,
  ContentState: {
    DRAFT: 'Draft', IN_REVIEW: 'In review', CHANGES_REQUESTED: 'Changes requested', APPROVED: 'Approved', SCHEDULED: 'Scheduled', PUBLISHED: 'Published', UNLISTED: 'Unlisted',
    ARCHIVED: 'Archived', TAKEDOWN: 'Taken down', RESTORED: 'Restored',
  } satisfies Record<ContentState, string>,
  CampaignState: {
    DRAFT: 'Draft', REVIEW: 'In review', APPROVED: 'Approved', SCHEDULED: 'Scheduled', RUNNING: 'Running', PAUSED: 'Paused', COMPLETING: 'Completing', COMPLETED: 'Completed', CANCELLED: 'Cancelled',
  } satisfies Record<CampaignState, string>,
  OfferKind: { ONE_OFF: 'One-off', SUBSCRIPTION: 'Subscription', FREE: 'Free' } satisfies Record<OfferKind, string>,
  OfferState: { ACTIVE: 'On sale', RETIRED: 'Retired' } satisfies Record<OfferState, string>,
  OrderState: {
    CREATED: 'Created', AWAITING_PAYMENT: 'Awaiting payment', PAID: 'Paid', FULFILLING: 'Being delivered', FULFILLED: 'Fulfilled', CANCELLED: 'Cancelled', EXPIRED: 'Expired', REFUNDED: 'Refunded',
  } satisfies Record<OrderState, string>,
  ModelRunState: {
    QUEUED: 'Queued', EXTRACTING: 'Extracting', FITTING: 'Fitting', EVALUATING: 'Evaluating', REJECTED: 'Rejected', CANDIDATE: 'Candidate', SHADOW: 'Shadow', CHAMPION: 'Champion', RETIRED: 'Retired', FAILED: 'Failed',
  } satisfies Record<ModelRunState, string>,
  JobState: { WAITING: 'Waiting', ACTIVE: 'Running', DELAYED: 'Delayed', COMPLETED: 'Completed', FAILED: 'Failed' } satisfies Record<JobState, string>,
  Role: {
    READER: 'Reader', AUTHOR: 'Author', PARTNER: 'Partner', PARTNER_MANAGER: 'Partner manager', MARKETER: 'Marketer', ANALYST: 'Analyst', OPERATOR: 'Operator', SERVICE: 'Service',
  } satisfies Record<Role, string>,
  AccountState: { ACTIVE: 'Active', SUSPENDED: 'Suspended' } satisfies Record<AccountState, string>,
  ReasonKind: { BECAUSE_OF: 'Because of', POPULAR: 'Popular', SPONSORED: 'Sponsored', NEWEST: 'New', EXPLORE: 'Exploring', RANKED_BY_PARTNER: 'By a partner' } satisfies Record<ReasonKind, string>,
  Language: { ZH: 'Chinese', EN: 'English' } satisfies Record<ContentLanguage, string>,
  ContractParty: { PARTNER: 'Partner', PLATFORM: 'Platform' } satisfies Record<ContractParty, string>,
  FeedPolicy: { REVIEW: 'drafts to be reviewed', PUBLISH: 'published at once' } satisfies Record<FeedPolicy, string>,
  FeedImportState: { RUNNING: 'Running', FINISHED: 'Done', FAILED: 'Failed' } satisfies Record<FeedImportState, string>,
  DataExportState: { REQUESTED: 'Requested', READY: 'Ready', REFUSED: 'Refused', DESTROYED: 'Destroyed' } satisfies Record<DataExportState, string>,
  ArchiveEnd: { WITHDRAWAL: 'somebody withdrew the consent', RETENTION: 'its days are over', PARTNER_ENDED: 'the cooperation ended' } satisfies Record<ArchiveEnd, string>,
  SharingLevel: { NONE: 'nothing', COUNTS: 'noisy counts', PSEUDONYMOUS: 'pseudonymous records', RECORD: 'records as they are' } satisfies Record<SharingLevel, string>,
  LegalBasis: { CONSENT: 'consent', CONTRACT: 'contract with the person', LAW: 'law' } satisfies Record<LegalBasis, string>,
  SlaDirection: { AT_LEAST: 'at least', AT_MOST: 'at most' } satisfies Record<SlaDirection, string>,
  RedlineChange: { SAME: 'same', ADDED: 'new', REMOVED: 'gone', CHANGED: 'changed' } satisfies Record<RedlineChange, string>,
  SlaRemedy: { CREDIT: 'credit', MAKEGOOD: 'delivered again' } satisfies Record<SlaRemedy, string>,
  RenewalMode: { NONE: 'it ends', AUTO: 'it goes on by itself', BY_OFFER: 'a new offer' } satisfies Record<RenewalMode, string>,
  DisputeMethod: { MEDIATION: 'mediation', ARBITRATION: 'arbitration', COURT: 'court' } satisfies Record<DisputeMethod, string>,
  StatementState: { OPEN: 'Open', ISSUED: 'Issued', ACKNOWLEDGED: 'Acknowledged', DISPUTED: 'Disputed' } satisfies Record<StatementState, string>,
  StatementLineKind: {
    SHARE: 'Share', REVERSAL: 'Reversal', CHARGE: 'Campaign charge', CREDIT: 'Service credit', ADJUSTMENT: 'Adjustment', PAYOUT: 'Payout', FORFEIT: 'Forfeited', FLOOR: 'Floor', CAP: 'Cap', GUARANTEE: 'Guarantee', RECOUPMENT: 'Recoupment',
  } satisfies Record<StatementLineKind, string>,
  RiskBand: { LOW: 'Low', WATCH: 'Watch', HIGH: 'High', CRITICAL: 'Critical' } satisfies Record<RiskBand, string>,
  RiskCaseOrigin: { BAND: 'The score', PERSON: 'A person' } satisfies Record<RiskCaseOrigin, string>,
  RiskCaseState: { OPEN: 'Open', IN_REVIEW: 'In review', DECIDED: 'Decided', CLOSED: 'Closed' } satisfies Record<RiskCaseState, string>,
  RiskDecision: { NO_ACTION: 'Nothing to do', MONITOR: 'Watch more closely', MITIGATE: 'Change something', SUSPEND: 'Suspend the cooperation', END: 'End the cooperation' } satisfies Record<RiskDecision, string>,
  PayoutState: { PROPOSED: 'Proposed', CANCELLED: 'Cancelled', APPROVED: 'Approved', SUBMITTED: 'At the bank', SETTLED: 'Paid', FAILED: 'Refused', RETURNED: 'Returned' } satisfies Record<PayoutState, string>,
  DisputeState: { OPEN: 'Open', UPHELD: 'Line stands', ADJUSTED: 'Corrected' } satisfies Record<DisputeState, string>,
  LedgerAccountKind: {
    CASH: 'Cash', PAYER_WALLET: 'Owed by the partner', PARTNER_PAYABLE: 'Payable', PLATFORM_REVENUE: 'Revenue', PARTNER_COST: 'Cost', RESERVE: 'Budget', HOLD: 'Held', CLEARING: 'Accrued, not issued', TAX: 'Tax', FX_LIQUIDITY: 'Exchange',
  } satisfies Record<LedgerAccountKind, string>,
  ShareMode: { SLAB: 'each band has its own share', WHOLE: 'the highest band reached counts for all' } satisfies Record<ShareMode, string>,
  RevenueBase: { GROSS: 'all that readers paid', NET: 'revenue after taxes and fees', NET_OF_REFUNDS: 'revenue after taxes, fees and refunds' } satisfies Record<RevenueBase, string>,
  BudgetPeriod: { TOTAL: 'for the whole contract', MONTH: 'per month', QUARTER: 'per quarter', YEAR: 'per year' } satisfies Record<BudgetPeriod, string>,
  InteractionKind: {
    VIEW: 'Opened', CLICK: 'Clicked', READ: 'Read', COMPLETE: 'Completed', LIKE: 'Liked', ENROL: 'Enrolled', PURCHASE: 'Bought', LESS: 'Wants less of it', RATE: 'Rated',
  } satisfies Record<InteractionKind, string>,
  RecommenderStage: { OFF: 'Off', SHADOW: 'Shadow', INTERLEAVED: 'Interleaved', LIVE: 'Live' } satisfies Record<RecommenderStage, string>,
  ConnectorKind: { CONTENT_FEED: 'Content feed', RECOMMENDER: 'Recommender', AD_DELIVERY: 'Ad delivery', WEBHOOK: 'Webhook' } satisfies Record<ConnectorKind, string>,
  ConnectorState: { REGISTERED: 'Registered', CONFIGURED: 'Configured', TESTING: 'Testing', ACCEPTED: 'Accepted', LIVE: 'Live', DEGRADED: 'Degraded', TRIPPED: 'Tripped', RETIRED: 'Retired' } satisfies Record<ConnectorState, string>,
  ConnectorEnvironment: { SANDBOX: 'Sandbox', PRODUCTION: 'Production' } satisfies Record<ConnectorEnvironment, string>,
  ConformanceVerdict: { PASSED: 'Passed', WARNING: 'Warning', REVIEW: 'To be looked at', FAILED: 'Failed', SKIPPED: 'Skipped', NOT_APPLICABLE: 'Does not apply', UNFINISHED: 'Unfinished' } satisfies Record<ConformanceVerdict, string>,
  ConformanceRunState: { QUEUED: 'Running', FINISHED: 'Finished' } satisfies Record<ConformanceRunState, string>,
  WebhookDeliveryState: { PENDING: 'Waiting', DELIVERED: 'Delivered', DEAD: 'Given up' } satisfies Record<WebhookDeliveryState, string>,
  DriftSubject: { EVENT: 'What readers do', FEATURE: 'What is shown', SCORE: 'What models say' } satisfies Record<DriftSubject, string>,
  RunTrigger: { SCHEDULE: 'Schedule', API_KEY: 'API key', CLI: 'Command line', CONSOLE: 'Console', DRIFT: 'Drift', VOLUME: 'New events', FEEDBACK: 'Feedback' } satisfies Record<RunTrigger, string>,
};

const shared = { id: 'Id', code: 'Code', state: 'State', createdAt: 'Created', updatedAt: 'Changed', version: 'Version', q: 'Search', partner: 'Partner', content: 'Content', startsAt: 'Starts', endsAt: 'Ends' };

/** Names of the resources and of their fields. */
export const resources = {
  partners: { name: 'Partner |||| Partners', fields: { ...shared, name: 'Name', kind: 'Kind', industry: 'Industry', timeZone: 'Time zone', contactName: 'Contact', contactEmail: 'E-mail', website: 'Website', note: 'Note', manager: 'Manager' } },
  contracts: { name: 'Contract |||| Contracts', fields: { ...shared, title: 'Title', number: 'Version', clauses: 'Clauses', signatures: 'Signatures', contentHash: 'Content hash', noticeEndsAt: 'Notice ends', renewedUntil: 'Renewed until', reason: 'Reason' } },
  connectors: { name: 'Connector |||| Connectors', fields: { ...shared, name: 'Name', kind: 'Kind', environment: 'Environment', baseUrl: 'Address', profileVersion: 'Version of the interface', capabilities: 'Capabilities', buildDigest: 'Build (SHA-256)', secretRotatedAt: 'Secret changed' } },
  contents: {
    name: 'Content |||| Contents',
    fields: {
      ...shared, no: 'No.', title: 'Title', summary: 'Summary', body: 'Body', kind: 'Kind', language: 'Language', tags: 'Tags', author: 'Author', publishedAt: 'Published', publishAt: 'To be published',
      previewChars: 'Free preview (characters)', offers: 'Offers', versions: 'Versions', externalId: 'External id',
    },
  },
  campaigns: {
    name: 'Campaign |||| Campaigns',
    fields: {
      ...shared, name: 'Name', adType: 'Advertisement type', audience: 'Audience', budget: 'Budget', spent: 'Spent', bid: 'Price per click', clicks: 'Clicks', impressions: 'Impressions',
      kinds: 'Read one of these kinds', locales: 'Languages', activeWithinDays: 'Active within (days)', estimate: 'Readers reached',
    },
  },
  offers: { name: 'Offer |||| Offers', fields: { ...shared, title: 'Title', kind: 'Kind', price: 'Price', periodDays: 'Period (days)' } },
  orders: { name: 'Order |||| Orders', fields: { ...shared, payable: 'Payable', offer: 'Offer', account: 'Account', expiresAt: 'Expires' } },
  statements: { name: 'Statement |||| Statements', fields: { ...shared, lineCount: 'Lines', opening: 'Opening balance', closing: 'Closing balance', timeZone: 'Time zone', issuedAt: 'Issued' } },
  payouts: { name: 'Payout |||| Payouts', fields: { ...shared, amount: 'Amount', statement: 'Statement', proposer: 'Proposed by', approver: 'Approved by', paid: 'Paid out as', rate: 'Rate', spread: 'Kept for the exchange', bankReference: 'Number at the bank', failure: 'Refused because' } },
  balances: { name: 'Balance |||| Balances', fields: { ...shared, kind: 'Account', balance: 'Balance', reserved: 'Reserved' } },
  'risk-cases': { name: 'Risk case |||| Risk cases', fields: { ...shared, title: 'About', severity: 'Severity', origin: 'Opened by', proposals: 'Proposed', owner: 'Owner', dueAt: 'To be decided by', decision: 'Decision', rationale: 'Why', decider: 'Decided by' } },
  'exchange-rates': { name: 'Exchange rate |||| Exchange rates', fields: { ...shared, source: 'From', target: 'To', rate: 'Rate', spreadPpm: 'Kept by the platform (%)', setter: 'Set by', validFrom: 'Counts from' } },
  readers: { name: 'Reader |||| Readers', fields: { ...shared, no: 'No.', externalId: 'External id', personalised: 'Personalised', locale: 'Language' } },
  'model-runs': {
    name: 'Model run |||| Model runs',
    fields: {
      ...shared, scenario: 'Scenario', model: 'Model', alias: 'Alias', stepProgress: 'Progress', trigger: 'Started by', requestedBy: 'Requested by', startedAt: 'Started', finishedAt: 'Finished', scoredAt: 'Scored',
      seed: 'Seed', adModel: 'Ad model', shadowAt: 'In shadow since', triggerReason: 'Trigger', reason: 'Reason', failure: 'Failure', params: 'Parameters', snapshotAt: 'Snapshot', interactionCount: 'Interactions', readerCount: 'Readers', contentCount: 'Contents',
    },
  },
  jobs: { name: 'Job |||| Jobs', fields: { ...shared, name: 'Job', queue: 'Queue', progress: 'Progress', attempts: 'Attempts', failure: 'Failure', startedAt: 'Started', finishedAt: 'Finished', payload: 'Payload', log: 'Log' } },
  accounts: { name: 'Account |||| Accounts', fields: { ...shared, email: 'E-mail', displayName: 'Name', role: 'Role', locale: 'Language', password: 'Password' } },
  'api-keys': { name: 'API key |||| API keys', fields: { ...shared, name: 'Name', prefix: 'Begins with', scopes: 'Scopes', expiresAt: 'Expires', revokedAt: 'Revoked', account: 'Account' } },
  audit: { name: 'Audit entry |||| Audit trail', fields: { ...shared, seq: 'No.', at: 'When', actor: 'Who', action: 'What', noun: 'Noun', nounId: 'Record', detail: 'Details' } },
};
