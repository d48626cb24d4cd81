/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A run that one side accepts. */
export type AcceptanceProposeInput = {
  /** The evidenceHash of the run that you have read. */
  evidenceHash: string;
  /** The version that you have seen. */
  expectedVersion: number;
  /** The connector. */
  id: string;
  /** The run. */
  runId: string;
  /** What is let pass. */
  waivers?: Array<WaiverInput>;
};

/** The second signature under an acceptance. */
export type AcceptanceSignInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The hash of the acceptance that you have read. */
  hash: string;
  /** The connector. */
  id: string;
};

/** A new account of any role. */
export type AccountCreateInput = {
  /** Name to show. */
  displayName: string;
  /** E-mail address to sign in with. */
  email: string;
  /** Preferred language. */
  locale?: Locale;
  /** The partner it acts for: only and always for the role PARTNER. */
  partnerId?: string | null | undefined;
  /** 10 to 200 characters; without one it can act through API keys only. */
  password?: string | null | undefined;
  /** What the account is for. */
  role: Role;
};

/** Which Account to list. Fields that are given together must all hold. */
export type AccountFilter = {
  /** All of these hold. */
  and?: Array<AccountFilter> | null | undefined;
  /** By createdAt. */
  createdAt?: DateTimeFilter | null | undefined;
  /** By email. */
  email?: TextFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** This does not hold. */
  not?: AccountFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<AccountFilter> | null | undefined;
  /** By partner. */
  partner?: IdFilter | null | undefined;
  /** Words to look for. */
  q?: string | null | undefined;
  /** By role. */
  role?: RoleFilter | null | undefined;
  /** By state. */
  state?: AccountStateFilter | null | undefined;
};

/** Which account may act again. */
export type AccountRestoreInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The account. */
  id: string;
};

/** Whether an account may act. */
export type AccountState =
  /** It may. */
  | 'ACTIVE'
  /** It may not, and its sessions have ended. */
  | 'SUSPENDED';

/** Operators that are given together must all hold. */
export type AccountStateFilter = {
  /** Equal to. */
  eq?: AccountState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<AccountState> | null | undefined;
};

/** Which account to suspend, and why. */
export type AccountSuspendInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The account. */
  id: string;
  /** Goes into the audit log. */
  reason: string;
};

/** A new key for a program. */
export type ApiKeyCreateInput = {
  /** For which account; an operator may name another than his own. */
  accountId?: string | null | undefined;
  /** When it ends by itself. */
  expiresAt?: string | null | undefined;
  /** What it is for. */
  name: string;
  /** retrain:start, events:write, feed:read, content:write, model:read. */
  scopes: Array<string>;
};

/** Which ApiKey to list. Fields that are given together must all hold. */
export type ApiKeyFilter = {
  /** By account. */
  account?: IdFilter | null | undefined;
  /** All of these hold. */
  and?: Array<ApiKeyFilter> | null | undefined;
  /** By createdAt. */
  createdAt?: DateTimeFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** By name. */
  name?: TextFilter | null | undefined;
  /** This does not hold. */
  not?: ApiKeyFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<ApiKeyFilter> | null | undefined;
  /** Words to look for. */
  q?: string | null | undefined;
  /** By revokedAt. */
  revokedAt?: DateTimeFilter | null | undefined;
};

/** Which key to revoke. */
export type ApiKeyRevokeInput = {
  /** The key. */
  id: string;
};

/** A partner that is known has applied. */
export type ApplicationRecordInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The partner. */
  id: string;
  /** What it offers and what it looks for, in 1 to 5,000 characters. */
  statement: string;
};

/** Why the key of an archive was destroyed. */
export type ArchiveEnd =
  /** The cooperation with the partner ended. */
  | 'PARTNER_ENDED'
  /** The days for which it may be kept are over. */
  | 'RETENTION'
  /** Somebody in it withdrew the consent. */
  | 'WITHDRAWAL';

/** Which partner. */
export type AssessmentRunInput = {
  /** The partner. */
  partnerId: string;
};

/** Who a campaign is for; nothing given means everybody. */
export type AudienceInput = {
  /** The reader was active within so many days (1 to 365). */
  activeWithinDays?: number | null | undefined;
  /** The reader read a content of one of these kinds. */
  kinds?: Array<ContentKind>;
  /** The reader has one of these locales (zh, en). */
  locales?: Array<string>;
};

/** Which AuditEntry to list. Fields that are given together must all hold. */
export type AuditFilter = {
  /** By action. */
  action?: TextFilter | null | undefined;
  /** By actor. */
  actor?: TextFilter | null | undefined;
  /** All of these hold. */
  and?: Array<AuditFilter> | null | undefined;
  /** By at. */
  at?: DateTimeFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** This does not hold. */
  not?: AuditFilter | null | undefined;
  /** By noun. */
  noun?: TextFilter | null | undefined;
  /** By nounId. */
  nounId?: IdFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<AuditFilter> | null | undefined;
  /** By seq. */
  seq?: BigIntFilter | null | undefined;
};

/** Who may examine the records. */
export type AuditRightInput = {
  /** Announced so many days ahead. */
  noticeDays: number;
  /** Who may. */
  party: ContractParty;
  /** At most so often a year. */
  timesPerYear: number;
};

/** Operators that are given together must all hold. */
export type BigIntFilter = {
  /** Lowest and highest, both included. */
  between?: Array<string> | null | undefined;
  /** Equal to. */
  eq?: string | null | undefined;
  /** One of at most 100 values. */
  in?: Array<string> | null | undefined;
  /** Whether there is no value. */
  isNull?: boolean | null | undefined;
};

/** Operators that are given together must all hold. */
export type BooleanFilter = {
  /** Equal to. */
  eq?: boolean | null | undefined;
  /** Whether there is no value. */
  isNull?: boolean | null | undefined;
};

/** How long a budget is meant for. */
export type BudgetPeriod =
  /** Anew each month. */
  | 'MONTH'
  /** Anew each quarter. */
  | 'QUARTER'
  /** Once, for the whole contract. */
  | 'TOTAL'
  /** Anew each year. */
  | 'YEAR';

/** Which campaign to end, and why. */
export type CampaignCancelInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The campaign. */
  id: string;
  /** Goes into the audit log. */
  reason: string;
};

/** A new campaign. */
export type CampaignCreateInput = {
  /** Type of the advertisement, 0–9. */
  adType?: number;
  /** Who it is for. */
  audience?: AudienceInput;
  /** What one click costs; of the same currency. */
  bid: MoneyInput;
  /** What it may cost in all. */
  budget: MoneyInput;
  /** A content of the partner. */
  contentId: string;
  /** What pays for it; null: no clause is named. Left out of an edit, it stays. */
  costBudget?: CampaignPayerInput | null | undefined;
  /** From this moment on it is not shown. */
  endsAt: string;
  /** Made by the client, 1 to 200 characters; the same key again makes no second campaign. */
  idempotencyKey: string;
  /** What the people who run it call it. */
  name: string;
  /** Whose campaign it is. */
  partnerId: string;
  /** First moment at which it may be shown. */
  startsAt: string;
};

/** A draft of a campaign as it should be. */
export type CampaignEditInput = {
  /** Type of the advertisement, 0–9. */
  adType?: number;
  /** Who it is for. */
  audience?: AudienceInput;
  /** What one click costs; of the same currency. */
  bid: MoneyInput;
  /** What it may cost in all. */
  budget: MoneyInput;
  /** A content of the partner. */
  contentId: string;
  /** What pays for it; null: no clause is named. Left out of an edit, it stays. */
  costBudget?: CampaignPayerInput | null | undefined;
  /** From this moment on it is not shown. */
  endsAt: string;
  /** The version that you have seen. */
  expectedVersion: number;
  /** The campaign. */
  id: string;
  /** What the people who run it call it. */
  name: string;
  /** First moment at which it may be shown. */
  startsAt: string;
};

/** Which Campaign to list. Fields that are given together must all hold. */
export type CampaignFilter = {
  /** All of these hold. */
  and?: Array<CampaignFilter> | null | undefined;
  /** By code. */
  code?: TextFilter | null | undefined;
  /** By content. */
  content?: IdFilter | null | undefined;
  /** By endsAt. */
  endsAt?: DateTimeFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** By name. */
  name?: TextFilter | null | undefined;
  /** This does not hold. */
  not?: CampaignFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<CampaignFilter> | null | undefined;
  /** By partner. */
  partner?: IdFilter | null | undefined;
  /** Words to look for. */
  q?: string | null | undefined;
  /** By startsAt. */
  startsAt?: DateTimeFilter | null | undefined;
  /** By state. */
  state?: CampaignStateFilter | null | undefined;
};

/** A clause that pays for a campaign. */
export type CampaignPayerInput = {
  /** Key of a cost-budget clause of it; what the campaign may cost is reserved there when it is launched. */
  clauseKey: string;
  /** A contract of the partner. */
  contractId: string;
};

/** Where a campaign stands. */
export type CampaignState =
  /** Approved, not launched. */
  | 'APPROVED'
  /** Ended by a person. */
  | 'CANCELLED'
  /** Over: the time or the budget is used up. */
  | 'COMPLETED'
  /** Not shown any more; clicks on what was shown still count. */
  | 'COMPLETING'
  /** Being written; may be edited. */
  | 'DRAFT'
  /** Launched, but not shown. */
  | 'PAUSED'
  /** Waits for the platform to approve it. */
  | 'REVIEW'
  /** Shown in feeds. */
  | 'RUNNING'
  /** Launched; starts by itself at its time. */
  | 'SCHEDULED';

/** Operators that are given together must all hold. */
export type CampaignStateFilter = {
  /** Equal to. */
  eq?: CampaignState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<CampaignState> | null | undefined;
};

/** A step of a campaign. */
export type CampaignStepInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The campaign. */
  id: string;
};

/** One clause: its key and exactly one of the kinds. */
export type ClauseInput = {
  /** Examination of records. */
  auditRight?: AuditRightInput | null | undefined;
  /** A budget. */
  costBudget?: CostBudgetInput | null | undefined;
  /** A use of data. */
  dataScope?: DataScopeInput | null | undefined;
  /** Disputes. */
  dispute?: DisputeInput | null | undefined;
  /** Exclusive business. */
  exclusivity?: ExclusivityInput | null | undefined;
  /** Name of the clause within the contract: small letters, digits and _. */
  key: string;
  /** What happens at the end. */
  renewal?: RenewalInput | null | undefined;
  /** What a side has to do. */
  responsibility?: ResponsibilityInput | null | undefined;
  /** A share of a revenue. */
  revenueShare?: RevenueShareInput | null | undefined;
  /** What a side may do. */
  right?: RightInput | null | undefined;
  /** Who signs. */
  signing?: SigningInput | null | undefined;
  /** A quality of service. */
  sla?: SlaInput | null | undefined;
  /** Ending it early. */
  termination?: TerminationInput | null | undefined;
  /** Words. */
  text?: TextInput | null | undefined;
};

/** What a clause settles. */
export type ClauseKind =
  /** Who may examine the records. */
  | 'AUDIT_RIGHT'
  /** What the platform may spend on a purpose. */
  | 'COST_BUDGET'
  /** Which data may be used for what and how long. */
  | 'DATA_SCOPE'
  /** How disputes are settled. */
  | 'DISPUTE'
  /** In what a side deals with nobody else. */
  | 'EXCLUSIVITY'
  /** What happens at its end. */
  | 'RENEWAL'
  /** What a side has to do. */
  | 'RESPONSIBILITY'
  /** What part of a revenue the partner gets. */
  | 'REVENUE_SHARE'
  /** What a side may do. */
  | 'RIGHT'
  /** Who signs, and in which order. */
  | 'SIGNING'
  /** What quality of service is owed. */
  | 'SLA'
  /** How the contract is ended before its end. */
  | 'TERMINATION'
  /** Anything else, in words. */
  | 'TEXT';

/** Of what a partner has a share. */
export type ConcentrationDimension =
  /** What the cost budgets of signed contracts commit in a year. */
  | 'COMMITMENT'
  /** Contents on show. */
  | 'CONTENT'
  /** Sales of ninety days. */
  | 'REVENUE';

/** How much of a dimension may lie with one partner. */
export type ConcentrationLimitInput = {
  /** Of what. */
  dimension: ConcentrationDimension;
  /** At most this share, in millionths. */
  limitPpm: number;
};

/** Lets one partner be above a limit for a while. */
export type ConcentrationWaiveInput = {
  /** Which limit. */
  dimension: ConcentrationDimension;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** Which partner. */
  partnerId: string;
  /** Why, 1 to 1000 characters. */
  reason: string;
  /** Until then, within a year. */
  until: string;
};

/** How far a run is. */
export type ConformanceRunState =
  /** Every scenario was played; nothing of it changes any more. */
  | 'FINISHED'
  /** Waits for a worker, or is at work. */
  | 'QUEUED';

/** What became of a scenario, or of a run: the worst of its scenarios. */
export type ConformanceVerdict =
  /** Something that must be was not. */
  | 'FAILED'
  /** It asks for a capability that the connector does not declare. */
  | 'NOT_APPLICABLE'
  /** All was as it should be. */
  | 'PASSED'
  /** A person has to look. */
  | 'REVIEW'
  /** It could not be tried: the platform may not call the address. */
  | 'SKIPPED'
  /** Nothing was seen of it yet. */
  | 'UNFINISHED'
  /** All that must be was; something that should be was not. */
  | 'WARNING';

/** The other end of a connector as it should be. */
export type ConnectorConfigureInput = {
  /** Address under which its endpoints lie; https. */
  baseUrl: string;
  /** SHA-256 of the build at the other end, 64 hexadecimal digits. */
  buildDigest: string;
  /** What of the interface it can beyond the minimum. */
  capabilities?: Array<string>;
  /** Which installation of the partner it leads to. */
  environment?: ConnectorEnvironment;
  /** The version that you have seen. */
  expectedVersion: number;
  /** The connector. */
  id: string;
  /** Version of the interface that the partner speaks, for example 1.0. */
  profileVersion: string;
};

/** Which installation of the partner the address leads to. */
export type ConnectorEnvironment =
  /** The real one. */
  | 'PRODUCTION'
  /** One whose answers have no consequences. */
  | 'SANDBOX';

/** Which Connector to list. Fields that are given together must all hold. */
export type ConnectorFilter = {
  /** All of these hold. */
  and?: Array<ConnectorFilter> | null | undefined;
  /** By code. */
  code?: TextFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** By kind. */
  kind?: ConnectorKindFilter | null | undefined;
  /** By name. */
  name?: TextFilter | null | undefined;
  /** This does not hold. */
  not?: ConnectorFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<ConnectorFilter> | null | undefined;
  /** By partner. */
  partner?: IdFilter | null | undefined;
  /** Words to look for. */
  q?: string | null | undefined;
  /** By state. */
  state?: ConnectorStateFilter | null | undefined;
};

/** What passes through a connector. */
export type ConnectorKind =
  /** Bids for advertising slots (OpenRTB 2.6), asked for within a deadline. */
  | 'AD_DELIVERY'
  /** Contents of the partner, taken in page by page. */
  | 'CONTENT_FEED'
  /** Rankings of contents, asked for within a deadline. */
  | 'RECOMMENDER'
  /** Messages to the partner (Standard Webhooks). */
  | 'WEBHOOK';

/** Operators that are given together must all hold. */
export type ConnectorKindFilter = {
  /** Equal to. */
  eq?: ConnectorKind | null | undefined;
  /** One of at most 100 values. */
  in?: Array<ConnectorKind> | null | undefined;
};

/** A step of a connector that needs a reason. */
export type ConnectorReasonInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The connector. */
  id: string;
  /** Goes into the audit log. */
  reason: string;
};

/** A new connection with a partner. */
export type ConnectorRegisterInput = {
  /** What passes through it. */
  kind: ConnectorKind;
  /** One name per partner, 1 to 200 characters. */
  name: string;
  /** The partner. */
  partnerId: string;
};

/** Where the connection stands. */
export type ConnectorState =
  /** Both sides signed a run without failures of this build. */
  | 'ACCEPTED'
  /** Address, build and capabilities are stated. */
  | 'CONFIGURED'
  /** Carries less traffic: it uses up its error budget too fast. */
  | 'DEGRADED'
  /** Carries traffic. */
  | 'LIVE'
  /** Named; nothing is known about its other end. */
  | 'REGISTERED'
  /** Will never carry traffic again. */
  | 'RETIRED'
  /** Being tried against the scenarios; something about it is new since it was accepted, if it ever was. */
  | 'TESTING'
  /** Carries no traffic but probes: it failed too often in a row. */
  | 'TRIPPED';

/** Operators that are given together must all hold. */
export type ConnectorStateFilter = {
  /** Equal to. */
  eq?: ConnectorState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<ConnectorState> | null | undefined;
};

/** A step of a connector. */
export type ConnectorStepInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The connector. */
  id: string;
};

/** A new content: it begins as a draft. */
export type ContentCreateInput = {
  /** For whom an editor writes; everybody else writes as himself. */
  authorId?: string | null | undefined;
  /** The text, up to 200,000 characters. */
  body?: string | null | undefined;
  /** Form. */
  kind: ContentKind;
  /** Chinese unless said otherwise. */
  language?: ContentLanguage | null | undefined;
  /** Where the audio or video lies (http or https). */
  mediaUrl?: string | null | undefined;
  /** For which partner an editor writes; a partner writes for his own. */
  partnerId?: string | null | undefined;
  /** How many characters (code points) of the body everybody may read; 200 unless said otherwise. */
  previewChars?: number | null | undefined;
  /** Public summary, up to 2,000 characters. */
  summary?: string | null | undefined;
  /** Up to 50 tags. */
  tags?: Array<string> | null | undefined;
  /** Up to 300 characters. */
  title: string;
};

/** Changes of the draft; what is absent stays. */
export type ContentEditInput = {
  /** The text, up to 200,000 characters. */
  body?: string | null | undefined;
  /** The version that you have seen. */
  expectedVersion: number;
  /** The content. */
  id: string;
  /** Language of the text. */
  language?: ContentLanguage | null | undefined;
  /** Where the audio or video lies (http or https); an empty text takes it away. */
  mediaUrl?: string | null | undefined;
  /** How many characters (code points) of the body everybody may read. */
  previewChars?: number | null | undefined;
  /** Public summary, up to 2,000 characters. */
  summary?: string | null | undefined;
  /** Up to 50 tags. */
  tags?: Array<string> | null | undefined;
  /** Up to 300 characters. */
  title?: string | null | undefined;
};

/** An import of a content feed. */
export type ContentFeedImportInput = {
  /** The live connector. */
  connectorId: string;
  /** The same key and input give the same import. */
  idempotencyKey: string;
  /** Only count what would come. */
  isDry?: boolean;
};

/** What becomes of what a feed brings from now on. */
export type ContentFeedSetInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The connector. */
  id: string;
  /** Drafts, or published at once. */
  policy: FeedPolicy;
};

/** Which Content to list. Fields that are given together must all hold. */
export type ContentFilter = {
  /** All of these hold. */
  and?: Array<ContentFilter> | null | undefined;
  /** By author. */
  author?: IdFilter | null | undefined;
  /** By createdAt. */
  createdAt?: DateTimeFilter | null | undefined;
  /** By externalId. */
  externalId?: TextFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** By kind. */
  kind?: ContentKindFilter | null | undefined;
  /** By language. */
  language?: ContentLanguageFilter | null | undefined;
  /** This does not hold. */
  not?: ContentFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<ContentFilter> | null | undefined;
  /** By partner. */
  partner?: IdFilter | null | undefined;
  /** By publishedAt. */
  publishedAt?: DateTimeFilter | null | undefined;
  /** Words to look for. */
  q?: string | null | undefined;
  /** By state. */
  state?: ContentStateFilter | null | undefined;
  /** By title. */
  title?: TextFilter | null | undefined;
};

/** What form a content has. */
export type ContentKind =
  /** Text to read. */
  | 'ARTICLE'
  /** Something to listen to. */
  | 'AUDIO'
  /** Sold as one, continued over time. */
  | 'COLUMN'
  /** Lessons in an order. */
  | 'COURSE'
  /** Something to watch. */
  | 'VIDEO';

/** Operators that are given together must all hold. */
export type ContentKindFilter = {
  /** Equal to. */
  eq?: ContentKind | null | undefined;
  /** One of at most 100 values. */
  in?: Array<ContentKind> | null | undefined;
};

/** The language that a content is written in. */
export type ContentLanguage =
  /** English. */
  | 'EN'
  /** Chinese. */
  | 'ZH';

/** Operators that are given together must all hold. */
export type ContentLanguageFilter = {
  /** Equal to. */
  eq?: ContentLanguage | null | undefined;
  /** One of at most 100 values. */
  in?: Array<ContentLanguage> | null | undefined;
};

/** Which content to move. */
export type ContentMoveInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The content. */
  id: string;
};

/** Which content to move, and why. */
export type ContentReasonInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The content. */
  id: string;
  /** Goes into the audit log. */
  reason: string;
};

/** Which content to publish when. */
export type ContentScheduleInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The content. */
  id: string;
  /** A time to come. */
  publishAt: string;
};

/** Where a content stands on its way to its readers. */
export type ContentState =
  /** May be published. */
  | 'APPROVED'
  /** Out of use; who has access keeps it. */
  | 'ARCHIVED'
  /** An editor asked for changes. */
  | 'CHANGES_REQUESTED'
  /** Being written. */
  | 'DRAFT'
  /** Waits for an editor. */
  | 'IN_REVIEW'
  /** Listed, found and readable. */
  | 'PUBLISHED'
  /** Given back after a takedown, not yet published again. */
  | 'RESTORED'
  /** Becomes published by itself at publishAt. */
  | 'SCHEDULED'
  /** Taken away from everybody by an editor. */
  | 'TAKEDOWN'
  /** No longer listed; who has access keeps it. */
  | 'UNLISTED';

/** Operators that are given together must all hold. */
export type ContentStateFilter = {
  /** Equal to. */
  eq?: ContentState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<ContentState> | null | undefined;
};

/** Consent to the text of an offer. */
export type ContractAgreeInput = {
  /** contentHash of the offer that it answers. */
  answersHash: string;
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** The version of the contract. */
  versionId: string;
};

/** A new version of an active contract; it takes over at its start. */
export type ContractAmendInput = {
  /** What it settles: 1 to 50 clauses. */
  clauses: Array<ClauseInput>;
  /** The contract. */
  contractId: string;
  /** End. */
  endsAt: string;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** Beginning. */
  startsAt: string;
};

/** The approval of what an amendment raises. */
export type ContractApproveInput = {
  /** contentHash of the text that is approved. */
  contentHash: string;
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** The version of the contract. */
  versionId: string;
};

/** What the other side did not keep. */
export type ContractBreachInput = {
  /** Key of the clause that was broken. */
  clauseKey?: string | null | undefined;
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** Why, at most 1000 characters; the other side sees it. */
  reason: string;
  /** The version of the contract. */
  versionId: string;
};

/** A remark on a version. */
export type ContractCommentInput = {
  /** The remark, at most 2000 characters; both sides see it. */
  body: string;
  /** Key of the clause that it is about; without one: the whole text. */
  clauseKey?: string | null | undefined;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** The version of the contract. */
  versionId: string;
};

/** A counter-offer: another text as the answer to an offer. */
export type ContractCounterInput = {
  /** contentHash of the offer that it answers. */
  answersHash: string;
  /** What it settles: 1 to 50 clauses. */
  clauses: Array<ClauseInput>;
  /** End. */
  endsAt: string;
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Until when the offer stands, within a year; without one: 30 days. */
  expiresAt?: string | null | undefined;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** Why it is offered, at most 2000 characters; the other side sees it. */
  rationale?: string | null | undefined;
  /** Beginning. */
  startsAt: string;
  /** The version of the contract. */
  versionId: string;
};

/** That a breach was cured. */
export type ContractCureInput = {
  /** Number of the breach; without one: the oldest that the own side reported and nobody called cured. */
  breach?: number | null | undefined;
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** The version of the contract. */
  versionId: string;
};

/** A new contract. */
export type ContractDraftInput = {
  /** What it settles: 1 to 50 clauses. */
  clauses: Array<ClauseInput>;
  /** End. */
  endsAt: string;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** With whom. */
  partnerId: string;
  /** Beginning. */
  startsAt: string;
  /** What it is about, at most 200 characters. */
  title: string;
};

/** A draft as it should be. */
export type ContractEditInput = {
  /** What it settles: 1 to 50 clauses. */
  clauses: Array<ClauseInput>;
  /** End. */
  endsAt: string;
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** Beginning. */
  startsAt: string;
  /** The version of the contract. */
  versionId: string;
};

/** Which Contract to list. Fields that are given together must all hold. */
export type ContractFilter = {
  /** All of these hold. */
  and?: Array<ContractFilter> | null | undefined;
  /** By code. */
  code?: TextFilter | null | undefined;
  /** By createdAt. */
  createdAt?: DateTimeFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** This does not hold. */
  not?: ContractFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<ContractFilter> | null | undefined;
  /** By partner. */
  partner?: IdFilter | null | undefined;
  /** Words to look for. */
  q?: string | null | undefined;
  /** By state. */
  state?: ContractStateFilter | null | undefined;
  /** By title. */
  title?: TextFilter | null | undefined;
};

/** An offer of a draft. */
export type ContractOfferInput = {
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Until when the offer stands, within a year; without one: 30 days. */
  expiresAt?: string | null | undefined;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** Why it is offered, at most 2000 characters; the other side sees it. */
  rationale?: string | null | undefined;
  /** The version of the contract. */
  versionId: string;
};

/** A side of a contract. */
export type ContractParty =
  /** The partner. */
  | 'PARTNER'
  /** The platform. */
  | 'PLATFORM';

/** A step that says why. */
export type ContractReasonInput = {
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** Why, at most 1000 characters; the other side sees it. */
  reason: string;
  /** The version of the contract. */
  versionId: string;
};

/** That a remark is settled. */
export type ContractResolveCommentInput = {
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** Number of the comment. */
  number: number;
  /** The version of the contract. */
  versionId: string;
};

/** A signature. */
export type ContractSignInput = {
  /** contentHash of the text that is signed. */
  contentHash: string;
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** As whom: the place in the list of the SIGNING clause; without one: the first of the own side that may sign now. */
  place?: number | null | undefined;
  /** The version of the contract. */
  versionId: string;
};

/** Where a version of a contract stands. */
export type ContractState =
  /** In force. */
  | 'ACTIVE'
  /** Both sides accept the same text. */
  | 'AGREED'
  /** The other side made a counter-offer and waits for an answer. */
  | 'COUNTERED'
  /** Being written by one side. */
  | 'DRAFT'
  /** Ended at its end. */
  | 'EXPIRED'
  /** In force until the notice ends. */
  | 'IN_NOTICE'
  /** Nobody answered the offer in time. */
  | 'LAPSED'
  /** The side that drafted it waits for an answer. */
  | 'OFFERED'
  /** Refused by the side that was asked. */
  | 'REJECTED'
  /** Signed; begins by itself at its start. */
  | 'SCHEDULED'
  /** Everybody has signed. */
  | 'SIGNED'
  /** Some have signed, others have yet to. */
  | 'SIGNING'
  /** Replaced by a later version. */
  | 'SUPERSEDED'
  /** In force, but resting. */
  | 'SUSPENDED'
  /** Ended by notice or for a breach, or stopped before it began. */
  | 'TERMINATED'
  /** Taken back by the side that offered it. */
  | 'WITHDRAWN';

/** Operators that are given together must all hold. */
export type ContractStateFilter = {
  /** Equal to. */
  eq?: ContractState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<ContractState> | null | undefined;
};

/** A step of a version. */
export type ContractStepInput = {
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** The version of the contract. */
  versionId: string;
};

/** The platform may spend up to a budget on a purpose. */
export type CostBudgetInput = {
  /** The most that may be spent in a period. */
  budget: MoneyInput;
  /** What a period is. */
  period: BudgetPeriod;
  /** What it may be spent on. */
  purpose: string;
};

/** The three branches by which partners are chosen. */
export type CriterionGroup =
  /** How it keeps its word. */
  | 'REPUTATION'
  /** What it brings. */
  | 'RESOURCES'
  /** How well it can be connected and trusted with data. */
  | 'TECHNOLOGY';

/** What the values of a criterion are. */
export type CriterionMeasure =
  /** A number in the unit of the criterion. */
  | 'QUANTITY'
  /** A share of observations, between 0 and 1; shrunk towards the prior by their number. */
  | 'SHARE';

/** What became of a request for records. */
export type DataExportState =
  /** Its key is gone: nobody can read it any more. */
  | 'DESTROYED'
  /** Can be fetched. */
  | 'READY'
  /** Nothing leaves; `refusal` says why. */
  | 'REFUSED'
  /** Not decided yet. */
  | 'REQUESTED';

/** Data that may be used for one purpose. */
export type DataScopeInput = {
  /** What allows the use; without one: CONSENT. */
  basis?: LegalBasis | null | undefined;
  /** Name of the data set. */
  dataset: string;
  /** The ε that all counts of one period may spend together; without one: none. */
  epsilon?: number | null | undefined;
  /** The period of ε; without one: MONTH. */
  epsilonPeriod?: BudgetPeriod | null | undefined;
  /** The fields that may be used. */
  fields: Array<string>;
  /** A count of fewer people is not told; without one: 10. */
  kMin?: number | null | undefined;
  /** How much of it leaves the platform; without one: COUNTS. */
  level?: SharingLevel | null | undefined;
  /** What it may be used for. */
  purpose: string;
  /** ISO 3166 code of the country that it may be processed in. */
  region?: string | null | undefined;
  /** After so many days it must be deleted. */
  retentionDays: number;
};

/** Operators that are given together must all hold. */
export type DateTimeFilter = {
  /** Lowest and highest, both included. */
  between?: Array<string> | null | undefined;
  /** Whether there is no value. */
  isNull?: boolean | null | undefined;
};

/** The decision of a dispute. */
export type DisputeDecideInput = {
  /** What the next statement corrects, in minor units of the statement; above zero in favour of the partner. Without it the line stands. */
  adjustmentMinor?: string | null | undefined;
  /** What was decided, and why; at most 1000 characters. */
  decision: string;
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Which. */
  id: string;
};

/** How disputes are settled. */
export type DisputeInput = {
  /** By which law. */
  law: string;
  /** Who decides then. */
  method: DisputeMethod;
  /** Where. */
  seat: string;
  /** The sides talk for so many days first. */
  talkDays: number;
};

/** Who decides when talking does not help. */
export type DisputeMethod =
  /** A court of arbitration decides. */
  | 'ARBITRATION'
  /** A court of the state decides. */
  | 'COURT'
  /** A mediator proposes. */
  | 'MEDIATION';

/** How a dispute ended. */
export type DisputeState =
  /** Corrected in the next statement. */
  | 'ADJUSTED'
  /** Not decided yet. */
  | 'OPEN'
  /** The line stands. */
  | 'UPHELD';

/** What has a distribution that may move. */
export type DriftSubject =
  /** What readers do, and with what. */
  | 'EVENT'
  /** A feature of the contents and ads that were shown. */
  | 'FEATURE'
  /** What the models say. */
  | 'SCORE';

/** What one person found. */
export type DueDiligenceReviewInput = {
  /** The assessment that was examined: the newest. */
  assessmentId: string;
  /** What was looked at and found, in 1 to 5,000 characters. */
  findings: string;
  /** The partner. */
  partnerId: string;
  /** For or against. */
  verdict: ReviewVerdict;
};

/** A partner has erased. */
export type ErasureAcknowledgeInput = {
  /** Which task. */
  id: string;
};

/** Something that became known of a partner. */
export type EvidenceAddInput = {
  /** Key of the criterion. */
  criterion: string;
  /** From this moment on it does not count; absent: after as many days as the criterion says. */
  expiresAt?: string | null | undefined;
  /** How many observations it sums up. */
  observations?: number;
  /** When it was observed. */
  observedAt: string;
  /** The partner. */
  partnerId: string;
  /** Where it comes from, at most 300 characters. A later observation from the same source takes the place of this one. */
  source: string;
  /** The value: in the unit of the criterion, or a share between 0 and 1. */
  value: number;
  /** Whether you have seen the proof: gates ask for that. */
  verified?: boolean;
};

/** Which ExchangeRate to list. Fields that are given together must all hold. */
export type ExchangeRateFilter = {
  /** All of these hold. */
  and?: Array<ExchangeRateFilter> | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** This does not hold. */
  not?: ExchangeRateFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<ExchangeRateFilter> | null | undefined;
  /** By source. */
  source?: TextFilter | null | undefined;
  /** By target. */
  target?: TextFilter | null | undefined;
};

/** A rate between two currencies. */
export type ExchangeRateSetInput = {
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** How much of `target` one of `source` is worth, in whole units (yuan, not fen): a decimal of at most nine places. */
  rate: string;
  /** The currency that is given, ISO 4217. */
  source: string;
  /** What the platform keeps of the given amount, in millionths, at most 100000. */
  spreadPpm: number;
  /** The currency that is got, ISO 4217. */
  target: string;
};

/** In what a side deals with nobody else. */
export type ExclusivityInput = {
  /** Who is bound. */
  party: ContractParty;
  /** In what business. */
  scope: string;
  /** In what territory. */
  territory: string;
};

/** Who stands in for a connector that fails. */
export type FallbackPlanInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The connector. */
  id: string;
  /** Within so many milliseconds somebody must have answered, 1 to 60000. */
  recoveryMs: number;
  /** Connectors of the same kind, in their order; our own answer comes after the last. At most 3. */
  substituteIds: Array<string>;
};

/** Which FeedImport to list. Fields that are given together must all hold. */
export type FeedImportFilter = {
  /** All of these hold. */
  and?: Array<FeedImportFilter> | null | undefined;
  /** By connector. */
  connector?: IdFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** This does not hold. */
  not?: FeedImportFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<FeedImportFilter> | null | undefined;
  /** By partner. */
  partner?: IdFilter | null | undefined;
  /** By startedAt. */
  startedAt?: DateTimeFilter | null | undefined;
  /** By state. */
  state?: FeedImportStateFilter | null | undefined;
};

/** Where an import stands. */
export type FeedImportState =
  /** Given up; the next one begins anew. */
  | 'FAILED'
  /** Every page was read. */
  | 'FINISHED'
  /** Goes on at its next page. */
  | 'RUNNING';

/** Operators that are given together must all hold. */
export type FeedImportStateFilter = {
  /** Equal to. */
  eq?: FeedImportState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<FeedImportState> | null | undefined;
};

/** What becomes of what a feed brings. */
export type FeedPolicy =
  /** Published at once. */
  | 'PUBLISH'
  /** Drafts, which people publish. */
  | 'REVIEW';

/** Whether a bound that must hold does. */
export type GateState =
  /** Verified evidence shows the contrary. */
  | 'FAILED'
  /** Verified evidence shows it. */
  | 'PASSED'
  /** No verified evidence: not passed. */
  | 'UNKNOWN';

/** Operators that are given together must all hold. */
export type IdFilter = {
  /** Equal to. */
  eq?: string | null | undefined;
  /** One of at most 100 values. */
  in?: Array<string> | null | undefined;
  /** Whether there is no value. */
  isNull?: boolean | null | undefined;
};

/** Operators that are given together must all hold. */
export type IntFilter = {
  /** Lowest and highest, both included. */
  between?: Array<number> | null | undefined;
  /** Equal to. */
  eq?: number | null | undefined;
  /** One of at most 100 values. */
  in?: Array<number> | null | undefined;
  /** Whether there is no value. */
  isNull?: boolean | null | undefined;
};

/** What a reader did with a content. */
export type InteractionKind =
  /** The content was chosen in a feed. */
  | 'CLICK'
  /** It was read, heard or watched to its end. */
  | 'COMPLETE'
  /** The reader enrolled in the course or column. */
  | 'ENROL'
  /** The reader asked for less of this. */
  | 'LESS'
  /** It was marked as liked. */
  | 'LIKE'
  /** The reader bought access. */
  | 'PURCHASE'
  /** The reader gave a mark; the value holds it. */
  | 'RATE'
  /** A good part was read, heard or watched. */
  | 'READ'
  /** The content was opened. */
  | 'VIEW';

/** Which job to stop. */
export type JobCancelInput = {
  /** The job. */
  id: string;
};

/** Which jobs to list. Fields that are given together must all hold. */
export type JobFilter = {
  /** By name, for example fit-model. */
  name?: JobWordFilter | null | undefined;
  /** By queue: light, compute. */
  queue?: JobWordFilter | null | undefined;
  /** By state. */
  state?: JobStateFilter | null | undefined;
};

/** Which job to try again. */
export type JobRetryInput = {
  /** The job. */
  id: string;
};

/** Where a job stands in its queue. */
export type JobState =
  /** A worker is at it. */
  | 'ACTIVE'
  /** Done. */
  | 'COMPLETED'
  /** Waits for its time, or for the next try. */
  | 'DELAYED'
  /** No further try will follow. */
  | 'FAILED'
  /** Waits for a worker. */
  | 'WAITING';

/** States that fit. */
export type JobStateFilter = {
  /** Equal to. */
  eq?: JobState | null | undefined;
  /** One of these. */
  in?: Array<JobState> | null | undefined;
};

/** Words that fit. */
export type JobWordFilter = {
  /** Equal to. */
  eq?: string | null | undefined;
  /** One of these. */
  in?: Array<string> | null | undefined;
};

/** Which LedgerAccount to list. Fields that are given together must all hold. */
export type LedgerAccountFilter = {
  /** All of these hold. */
  and?: Array<LedgerAccountFilter> | null | undefined;
  /** By currency. */
  currency?: TextFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** By kind. */
  kind?: LedgerAccountKindFilter | null | undefined;
  /** This does not hold. */
  not?: LedgerAccountFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<LedgerAccountFilter> | null | undefined;
  /** By partner. */
  partner?: IdFilter | null | undefined;
};

/** What an account of the ledger holds. */
export type LedgerAccountKind =
  /** The money of the platform at its bank. */
  | 'CASH'
  /** Estimates of what the open statement of a partner will say. */
  | 'CLEARING'
  /** One currency waiting for another. */
  | 'FX_LIQUIDITY'
  /** What a partner is owed and must not be paid now. */
  | 'HOLD'
  /** What was spent out of cost budgets, and what they were given. */
  | 'PARTNER_COST'
  /** What a partner is owed by its statements and was not paid. */
  | 'PARTNER_PAYABLE'
  /** What a partner owes the platform, until a later statement makes up for it. */
  | 'PAYER_WALLET'
  /** What remains with the platform. */
  | 'PLATFORM_REVENUE'
  /** What is left of a cost budget. */
  | 'RESERVE'
  /** Taxes inside what readers paid. */
  | 'TAX';

/** Operators that are given together must all hold. */
export type LedgerAccountKindFilter = {
  /** Equal to. */
  eq?: LedgerAccountKind | null | undefined;
  /** One of at most 100 values. */
  in?: Array<LedgerAccountKind> | null | undefined;
};

/** What allows the use of personal data. */
export type LegalBasis =
  /** The person agreed to this use and this recipient. */
  | 'CONSENT'
  /** A contract with the person needs it. */
  | 'CONTRACT'
  /** A law demands it. */
  | 'LAW';

/** Language of texts that the platform writes. */
export type Locale =
  /** English. */
  | 'EN'
  /** Chinese. */
  | 'ZH';

/** Which run shall leave the shadow without serving. */
export type ModelAbandonInput = {
  /** The run. */
  id: string;
  /** Why: goes into the audit log. */
  reason: string;
};

/** Which run shall serve, against the gate or again. */
export type ModelPromoteInput = {
  /** The version that was looked at; another one is a CONFLICT. */
  expectedVersion?: number | null | undefined;
  /** The run. */
  id: string;
  /** Why: goes into the audit log. */
  reason: string;
};

/** Where the previous champion shall serve again. */
export type ModelRollbackInput = {
  /** The version of the champion that was looked at; another one is a CONFLICT. */
  expectedVersion?: number | null | undefined;
  /** Why: goes into the audit log. */
  reason: string;
  /** The feed. */
  scenario?: string;
};

/** Which ModelRun to list. Fields that are given together must all hold. */
export type ModelRunFilter = {
  /** All of these hold. */
  and?: Array<ModelRunFilter> | null | undefined;
  /** By code. */
  code?: TextFilter | null | undefined;
  /** By createdAt. */
  createdAt?: DateTimeFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** By model. */
  model?: TextFilter | null | undefined;
  /** This does not hold. */
  not?: ModelRunFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<ModelRunFilter> | null | undefined;
  /** Words to look for. */
  q?: string | null | undefined;
  /** By scenario. */
  scenario?: TextFilter | null | undefined;
  /** By state. */
  state?: ModelRunStateFilter | null | undefined;
  /** By trigger. */
  trigger?: RunTriggerFilter | null | undefined;
};

/** Where a model run stands. */
export type ModelRunState =
  /** Good enough: every reader is being scored; then it goes into shadow, or serves. */
  | 'CANDIDATE'
  /** Serves. */
  | 'CHAMPION'
  /** The model is compared with the champion and with popularity. */
  | 'EVALUATING'
  /** Events are being copied into the snapshot. */
  | 'EXTRACTING'
  /** Ended by an error or by a person. */
  | 'FAILED'
  /** The model learns. */
  | 'FITTING'
  /** Waits for a worker. */
  | 'QUEUED'
  /** Not good enough to serve; the reason says why. */
  | 'REJECTED'
  /** Served once. */
  | 'RETIRED'
  /** Answers a share of the feeds beside the champion without being shown. */
  | 'SHADOW';

/** Operators that are given together must all hold. */
export type ModelRunStateFilter = {
  /** Equal to. */
  eq?: ModelRunState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<ModelRunState> | null | undefined;
};

/** An amount in the smallest unit of its currency (fen, cent). */
export type MoneyInput = {
  /** Whole minor units, as a string of digits. */
  amountMinor: string;
  /** ISO 4217 code, for example CNY. */
  currency: string;
};

/** What is still missing before a step. */
export type ObstacleCode =
  /** A contract with it is still in force. */
  | 'AGREEMENT_IN_FORCE'
  /** Evidence has expired, or the criteria have changed, since the newest assessment: record newer evidence or assess again. */
  | 'EVIDENCE_EXPIRED'
  /** A criterion that must be met is not. */
  | 'GATE_FAILED'
  /** No verified evidence on a criterion that must be met. */
  | 'GATE_UNKNOWN'
  /** No contract with it is in force. */
  | 'NO_AGREEMENT'
  /** Nothing is known: evidence has to be recorded. */
  | 'NO_EVIDENCE'
  /** No risk case about it was decided to suspend or end the cooperation. */
  | 'NO_RISK_CASE'
  /** A reviewer objects. */
  | 'OBJECTION'
  /** Money between the two is not settled: something is owed, held or on its way. */
  | 'PAYABLES'
  /** Not enough people have endorsed the newest assessment: one, and two for the strategic tier. */
  | 'REVIEW_MISSING'
  /** It was rejected, and may not apply again yet. */
  | 'TOO_EARLY';

/** A new way to buy access. A price never changes: retire the offer and make another. */
export type OfferCreateInput = {
  /** The content; absent: the whole platform, for subscriptions only. */
  contentId?: string | null | undefined;
  /** Made by the client, 1 to 200 characters; the same key again makes no second offer. */
  idempotencyKey: string;
  /** How it is sold. */
  kind: OfferKind;
  /** Length of a subscription period in days; for subscriptions only. */
  periodDays?: number | null | undefined;
  /** What one purchase costs; 0 for FREE. */
  price: MoneyInput;
  /** What it is called. */
  title: string;
};

/** Which Offer to list. Fields that are given together must all hold. */
export type OfferFilter = {
  /** By amountMinor. */
  amountMinor?: BigIntFilter | null | undefined;
  /** All of these hold. */
  and?: Array<OfferFilter> | null | undefined;
  /** By content. */
  content?: IdFilter | null | undefined;
  /** By createdAt. */
  createdAt?: DateTimeFilter | null | undefined;
  /** By currency. */
  currency?: TextFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** By kind. */
  kind?: OfferKindFilter | null | undefined;
  /** This does not hold. */
  not?: OfferFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<OfferFilter> | null | undefined;
  /** Words to look for. */
  q?: string | null | undefined;
  /** By state. */
  state?: OfferStateFilter | null | undefined;
};

/** How access is sold. */
export type OfferKind =
  /** Costs nothing: everybody reads the content whole. */
  | 'FREE'
  /** Paid once, kept. */
  | 'ONE_OFF'
  /** Paid for a period: one content, or the whole platform when no content is named. */
  | 'SUBSCRIPTION';

/** Operators that are given together must all hold. */
export type OfferKindFilter = {
  /** Equal to. */
  eq?: OfferKind | null | undefined;
  /** One of at most 100 values. */
  in?: Array<OfferKind> | null | undefined;
};

/** Which offer to sell no longer. */
export type OfferRetireInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The offer. */
  id: string;
};

/** Whether an offer can be bought. */
export type OfferState =
  /** Can be bought. */
  | 'ACTIVE'
  /** Sold no longer; what was bought stays. */
  | 'RETIRED';

/** Operators that are given together must all hold. */
export type OfferStateFilter = {
  /** Equal to. */
  eq?: OfferState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<OfferState> | null | undefined;
};

/** Which order to call off. */
export type OrderCancelInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The order. */
  id: string;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
};

/** Which Order to list. Fields that are given together must all hold. */
export type OrderFilter = {
  /** By account. */
  account?: IdFilter | null | undefined;
  /** All of these hold. */
  and?: Array<OrderFilter> | null | undefined;
  /** By code. */
  code?: TextFilter | null | undefined;
  /** By createdAt. */
  createdAt?: DateTimeFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** This does not hold. */
  not?: OrderFilter | null | undefined;
  /** By offer. */
  offer?: IdFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<OrderFilter> | null | undefined;
  /** By payableMinor. */
  payableMinor?: BigIntFilter | null | undefined;
  /** Words to look for. */
  q?: string | null | undefined;
  /** By state. */
  state?: OrderStateFilter | null | undefined;
};

/** Where an order stands. */
export type OrderState =
  /** Waits for the money. */
  | 'AWAITING_PAYMENT'
  /** Called off by the buyer. */
  | 'CANCELLED'
  /** Made; the payment is not opened yet. */
  | 'CREATED'
  /** Not paid in time. */
  | 'EXPIRED'
  /** Paid and delivered: access was granted. */
  | 'FULFILLED'
  /** Being delivered. */
  | 'FULFILLING'
  /** Paid, not yet delivered. */
  | 'PAID'
  /** The money went back. */
  | 'REFUNDED';

/** Operators that are given together must all hold. */
export type OrderStateFilter = {
  /** Equal to. */
  eq?: OrderState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<OrderState> | null | undefined;
};

/** A new partner. */
export type PartnerCreateInput = {
  /** E-mail address of that person. */
  contactEmail?: string | null | undefined;
  /** Person to talk to. */
  contactName?: string | null | undefined;
  /** Industry it comes from. */
  industry: string;
  /** What it brings. */
  kind: PartnerKind;
  /** Account of the partner manager or operator who looks after it. */
  managerId?: string | null | undefined;
  /** Name of the organisation, at most 200 characters. */
  name: string;
  /** Notes of the staff; the partner does not see them. */
  note?: string;
  /** IANA name of the zone that its months of settlement follow; absent: unchanged, at first Asia/Shanghai. Counts from the next window on. */
  timeZone?: string | null | undefined;
  /** Web site (http or https). */
  website?: string | null | undefined;
};

/** A partner as it should be; every field is written. */
export type PartnerEditInput = {
  /** E-mail address of that person. */
  contactEmail?: string | null | undefined;
  /** Person to talk to. */
  contactName?: string | null | undefined;
  /** The version that you have seen. */
  expectedVersion: number;
  /** The partner. */
  id: string;
  /** Industry it comes from. */
  industry: string;
  /** What it brings. */
  kind: PartnerKind;
  /** Account of the partner manager or operator who looks after it. */
  managerId?: string | null | undefined;
  /** Name of the organisation, at most 200 characters. */
  name: string;
  /** Notes of the staff; the partner does not see them. */
  note?: string;
  /** IANA name of the zone that its months of settlement follow; absent: unchanged, at first Asia/Shanghai. Counts from the next window on. */
  timeZone?: string | null | undefined;
  /** Web site (http or https). */
  website?: string | null | undefined;
};

/** Which Partner to list. Fields that are given together must all hold. */
export type PartnerFilter = {
  /** All of these hold. */
  and?: Array<PartnerFilter> | null | undefined;
  /** By code. */
  code?: TextFilter | null | undefined;
  /** By createdAt. */
  createdAt?: DateTimeFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** By industry. */
  industry?: TextFilter | null | undefined;
  /** By kind. */
  kind?: PartnerKindFilter | null | undefined;
  /** By manager. */
  manager?: IdFilter | null | undefined;
  /** By name. */
  name?: TextFilter | null | undefined;
  /** This does not hold. */
  not?: PartnerFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<PartnerFilter> | null | undefined;
  /** Words to look for. */
  q?: string | null | undefined;
  /** By state. */
  state?: PartnerStateFilter | null | undefined;
};

/** What a partner brings. */
export type PartnerKind =
  /** Campaigns paid with its own money. */
  | 'ADVERTISER'
  /** Readers and sales. */
  | 'CHANNEL'
  /** Contents. */
  | 'CONTENT_PRODUCER'
  /** Courses and their teachers. */
  | 'EDUCATION'
  /** Technology: models, data, tools. */
  | 'TECHNOLOGY_SUPPLIER';

/** Operators that are given together must all hold. */
export type PartnerKindFilter = {
  /** Equal to. */
  eq?: PartnerKind | null | undefined;
  /** One of at most 100 values. */
  in?: Array<PartnerKind> | null | undefined;
};

/** One step against a partner. */
export type PartnerReasonInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The partner. */
  id: string;
  /** Why, in 1 to 1,000 characters; the partner may read it. */
  reason: string;
};

/** A partner that is turned down. */
export type PartnerRejectInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The partner. */
  id: string;
  /** When it may apply again; absent: at any time. */
  reapplyAfter?: string | null | undefined;
  /** Why, in 1 to 1,000 characters; the partner may read it. */
  reason: string;
};

/** Where the cooperation with a partner stands. */
export type PartnerState =
  /** Cooperates. */
  | 'ACTIVE'
  /** Wants to cooperate. */
  | 'APPLIED'
  /** May become a partner. */
  | 'APPROVED'
  /** Must not be dealt with. */
  | 'BLOCKED'
  /** Evidence is being examined. */
  | 'DUE_DILIGENCE'
  /** Was a partner. */
  | 'FORMER'
  /** Being wound up. */
  | 'OFFBOARDING'
  /** Contract and connection are being set up. */
  | 'ONBOARDING'
  /** Known, not asked yet. */
  | 'PROSPECT'
  /** Was turned down. */
  | 'REJECTED'
  /** Being scored against the criteria of its kind. */
  | 'SCREENING'
  /** Cooperation rests; history stays. */
  | 'SUSPENDED';

/** Operators that are given together must all hold. */
export type PartnerStateFilter = {
  /** Equal to. */
  eq?: PartnerState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<PartnerState> | null | undefined;
};

/** One step of the cooperation. */
export type PartnerStepInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The partner. */
  id: string;
  /** A remark for the audit trail. */
  reason?: string | null | undefined;
};

/** How close the cooperation should be, by score and by how much is known. */
export type PartnerTier =
  /** Known, not more. */
  | 'LISTED'
  /** Asked first. */
  | 'PREFERRED'
  /** May cooperate. */
  | 'STANDARD'
  /** A cooperation that the platform leans on: two people examine it. */
  | 'STRATEGIC';

/** Which Payout to list. Fields that are given together must all hold. */
export type PayoutFilter = {
  /** All of these hold. */
  and?: Array<PayoutFilter> | null | undefined;
  /** By code. */
  code?: TextFilter | null | undefined;
  /** By createdAt. */
  createdAt?: DateTimeFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** This does not hold. */
  not?: PayoutFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<PayoutFilter> | null | undefined;
  /** By partner. */
  partner?: IdFilter | null | undefined;
  /** Words to look for. */
  q?: string | null | undefined;
  /** By state. */
  state?: PayoutStateFilter | null | undefined;
  /** By statement. */
  statement?: IdFilter | null | undefined;
};

/** A payout of a statement. */
export type PayoutProposeInput = {
  /** The value of its `version` that you have seen. */
  expectedVersion: number;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** The currency that the partner gets, at the rate that counts now; that of the statement without it. */
  paidCurrency?: string | null | undefined;
  /** The acknowledged statement. */
  statementId: string;
};

/** Where a payout stands. */
export type PayoutState =
  /** The money is set aside. */
  | 'APPROVED'
  /** Taken back before it was approved. */
  | 'CANCELLED'
  /** The bank refused it; the money is still set aside. */
  | 'FAILED'
  /** Waits for another person. */
  | 'PROPOSED'
  /** The money is owed to the partner again. */
  | 'RETURNED'
  /** The bank has paid. */
  | 'SETTLED'
  /** Given to the bank. */
  | 'SUBMITTED';

/** Operators that are given together must all hold. */
export type PayoutStateFilter = {
  /** Equal to. */
  eq?: PayoutState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<PayoutState> | null | undefined;
};

/** Where an item stands that a feed brought and that was not taken. */
export type QuarantineState =
  /** A person left it out. */
  | 'DISCARDED'
  /** A later version of it was taken. */
  | 'OVERTAKEN'
  /** A person took it all the same. */
  | 'RELEASED'
  /** Waits for a person, or for a later version. */
  | 'WAITING';

/** Operators that are given together must all hold. */
export type QuarantineStateFilter = {
  /** Equal to. */
  eq?: QuarantineState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<QuarantineState> | null | undefined;
};

/** An item that waits. */
export type QuarantineStepInput = {
  /** Which. */
  id: string;
};

/** Which QuarantinedItem to list. Fields that are given together must all hold. */
export type QuarantinedItemFilter = {
  /** All of these hold. */
  and?: Array<QuarantinedItemFilter> | null | undefined;
  /** By connector. */
  connector?: IdFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** By itemId. */
  itemId?: TextFilter | null | undefined;
  /** This does not hold. */
  not?: QuarantinedItemFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<QuarantinedItemFilter> | null | undefined;
  /** By partner. */
  partner?: IdFilter | null | undefined;
  /** By reason. */
  reason?: TextFilter | null | undefined;
  /** By state. */
  state?: QuarantineStateFilter | null | undefined;
};

/** Which Reader to list. Fields that are given together must all hold. */
export type ReaderFilter = {
  /** All of these hold. */
  and?: Array<ReaderFilter> | null | undefined;
  /** By createdAt. */
  createdAt?: DateTimeFilter | null | undefined;
  /** By externalId. */
  externalId?: TextFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** By no. */
  no?: IntFilter | null | undefined;
  /** This does not hold. */
  not?: ReaderFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<ReaderFilter> | null | undefined;
  /** By personalised. */
  personalised?: BooleanFilter | null | undefined;
  /** Words to look for. */
  q?: string | null | undefined;
};

/** Why a content stands in a feed. */
export type ReasonKind =
  /** The reader did something with another content before. */
  | 'BECAUSE_OF'
  /** It is new, and the platform wants to learn who likes it. */
  | 'EXPLORE'
  /** It was just published. */
  | 'NEWEST'
  /** Many readers like it. */
  | 'POPULAR'
  /** A partner’s recommender put it there. */
  | 'RANKED_BY_PARTNER'
  /** Somebody pays for this slot. */
  | 'SPONSORED';

/** How far a partner’s recommender goes in a feed. */
export type RecommenderStage =
  /** Readers see its list and ours drafted into one; clicks say which they like better. */
  | 'INTERLEAVED'
  /** Its order is what readers see; where it fails, a substitute’s or ours. */
  | 'LIVE'
  /** It is not asked. */
  | 'OFF'
  /** It is asked after the reader has his answer; nobody sees what it says. */
  | 'SHADOW';

/** How far a recommender shall go in one feed. */
export type RecommenderStageInput = {
  /** The version that you have seen. */
  expectedVersion: number;
  /** The connector. */
  id: string;
  /** Goes into the audit log. */
  reason: string;
  /** Which feed of the platform, for example home. */
  scenario: string;
  /** Up one step of the ladder, from the shadow also two; back as far as you want. */
  stage: RecommenderStage;
};

/** What became of words between two texts. */
export type RedlineChange =
  /** They are new. */
  | 'ADDED'
  /** Some of them are new or gone. */
  | 'CHANGED'
  /** They are gone. */
  | 'REMOVED'
  /** They are the same. */
  | 'SAME';

/** What happens at the end. */
export type RenewalInput = {
  /** What happens. */
  atEnd: RenewalMode;
  /** By how many months it is prolonged; 0 where it is not. */
  months: number;
};

/** What happens at the end of a contract. */
export type RenewalMode =
  /** It goes on for so many months each time, unless notice was given. */
  | 'AUTO'
  /** The platform prepares an offer; without new signatures it ends. */
  | 'BY_OFFER'
  /** It ends. */
  | 'NONE';

/** What people report, because no measure shows it. */
export type ReportedRisk =
  /** Its finances have worsened. */
  | 'FINANCE_CHANGE'
  /** Clicks or views that no person made. */
  | 'INVALID_TRAFFIC'
  /** Somebody on whom it depended has left. */
  | 'KEY_PERSON_CHANGE'
  /** The partner belongs to somebody else. */
  | 'OWNERSHIP_CHANGE';

/** What a side has to do. */
export type ResponsibilityInput = {
  /** What is owed. */
  duty: string;
  /** Who owes it. */
  party: ContractParty;
  /** Within so many days of the beginning; without one: all the time. */
  withinDays?: number | null | undefined;
};

/** Which run to end. */
export type RetrainCancelInput = {
  /** The run. */
  id: string;
};

/** A plea to learn anew, from somebody who sees what readers get. */
export type RetrainRequestInput = {
  /** What is wrong: goes into the audit log. */
  reason: string;
  /** The feed it is for. */
  scenario?: string;
};

/** What to learn anew. */
export type RetrainStartInput = {
  /** What orders the ads, by its name in modelChoices; m0 unless given. */
  adModel?: string | null | undefined;
  /** One of modelChoices; auto unless given. */
  model?: string | null | undefined;
  /** Hyper-parameters that differ from the defaults: an object of numbers. */
  params?: unknown;
  /** Why, for the log. */
  reason?: string | null | undefined;
  /** The feed it is for. */
  scenario?: string;
};

/** The revenue that a share is taken of. */
export type RevenueBase =
  /** All that readers paid. */
  | 'GROSS'
  /** After taxes and the fees of payment providers. */
  | 'NET'
  /** After taxes, fees and refunds. */
  | 'NET_OF_REFUNDS';

/** The partner gets a share of a revenue. */
export type RevenueShareInput = {
  /** Other shares from some revenue on, ascending, at most 20. */
  bands?: Array<ShareBandInput> | null | undefined;
  /** The revenue that the share is taken of. */
  base: RevenueBase;
  /** Greatest sum per settlement, of the same currency. */
  cap?: MoneyInput | null | undefined;
  /** Least sum per settlement. */
  floor?: MoneyInput | null | undefined;
  /** Advanced per settlement when less was earned, recouped from what is earned above it later. */
  guarantee?: MoneyInput | null | undefined;
  /** How the bands are read; without one: SLAB. */
  mode?: ShareMode | null | undefined;
  /** The share from the first unit on, in millionths (250000 is 25 %). */
  sharePpm: number;
};

/** What a reviewer says. */
export type ReviewVerdict =
  /** Nothing speaks against this partner. */
  | 'ENDORSE'
  /** Something does. */
  | 'OBJECT';

/** What a side may do. */
export type RightInput = {
  /** Who may. */
  party: ContractParty;
  /** What it may do. */
  permission: string;
};

/** How much speaks against a partner. */
export type RiskBand =
  /** Nothing is paid out until somebody has decided. */
  | 'CRITICAL'
  /** A part of what is owed stays back, and somebody decides within days. */
  | 'HIGH'
  /** Nothing that anybody has to look at. */
  | 'LOW'
  /** Somebody looks at it. */
  | 'WATCH';

/** Operators that are given together must all hold. */
export type RiskBandFilter = {
  /** Equal to. */
  eq?: RiskBand | null | undefined;
  /** One of at most 100 values. */
  in?: Array<RiskBand> | null | undefined;
};

/** What is done about a risk, and why. */
export type RiskCaseDecideInput = {
  /** What. */
  decision: RiskDecision;
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Which. */
  id: string;
  /** Why, 1 to 4000 characters. */
  rationale: string;
};

/** Which RiskCase to list. Fields that are given together must all hold. */
export type RiskCaseFilter = {
  /** All of these hold. */
  and?: Array<RiskCaseFilter> | null | undefined;
  /** By dueAt. */
  dueAt?: DateTimeFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** This does not hold. */
  not?: RiskCaseFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<RiskCaseFilter> | null | undefined;
  /** By partner. */
  partner?: IdFilter | null | undefined;
  /** Words to look for. */
  q?: string | null | undefined;
  /** By severity. */
  severity?: RiskBandFilter | null | undefined;
  /** By state. */
  state?: RiskCaseStateFilter | null | undefined;
};

/** A case that a person opens. */
export type RiskCaseOpenInput = {
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** About which partner. */
  partnerId: string;
  /** WATCH, HIGH or CRITICAL. */
  severity: RiskBand;
  /** What it is about, 1 to 300 characters. */
  title: string;
};

/** What opened a case. */
export type RiskCaseOrigin =
  /** The score, by entering a band. */
  | 'BAND'
  /** Somebody. */
  | 'PERSON';

/** Where a case stands. */
export type RiskCaseState =
  /** Done. */
  | 'CLOSED'
  /** It is decided what is done; another person closes a critical one. */
  | 'DECIDED'
  /** Somebody looks into it. */
  | 'IN_REVIEW'
  /** Nobody has taken it. */
  | 'OPEN';

/** Operators that are given together must all hold. */
export type RiskCaseStateFilter = {
  /** Equal to. */
  eq?: RiskCaseState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<RiskCaseState> | null | undefined;
};

/** A step of a case. */
export type RiskCaseStepInput = {
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Which. */
  id: string;
};

/** What is done about a risk. */
export type RiskDecision =
  /** The cooperation ends. */
  | 'END'
  /** Something is changed, as the rationale says. */
  | 'MITIGATE'
  /** It is watched more closely. */
  | 'MONITOR'
  /** Nothing speaks against the partner after all. */
  | 'NO_ACTION'
  /** The cooperation rests. */
  | 'SUSPEND';

/** Something that no measure shows. */
export type RiskReportInput = {
  /** Until when it counts, within a year. */
  expiresAt: string;
  /** Made by the client, 1 to 200 characters; the same call again uses the same key. */
  idempotencyKey: string;
  /** What. */
  kind: ReportedRisk;
  /** Of which partner. */
  partnerId: string;
  /** How bad: above 0, at most 1. */
  severity: number;
  /** Where it is known from, 1 to 1000 characters. */
  source: string;
};

/** What an account is for; it decides which operations it may call. */
export type Role =
  /** Reads figures and runs models. */
  | 'ANALYST'
  /** Writes contents of its own. */
  | 'AUTHOR'
  /** Runs campaigns and edits contents. */
  | 'MARKETER'
  /** Runs the platform. */
  | 'OPERATOR'
  /** Acts for one partner company. */
  | 'PARTNER'
  /** Wins and keeps partners, negotiates contracts. */
  | 'PARTNER_MANAGER'
  /** Reads, buys and learns. */
  | 'READER'
  /** A machine, such as a scheduler. */
  | 'SERVICE';

/** Operators that are given together must all hold. */
export type RoleFilter = {
  /** Equal to. */
  eq?: Role | null | undefined;
  /** One of at most 100 values. */
  in?: Array<Role> | null | undefined;
};

/** What started a model run. */
export type RunTrigger =
  /** An API key, for example of an external scheduler. */
  | 'API_KEY'
  /** The command line. */
  | 'CLI'
  /** A person in the console. */
  | 'CONSOLE'
  /** Data or scores that moved too far. */
  | 'DRIFT'
  /** Readers who say no more often, or a partner manager who asks. */
  | 'FEEDBACK'
  /** The nightly schedule. */
  | 'SCHEDULE'
  /** Enough new events since the last snapshot. */
  | 'VOLUME';

/** Operators that are given together must all hold. */
export type RunTriggerFilter = {
  /** Equal to. */
  eq?: RunTrigger | null | undefined;
  /** One of at most 100 values. */
  in?: Array<RunTrigger> | null | undefined;
};

/** How a payment ends in the sandbox. */
export type SandboxOutcome =
  /** The payment fails. */
  | 'FAIL'
  /** The money arrives. */
  | 'SUCCEED'
  /** Another amount than asked for arrives. */
  | 'WRONG_AMOUNT';

/** How the newest payment of an order ends in the sandbox. */
export type SandboxPayInput = {
  /** Made by the client, 1 to 200 characters; the same key again ends nothing else. */
  idempotencyKey: string;
  /** The order. */
  orderId: string;
  /** What happens. */
  outcome: SandboxOutcome;
};

/** Excuses a missed window. */
export type ServiceLevelExcuseInput = {
  /** Which window. */
  id: string;
  /** Why it costs nothing. */
  reason: string;
};

/** A step of a statement, a payout or a dispute. */
export type SettlementStepInput = {
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Which. */
  id: string;
};

/** Another share from some revenue on. */
export type ShareBandInput = {
  /** The revenue of one settlement from which it counts. */
  from: MoneyInput;
  /** The share, in millionths. */
  sharePpm: number;
};

/** How bands of a revenue share are read. */
export type ShareMode =
  /** Each band has its own share, as with income tax: more revenue never pays less. */
  | 'SLAB'
  /** The share of the highest band reached counts for the whole revenue. */
  | 'WHOLE';

/** How much of the data leaves the platform. */
export type SharingLevel =
  /** Noisy counts of at least so many people. */
  | 'COUNTS'
  /** Nothing. */
  | 'NONE'
  /** Records under names that only this recipient has. */
  | 'PSEUDONYMOUS'
  /** Records as they are. */
  | 'RECORD';

/** Who signs in. */
export type SignInInput = {
  /** E-mail address. */
  email: string;
  /** Password. */
  password: string;
};

/** One who signs. */
export type SignatoryInput = {
  /** For which side. */
  party: ContractParty;
  /** In what capacity. */
  title: string;
};

/** Who signs, and in which order. */
export type SigningInput = {
  /** Whether they sign in the order of the list. */
  ordered: boolean;
  /** 2 to 10, at least one of each side. */
  signatories: Array<SignatoryInput>;
};

/** Which side of the target is good. */
export type SlaDirection =
  /** At the target or above. */
  | 'AT_LEAST'
  /** At the target or below. */
  | 'AT_MOST';

/** A quality of service that is owed. */
export type SlaInput = {
  /** Credit for a missed window, in millionths of its fee. */
  creditPpm: number;
  /** A missed window that is cured within so many days needs no remedy. */
  cureDays?: number | null | undefined;
  /** Which side of the target is good; without one: AT_LEAST. */
  direction?: SlaDirection | null | undefined;
  /** Counts of both sides may differ by so many millionths. */
  maxVariancePpm?: number | null | undefined;
  /** Whose measurement counts; without one: the platform’s. */
  measuredBy?: string | null | undefined;
  /** What is measured. */
  metric: string;
  /** What makes a missed window good; without one: CREDIT. */
  remedy?: SlaRemedy | null | undefined;
  /** The value to be reached. */
  target: number;
  /** Unit of the target. */
  unit: string;
  /** Measured over so many days. */
  windowDays: number;
};

/** What makes a missed target good. */
export type SlaRemedy =
  /** A credit in money. */
  | 'CREDIT'
  /** What was missed is delivered again. */
  | 'MAKEGOOD';

/** The direction of a sorted list. */
export type SortOrder =
  /** Smallest first. */
  | 'ASC'
  /** Largest first. */
  | 'DESC';

/** Disagreement with a line. */
export type StatementDisputeInput = {
  /** The value of `version` that you have seen. */
  expectedVersion: number;
  /** Which. */
  id: string;
  /** Number of the line. */
  lineNumber: number;
  /** What is wrong, at most 1000 characters. */
  reason: string;
};

/** Which Statement to list. Fields that are given together must all hold. */
export type StatementFilter = {
  /** All of these hold. */
  and?: Array<StatementFilter> | null | undefined;
  /** By code. */
  code?: TextFilter | null | undefined;
  /** By currency. */
  currency?: TextFilter | null | undefined;
  /** By endsAt. */
  endsAt?: DateTimeFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** This does not hold. */
  not?: StatementFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<StatementFilter> | null | undefined;
  /** By partner. */
  partner?: IdFilter | null | undefined;
  /** Words to look for. */
  q?: string | null | undefined;
  /** By startsAt. */
  startsAt?: DateTimeFilter | null | undefined;
  /** By state. */
  state?: StatementStateFilter | null | undefined;
};

/** Why a statement has a line. */
export type StatementLineKind =
  /** Corrects a line of an earlier statement. */
  | 'ADJUSTMENT'
  /** Cuts down to the greatest sum of a clause. */
  | 'CAP'
  /** A click of a campaign that the partner pays. */
  | 'CHARGE'
  /** A service credit. */
  | 'CREDIT'
  /** Fills up to the least sum of a clause. */
  | 'FLOOR'
  /** Was held and will not be paid. */
  | 'FORFEIT'
  /** Advanced, because less than the guarantee was earned. */
  | 'GUARANTEE'
  /** Was paid. */
  | 'PAYOUT'
  /** Pays back what was advanced. */
  | 'RECOUPMENT'
  /** Taken back because the sale was refunded, at the terms of the sale. */
  | 'REVERSAL'
  /** A share of a sale. */
  | 'SHARE';

/** Where a statement stands. */
export type StatementState =
  /** The partner agrees. */
  | 'ACKNOWLEDGED'
  /** The partner disagrees with a line. */
  | 'DISPUTED'
  /** Computed and hashed; it never changes again. */
  | 'ISSUED'
  /** Its window is not over, or not computed yet. */
  | 'OPEN';

/** Operators that are given together must all hold. */
export type StatementStateFilter = {
  /** Equal to. */
  eq?: StatementState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<StatementState> | null | undefined;
};

/** How the contract is ended before its end. */
export type TerminationInput = {
  /** A reported breach can be cured for so many days. */
  cureDays: number;
  /** Owed by whoever gives notice. */
  fee?: MoneyInput | null | undefined;
  /** A notice takes effect after so many days. */
  noticeDays: number;
};

/** Operators that are given together must all hold. */
export type TextFilter = {
  /** Contains this text, capitals or not. */
  contains?: string | null | undefined;
  /** Equal to. */
  eq?: string | null | undefined;
  /** One of at most 100 values. */
  in?: Array<string> | null | undefined;
  /** Whether there is no value. */
  isNull?: boolean | null | undefined;
};

/** A clause in words. */
export type TextInput = {
  /** The words. */
  body: string;
  /** Heading. */
  heading: string;
};

/** One scenario that both sides let pass for a while. */
export type WaiverInput = {
  /** Why, in 1 to 1,000 characters. */
  reason: string;
  /** Key of the scenario. */
  scenario: string;
  /** Until when; the acceptance ends then at the latest. */
  until: string;
};

/** Which WebhookDelivery to list. Fields that are given together must all hold. */
export type WebhookDeliveryFilter = {
  /** All of these hold. */
  and?: Array<WebhookDeliveryFilter> | null | undefined;
  /** By connector. */
  connector?: IdFilter | null | undefined;
  /** By createdAt. */
  createdAt?: DateTimeFilter | null | undefined;
  /** Only these, at most 100. */
  ids?: Array<string> | null | undefined;
  /** This does not hold. */
  not?: WebhookDeliveryFilter | null | undefined;
  /** At least one of these holds. */
  or?: Array<WebhookDeliveryFilter> | null | undefined;
  /** By partner. */
  partner?: IdFilter | null | undefined;
  /** By state. */
  state?: WebhookDeliveryStateFilter | null | undefined;
  /** By type. */
  type?: TextFilter | null | undefined;
};

/** Where a message to a partner stands. */
export type WebhookDeliveryState =
  /** Given up after the last attempt; a person can send it again. */
  | 'DEAD'
  /** The other side has answered that it took it. */
  | 'DELIVERED'
  /** Will be tried, or tried again. */
  | 'PENDING';

/** Operators that are given together must all hold. */
export type WebhookDeliveryStateFilter = {
  /** Equal to. */
  eq?: WebhookDeliveryState | null | undefined;
  /** One of at most 100 values. */
  in?: Array<WebhookDeliveryState> | null | undefined;
};

/** What is sent again: one message, or all since a time that were not taken. */
export type WebhookReplayInput = {
  /** One message. */
  deliveryId?: string | null | undefined;
  /** The version that you have seen. */
  expectedVersion: number;
  /** The connector. */
  id: string;
  /** Everything since then that was not taken. */
  since?: string | null | undefined;
};

export type AccountRowFragment = { id: string, email: string | null, displayName: string, role: Role, state: AccountState, locale: Locale, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, partner: { id: string, name: string } | null };

export type ApiKeyRowFragment = { id: string, name: string, prefix: string, scopes: Array<string>, createdAt: string, expiresAt: string | null, revokedAt: string | null, account: { id: string, displayName: string } | null };

export type AccountListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: AccountFilter | null | undefined;
}>;


export type AccountListQuery = { list: { total: number, items: Array<{ id: string, email: string | null, displayName: string, role: Role, state: AccountState, locale: Locale, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, partner: { id: string, name: string } | null }> } };

export type AccountOneQueryVariables = Exact<{
  id: string;
}>;


export type AccountOneQuery = { one:
    | { id: string, email: string | null, displayName: string, role: Role, state: AccountState, locale: Locale, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, partner: { id: string, name: string } | null }
    | Record<PropertyKey, never>
   | null };

export type AccountManyQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type AccountManyQuery = { many: Array<
    | { id: string, email: string | null, displayName: string, role: Role, state: AccountState, locale: Locale, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, partner: { id: string, name: string } | null }
    | Record<PropertyKey, never>
   | null> };

export type ApiKeyListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: ApiKeyFilter | null | undefined;
}>;


export type ApiKeyListQuery = { list: { total: number, items: Array<{ id: string, name: string, prefix: string, scopes: Array<string>, createdAt: string, expiresAt: string | null, revokedAt: string | null, account: { id: string, displayName: string } | null }> } };

export type ApiKeyOneQueryVariables = Exact<{
  id: string;
}>;


export type ApiKeyOneQuery = { one:
    | { id: string, name: string, prefix: string, scopes: Array<string>, createdAt: string, expiresAt: string | null, revokedAt: string | null, account: { id: string, displayName: string } | null }
    | Record<PropertyKey, never>
   | null };

export type ApiKeyManyQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type ApiKeyManyQuery = { many: Array<
    | { id: string, name: string, prefix: string, scopes: Array<string>, createdAt: string, expiresAt: string | null, revokedAt: string | null, account: { id: string, displayName: string } | null }
    | Record<PropertyKey, never>
   | null> };

export type AccountCreateMutationVariables = Exact<{
  input: AccountCreateInput;
}>;


export type AccountCreateMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type AccountSuspendMutationVariables = Exact<{
  input: AccountSuspendInput;
}>;


export type AccountSuspendMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type AccountRestoreMutationVariables = Exact<{
  input: AccountRestoreInput;
}>;


export type AccountRestoreMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ApiKeyRevokeMutationVariables = Exact<{
  input: ApiKeyRevokeInput;
}>;


export type ApiKeyRevokeMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ApiKeyCreateMutationVariables = Exact<{
  input: ApiKeyCreateInput;
}>;


export type ApiKeyCreateMutation = { outcome: { result: { secret: string, apiKey: { id: string } } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type AuditRowFragment = { id: string, seq: string, at: string, actor: string, actorName: string | null, action: string, noun: string, nounId: string, detail: unknown };

export type AuditListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: AuditFilter | null | undefined;
}>;


export type AuditListQuery = { list: { total: number, items: Array<{ id: string, seq: string, at: string, actor: string, actorName: string | null, action: string, noun: string, nounId: string, detail: unknown }> } };

export type OrderRowFragment = { id: string, code: string, state: OrderState, version: number, createdAt: string, expiresAt: string, availableActions: Array<string>, payable: { amountMinor: string, currency: string }, offer: { id: string, title: string, kind: OfferKind, content: { id: string, title: string } | null }, account: { id: string, displayName: string } };

export type OfferRowFragment = { id: string, kind: OfferKind, title: string, state: OfferState, periodDays: number | null, content: { id: string, title: string } | null, price: { amountMinor: string, currency: string } };

export type OfferListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: OfferFilter | null | undefined;
}>;


export type OfferListQuery = { list: { total: number, items: Array<{ id: string, kind: OfferKind, title: string, state: OfferState, periodDays: number | null, content: { id: string, title: string } | null, price: { amountMinor: string, currency: string } }> } };

export type OfferOneQueryVariables = Exact<{
  id: string;
}>;


export type OfferOneQuery = { one:
    | { id: string, kind: OfferKind, title: string, state: OfferState, periodDays: number | null, content: { id: string, title: string } | null, price: { amountMinor: string, currency: string } }
    | Record<PropertyKey, never>
   | null };

export type OfferManyQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type OfferManyQuery = { many: Array<
    | { id: string, kind: OfferKind, title: string, state: OfferState, periodDays: number | null, content: { id: string, title: string } | null, price: { amountMinor: string, currency: string } }
    | Record<PropertyKey, never>
   | null> };

export type OrderListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: OrderFilter | null | undefined;
}>;


export type OrderListQuery = { list: { total: number, items: Array<{ id: string, code: string, state: OrderState, version: number, createdAt: string, expiresAt: string, availableActions: Array<string>, payable: { amountMinor: string, currency: string }, offer: { id: string, title: string, kind: OfferKind, content: { id: string, title: string } | null }, account: { id: string, displayName: string } }> } };

export type OrderOneQueryVariables = Exact<{
  id: string;
}>;


export type OrderOneQuery = { one:
    | { id: string, code: string, state: OrderState, version: number, createdAt: string, expiresAt: string, availableActions: Array<string>, payable: { amountMinor: string, currency: string }, offer: { id: string, title: string, kind: OfferKind, content: { id: string, title: string } | null }, account: { id: string, displayName: string } }
    | Record<PropertyKey, never>
   | null };

export type OrderManyQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type OrderManyQuery = { many: Array<
    | { id: string, code: string, state: OrderState, version: number, createdAt: string, expiresAt: string, availableActions: Array<string>, payable: { amountMinor: string, currency: string }, offer: { id: string, title: string, kind: OfferKind, content: { id: string, title: string } | null }, account: { id: string, displayName: string } }
    | Record<PropertyKey, never>
   | null> };

export type SandboxPayMutationVariables = Exact<{
  input: SandboxPayInput;
}>;


export type SandboxPayMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type OrderCancelMutationVariables = Exact<{
  input: OrderCancelInput;
}>;


export type OrderCancelMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type CampaignRowFragment = { id: string, code: string, name: string, state: CampaignState, adType: number, startsAt: string, endsAt: string, version: number, clicks: number, impressions: number, availableActions: Array<string>, partner: { id: string, name: string }, content: { id: string, title: string }, budget: { amountMinor: string, currency: string }, spent: { amountMinor: string, currency: string } };

export type CampaignDetailFragment = { id: string, code: string, name: string, state: CampaignState, adType: number, startsAt: string, endsAt: string, version: number, clicks: number, impressions: number, availableActions: Array<string>, bid: { amountMinor: string, currency: string }, audience: { kinds: Array<ContentKind>, locales: Array<string>, activeWithinDays: number | null, estimate: number }, partner: { id: string, name: string }, content: { id: string, title: string }, budget: { amountMinor: string, currency: string }, spent: { amountMinor: string, currency: string } };

export type CampaignListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: CampaignFilter | null | undefined;
}>;


export type CampaignListQuery = { list: { total: number, items: Array<{ id: string, code: string, name: string, state: CampaignState, adType: number, startsAt: string, endsAt: string, version: number, clicks: number, impressions: number, availableActions: Array<string>, partner: { id: string, name: string }, content: { id: string, title: string }, budget: { amountMinor: string, currency: string }, spent: { amountMinor: string, currency: string } }> } };

export type CampaignOneQueryVariables = Exact<{
  id: string;
}>;


export type CampaignOneQuery = { one:
    | { id: string, code: string, name: string, state: CampaignState, adType: number, startsAt: string, endsAt: string, version: number, clicks: number, impressions: number, availableActions: Array<string>, bid: { amountMinor: string, currency: string }, audience: { kinds: Array<ContentKind>, locales: Array<string>, activeWithinDays: number | null, estimate: number }, partner: { id: string, name: string }, content: { id: string, title: string }, budget: { amountMinor: string, currency: string }, spent: { amountMinor: string, currency: string } }
    | Record<PropertyKey, never>
   | null };

export type CampaignManyQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type CampaignManyQuery = { many: Array<
    | { id: string, code: string, name: string, state: CampaignState, adType: number, startsAt: string, endsAt: string, version: number, clicks: number, impressions: number, availableActions: Array<string>, partner: { id: string, name: string }, content: { id: string, title: string }, budget: { amountMinor: string, currency: string }, spent: { amountMinor: string, currency: string } }
    | Record<PropertyKey, never>
   | null> };

export type CampaignCreateMutationVariables = Exact<{
  input: CampaignCreateInput;
}>;


export type CampaignCreateMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type CampaignEditMutationVariables = Exact<{
  input: CampaignEditInput;
}>;


export type CampaignEditMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type CampaignSubmitMutationVariables = Exact<{
  input: CampaignStepInput;
}>;


export type CampaignSubmitMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type CampaignApproveMutationVariables = Exact<{
  input: CampaignStepInput;
}>;


export type CampaignApproveMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type CampaignLaunchMutationVariables = Exact<{
  input: CampaignStepInput;
}>;


export type CampaignLaunchMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type CampaignPauseMutationVariables = Exact<{
  input: CampaignStepInput;
}>;


export type CampaignPauseMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type CampaignResumeMutationVariables = Exact<{
  input: CampaignStepInput;
}>;


export type CampaignResumeMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type CampaignCancelMutationVariables = Exact<{
  input: CampaignCancelInput;
}>;


export type CampaignCancelMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ConnectorRowFragment = { id: string, code: string, name: string, kind: ConnectorKind, state: ConnectorState, environment: ConnectorEnvironment, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, partner: { id: string, name: string } };

export type ConnectorDetailFragment = { baseUrl: string | null, profileVersion: string | null, capabilities: Array<string>, buildDigest: string | null, secretRotatedAt: string | null, id: string, code: string, name: string, kind: ConnectorKind, state: ConnectorState, environment: ConnectorEnvironment, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, runs: Array<{ id: string, state: ConformanceRunState, verdict: ConformanceVerdict, played: number, buildDigest: string, evidenceHash: string | null, startedAt: string, finishedAt: string | null }>, acceptance: { id: string, hash: string, buildDigest: string, createdAt: string, expiresAt: string, platformSignedAt: string | null, partnerSignedAt: string | null, run: { id: string }, waivers: Array<{ scenario: string, reason: string, until: string }>, platformSigner: { id: string, displayName: string } | null, partnerSigner: { id: string, displayName: string } | null } | null, health: { heldBack: number, probeAt: string | null, probesGood: number, burnRates: Array<{ minutes: number, rate: number }>, hours: Array<{ at: string, answered: number, late: number, refused: number, invalid: number, unreachable: number }> }, contentFeed: { policy: FeedPolicy, items: number, waiting: number } | null, webhook: { pending: number, dead: number, failingSince: string | null, disabledAt: string | null } | null, recommenderStages: Array<{ scenario: string, stage: RecommenderStage, since: string | null, availableStages: Array<RecommenderStage>, asked: number, answered: number, overlap: number | null, rankAgreement: number | null, partnerWins: number, ourWins: number, ties: number, pValue: number }>, fallbackPlan: { recoveryMs: number, updatedAt: string, substitutes: Array<{ id: string, code: string, name: string }>, drills: Array<{ id: string, verdict: string | null, asked: number, unanswered: number, outOfOrder: number, slowestMs: number, hasReturned: boolean, startedAt: string, finishedAt: string | null }> } | null, partner: { id: string, name: string } };

export type StandingPartsFragment = { scenario: string, stage: RecommenderStage, since: string | null, availableStages: Array<RecommenderStage>, asked: number, answered: number, overlap: number | null, rankAgreement: number | null, partnerWins: number, ourWins: number, ties: number, pValue: number };

export type AcceptancePartsFragment = { id: string, hash: string, buildDigest: string, createdAt: string, expiresAt: string, platformSignedAt: string | null, partnerSignedAt: string | null, run: { id: string }, waivers: Array<{ scenario: string, reason: string, until: string }>, platformSigner: { id: string, displayName: string } | null, partnerSigner: { id: string, displayName: string } | null };

export type ConnectorListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: ConnectorFilter | null | undefined;
}>;


export type ConnectorListQuery = { list: { total: number, items: Array<{ id: string, code: string, name: string, kind: ConnectorKind, state: ConnectorState, environment: ConnectorEnvironment, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, partner: { id: string, name: string } }> } };

export type ConnectorOneQueryVariables = Exact<{
  id: string;
}>;


export type ConnectorOneQuery = { one:
    | { baseUrl: string | null, profileVersion: string | null, capabilities: Array<string>, buildDigest: string | null, secretRotatedAt: string | null, id: string, code: string, name: string, kind: ConnectorKind, state: ConnectorState, environment: ConnectorEnvironment, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, runs: Array<{ id: string, state: ConformanceRunState, verdict: ConformanceVerdict, played: number, buildDigest: string, evidenceHash: string | null, startedAt: string, finishedAt: string | null }>, acceptance: { id: string, hash: string, buildDigest: string, createdAt: string, expiresAt: string, platformSignedAt: string | null, partnerSignedAt: string | null, run: { id: string }, waivers: Array<{ scenario: string, reason: string, until: string }>, platformSigner: { id: string, displayName: string } | null, partnerSigner: { id: string, displayName: string } | null } | null, health: { heldBack: number, probeAt: string | null, probesGood: number, burnRates: Array<{ minutes: number, rate: number }>, hours: Array<{ at: string, answered: number, late: number, refused: number, invalid: number, unreachable: number }> }, contentFeed: { policy: FeedPolicy, items: number, waiting: number } | null, webhook: { pending: number, dead: number, failingSince: string | null, disabledAt: string | null } | null, recommenderStages: Array<{ scenario: string, stage: RecommenderStage, since: string | null, availableStages: Array<RecommenderStage>, asked: number, answered: number, overlap: number | null, rankAgreement: number | null, partnerWins: number, ourWins: number, ties: number, pValue: number }>, fallbackPlan: { recoveryMs: number, updatedAt: string, substitutes: Array<{ id: string, code: string, name: string }>, drills: Array<{ id: string, verdict: string | null, asked: number, unanswered: number, outOfOrder: number, slowestMs: number, hasReturned: boolean, startedAt: string, finishedAt: string | null }> } | null, partner: { id: string, name: string } }
    | Record<PropertyKey, never>
   | null };

export type ConnectorManyQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type ConnectorManyQuery = { many: Array<
    | { id: string, code: string, name: string, kind: ConnectorKind, state: ConnectorState, environment: ConnectorEnvironment, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, partner: { id: string, name: string } }
    | Record<PropertyKey, never>
   | null> };

export type ConformanceRunOneQueryVariables = Exact<{
  id: string;
}>;


export type ConformanceRunOneQuery = { run:
    | { id: string, state: ConformanceRunState, verdict: ConformanceVerdict, results: Array<{ scenario: string, verdict: ConformanceVerdict, reason: string | null }> }
    | Record<PropertyKey, never>
   | null };

export type ConformanceEvidenceQueryVariables = Exact<{
  id: string;
}>;


export type ConformanceEvidenceQuery = { run:
    | { id: string, evidence: unknown }
    | Record<PropertyKey, never>
   | null };

export type ConformanceTitlesQueryVariables = Exact<{ [key: string]: never; }>;


export type ConformanceTitlesQuery = { conformanceSpecification: { scenarios: Array<{ key: string, layer: string, kind: ConnectorKind | null, capability: string | null, title: string }> } };

export type WebhookDeliveryListQueryVariables = Exact<{
  page: number;
  perPage: number;
  filter?: WebhookDeliveryFilter | null | undefined;
}>;


export type WebhookDeliveryListQuery = { list: { total: number, items: Array<{ id: string, type: string, body: string, state: WebhookDeliveryState, attemptCount: number, nextAt: string | null, createdAt: string, deliveredAt: string | null, attempts: Array<{ number: number, at: string, status: number | null, failure: string | null, answer: string | null }> }> } };

export type WebhookDeliveryRowFragment = { id: string, type: string, body: string, state: WebhookDeliveryState, attemptCount: number, nextAt: string | null, createdAt: string, deliveredAt: string | null, attempts: Array<{ number: number, at: string, status: number | null, failure: string | null, answer: string | null }> };

export type ConnectorRegisterMutationVariables = Exact<{
  input: ConnectorRegisterInput;
}>;


export type ConnectorRegisterMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ConnectorRotateSecretMutationVariables = Exact<{
  input: ConnectorStepInput;
}>;


export type ConnectorRotateSecretMutation = { outcome: { result: { secret: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ConnectorConfigureMutationVariables = Exact<{
  input: ConnectorConfigureInput;
}>;


export type ConnectorConfigureMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ConnectorTestMutationVariables = Exact<{
  input: ConnectorStepInput;
}>;


export type ConnectorTestMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ConnectorAcceptMutationVariables = Exact<{
  input: AcceptanceProposeInput;
}>;


export type ConnectorAcceptMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type AcceptanceSignMutationVariables = Exact<{
  input: AcceptanceSignInput;
}>;


export type AcceptanceSignMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ConnectorGoLiveMutationVariables = Exact<{
  input: ConnectorStepInput;
}>;


export type ConnectorGoLiveMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ConnectorPauseMutationVariables = Exact<{
  input: ConnectorReasonInput;
}>;


export type ConnectorPauseMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ConnectorRetireMutationVariables = Exact<{
  input: ConnectorReasonInput;
}>;


export type ConnectorRetireMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type WebhookTestMutationVariables = Exact<{
  input: ConnectorStepInput;
}>;


export type WebhookTestMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type WebhookReplayMutationVariables = Exact<{
  input: WebhookReplayInput;
}>;


export type WebhookReplayMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type RecommenderStageSetMutationVariables = Exact<{
  input: RecommenderStageInput;
}>;


export type RecommenderStageSetMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type FallbackPlanSetMutationVariables = Exact<{
  input: FallbackPlanInput;
}>;


export type FallbackPlanSetMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type FailoverDrillMutationVariables = Exact<{
  input: ConnectorStepInput;
}>;


export type FailoverDrillMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type FeedImportListQueryVariables = Exact<{
  perPage: number;
  filter?: FeedImportFilter | null | undefined;
}>;


export type FeedImportListQuery = { list: { total: number, items: Array<{ id: string, state: FeedImportState, isDry: boolean, pages: number, created: number, changed: number, unchanged: number, withdrawn: number, quarantined: number, failure: string | null, startedAt: string, finishedAt: string | null }> } };

export type FeedImportRowFragment = { id: string, state: FeedImportState, isDry: boolean, pages: number, created: number, changed: number, unchanged: number, withdrawn: number, quarantined: number, failure: string | null, startedAt: string, finishedAt: string | null };

export type QuarantinedItemListQueryVariables = Exact<{
  page: number;
  perPage: number;
  filter?: QuarantinedItemFilter | null | undefined;
}>;


export type QuarantinedItemListQuery = { list: { total: number, items: Array<{ id: string, itemId: string, version: string, reason: string, state: QuarantineState, seenAt: string, source: string }> } };

export type QuarantinedItemRowFragment = { id: string, itemId: string, version: string, reason: string, state: QuarantineState, seenAt: string, source: string };

export type ContentFeedImportMutationVariables = Exact<{
  input: ContentFeedImportInput;
}>;


export type ContentFeedImportMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContentFeedSetMutationVariables = Exact<{
  input: ContentFeedSetInput;
}>;


export type ContentFeedSetMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type QuarantineReleaseMutationVariables = Exact<{
  input: QuarantineStepInput;
}>;


export type QuarantineReleaseMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type QuarantineDiscardMutationVariables = Exact<{
  input: QuarantineStepInput;
}>;


export type QuarantineDiscardMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContentRowFragment = { id: string, no: number, kind: ContentKind, state: ContentState, title: string, language: ContentLanguage, tags: Array<string>, version: number, publishedAt: string | null, publishAt: string | null, updatedAt: string, availableActions: Array<string>, author: { id: string, displayName: string } | null, partner: { id: string, name: string } | null };

export type ContentVersionPartsFragment = { id: string, number: number, title: string, summary: string, body: string, previewChars: number, language: ContentLanguage, tags: Array<string>, createdAt: string };

export type OfferPartsFragment = { id: string, kind: OfferKind, title: string, state: OfferState, periodDays: number | null, price: { amountMinor: string, currency: string } };

export type ContentDetailFragment = { externalId: string | null, summary: string, createdAt: string, id: string, no: number, kind: ContentKind, state: ContentState, title: string, language: ContentLanguage, tags: Array<string>, version: number, publishedAt: string | null, publishAt: string | null, updatedAt: string, availableActions: Array<string>, offers: Array<{ id: string, kind: OfferKind, title: string, state: OfferState, periodDays: number | null, price: { amountMinor: string, currency: string } }>, draft: { id: string, number: number, title: string, summary: string, body: string, previewChars: number, language: ContentLanguage, tags: Array<string>, createdAt: string } | null, live: { id: string, number: number, title: string, summary: string, body: string, previewChars: number, language: ContentLanguage, tags: Array<string>, createdAt: string } | null, versions: Array<{ id: string, number: number, title: string, createdAt: string }>, author: { id: string, displayName: string } | null, partner: { id: string, name: string } | null };

export type ContentListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: ContentFilter | null | undefined;
}>;


export type ContentListQuery = { list: { total: number, items: Array<{ id: string, no: number, kind: ContentKind, state: ContentState, title: string, language: ContentLanguage, tags: Array<string>, version: number, publishedAt: string | null, publishAt: string | null, updatedAt: string, availableActions: Array<string>, author: { id: string, displayName: string } | null, partner: { id: string, name: string } | null }> } };

export type ContentOneQueryVariables = Exact<{
  id: string;
}>;


export type ContentOneQuery = { one:
    | { externalId: string | null, summary: string, createdAt: string, id: string, no: number, kind: ContentKind, state: ContentState, title: string, language: ContentLanguage, tags: Array<string>, version: number, publishedAt: string | null, publishAt: string | null, updatedAt: string, availableActions: Array<string>, offers: Array<{ id: string, kind: OfferKind, title: string, state: OfferState, periodDays: number | null, price: { amountMinor: string, currency: string } }>, draft: { id: string, number: number, title: string, summary: string, body: string, previewChars: number, language: ContentLanguage, tags: Array<string>, createdAt: string } | null, live: { id: string, number: number, title: string, summary: string, body: string, previewChars: number, language: ContentLanguage, tags: Array<string>, createdAt: string } | null, versions: Array<{ id: string, number: number, title: string, createdAt: string }>, author: { id: string, displayName: string } | null, partner: { id: string, name: string } | null }
    | Record<PropertyKey, never>
   | null };

export type ContentManyQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type ContentManyQuery = { many: Array<
    | { id: string, no: number, kind: ContentKind, state: ContentState, title: string, language: ContentLanguage, tags: Array<string>, version: number, publishedAt: string | null, publishAt: string | null, updatedAt: string, availableActions: Array<string>, author: { id: string, displayName: string } | null, partner: { id: string, name: string } | null }
    | Record<PropertyKey, never>
   | null> };

export type ContentCreateMutationVariables = Exact<{
  input: ContentCreateInput;
}>;


export type ContentCreateMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContentEditMutationVariables = Exact<{
  input: ContentEditInput;
}>;


export type ContentEditMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContentSubmitMutationVariables = Exact<{
  input: ContentMoveInput;
}>;


export type ContentSubmitMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContentApproveMutationVariables = Exact<{
  input: ContentMoveInput;
}>;


export type ContentApproveMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContentRequestChangesMutationVariables = Exact<{
  input: ContentReasonInput;
}>;


export type ContentRequestChangesMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContentPublishMutationVariables = Exact<{
  input: ContentMoveInput;
}>;


export type ContentPublishMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContentScheduleMutationVariables = Exact<{
  input: ContentScheduleInput;
}>;


export type ContentScheduleMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContentUnscheduleMutationVariables = Exact<{
  input: ContentMoveInput;
}>;


export type ContentUnscheduleMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContentUnlistMutationVariables = Exact<{
  input: ContentMoveInput;
}>;


export type ContentUnlistMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContentRelistMutationVariables = Exact<{
  input: ContentMoveInput;
}>;


export type ContentRelistMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContentArchiveMutationVariables = Exact<{
  input: ContentMoveInput;
}>;


export type ContentArchiveMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContentTakeDownMutationVariables = Exact<{
  input: ContentReasonInput;
}>;


export type ContentTakeDownMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContentRestoreMutationVariables = Exact<{
  input: ContentMoveInput;
}>;


export type ContentRestoreMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type OfferCreateMutationVariables = Exact<{
  input: OfferCreateInput;
}>;


export type OfferCreateMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type OfferRetireMutationVariables = Exact<{
  input: OfferRetireInput;
}>;


export type OfferRetireMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type MoneyPartsFragment = { amountMinor: string, currency: string };

type ClauseParts_AuditRightClause_Fragment = { __typename: 'AuditRightClause', key: string, party: ContractParty, noticeDays: number, timesPerYear: number };

type ClauseParts_CostBudgetClause_Fragment = { __typename: 'CostBudgetClause', key: string, period: BudgetPeriod, purpose: string, budget: { amountMinor: string, currency: string } };

type ClauseParts_DataScopeClause_Fragment = { __typename: 'DataScopeClause', key: string, dataset: string, purpose: string, fields: Array<string>, retentionDays: number, level: SharingLevel, basis: LegalBasis, region: string | null, kMin: number, epsilon: number, epsilonPeriod: BudgetPeriod };

type ClauseParts_DisputeClause_Fragment = { __typename: 'DisputeClause', key: string, talkDays: number, method: DisputeMethod, seat: string, law: string };

type ClauseParts_ExclusivityClause_Fragment = { __typename: 'ExclusivityClause', key: string, party: ContractParty, scope: string, territory: string };

type ClauseParts_RenewalClause_Fragment = { __typename: 'RenewalClause', key: string, atEnd: RenewalMode, months: number };

type ClauseParts_ResponsibilityClause_Fragment = { __typename: 'ResponsibilityClause', key: string, party: ContractParty, duty: string, withinDays: number | null };

type ClauseParts_RevenueShareClause_Fragment = { __typename: 'RevenueShareClause', key: string, sharePpm: number, mode: ShareMode, base: RevenueBase, bands: Array<{ sharePpm: number, from: { amountMinor: string, currency: string } }>, floor: { amountMinor: string, currency: string } | null, cap: { amountMinor: string, currency: string } | null, guarantee: { amountMinor: string, currency: string } | null };

type ClauseParts_RightClause_Fragment = { __typename: 'RightClause', key: string, party: ContractParty, permission: string };

type ClauseParts_SigningClause_Fragment = { __typename: 'SigningClause', key: string, ordered: boolean, signatories: Array<{ party: ContractParty, title: string }> };

type ClauseParts_SlaClause_Fragment = { __typename: 'SlaClause', key: string, metric: string, target: number, unit: string, windowDays: number, creditPpm: number, direction: SlaDirection, measuredBy: string | null, maxVariancePpm: number, remedy: SlaRemedy, cureDays: number };

type ClauseParts_TerminationClause_Fragment = { __typename: 'TerminationClause', key: string, noticeDays: number, cureDays: number, fee: { amountMinor: string, currency: string } | null };

type ClauseParts_TextClause_Fragment = { __typename: 'TextClause', key: string, heading: string, body: string };

export type ClausePartsFragment =
  | ClauseParts_AuditRightClause_Fragment
  | ClauseParts_CostBudgetClause_Fragment
  | ClauseParts_DataScopeClause_Fragment
  | ClauseParts_DisputeClause_Fragment
  | ClauseParts_ExclusivityClause_Fragment
  | ClauseParts_RenewalClause_Fragment
  | ClauseParts_ResponsibilityClause_Fragment
  | ClauseParts_RevenueShareClause_Fragment
  | ClauseParts_RightClause_Fragment
  | ClauseParts_SigningClause_Fragment
  | ClauseParts_SlaClause_Fragment
  | ClauseParts_TerminationClause_Fragment
  | ClauseParts_TextClause_Fragment
;

export type ContractVersionPartsFragment = { id: string, number: number, state: ContractState, contentHash: string, startsAt: string, endsAt: string, noticeEndsAt: string | null, renewedUntil: string | null, reason: string | null, version: number, breaches: Array<{ number: number, party: ContractParty, clauseKey: string | null, description: string, cureUntil: string, curedAt: string | null }>, clauses: Array<
    | { __typename: 'AuditRightClause', key: string, party: ContractParty, noticeDays: number, timesPerYear: number }
    | { __typename: 'CostBudgetClause', key: string, period: BudgetPeriod, purpose: string, budget: { amountMinor: string, currency: string } }
    | { __typename: 'DataScopeClause', key: string, dataset: string, purpose: string, fields: Array<string>, retentionDays: number, level: SharingLevel, basis: LegalBasis, region: string | null, kMin: number, epsilon: number, epsilonPeriod: BudgetPeriod }
    | { __typename: 'DisputeClause', key: string, talkDays: number, method: DisputeMethod, seat: string, law: string }
    | { __typename: 'ExclusivityClause', key: string, party: ContractParty, scope: string, territory: string }
    | { __typename: 'RenewalClause', key: string, atEnd: RenewalMode, months: number }
    | { __typename: 'ResponsibilityClause', key: string, party: ContractParty, duty: string, withinDays: number | null }
    | { __typename: 'RevenueShareClause', key: string, sharePpm: number, mode: ShareMode, base: RevenueBase, bands: Array<{ sharePpm: number, from: { amountMinor: string, currency: string } }>, floor: { amountMinor: string, currency: string } | null, cap: { amountMinor: string, currency: string } | null, guarantee: { amountMinor: string, currency: string } | null }
    | { __typename: 'RightClause', key: string, party: ContractParty, permission: string }
    | { __typename: 'SigningClause', key: string, ordered: boolean, signatories: Array<{ party: ContractParty, title: string }> }
    | { __typename: 'SlaClause', key: string, metric: string, target: number, unit: string, windowDays: number, creditPpm: number, direction: SlaDirection, measuredBy: string | null, maxVariancePpm: number, remedy: SlaRemedy, cureDays: number }
    | { __typename: 'TerminationClause', key: string, noticeDays: number, cureDays: number, fee: { amountMinor: string, currency: string } | null }
    | { __typename: 'TextClause', key: string, heading: string, body: string }
  > };

export type ContractRowFragment = { id: string, code: string, title: string, createdAt: string, availableActions: Array<string>, partner: { id: string, name: string }, current: { id: string, number: number, state: ContractState, version: number, contentHash: string, startsAt: string, endsAt: string } };

export type ContractDetailFragment = { id: string, code: string, title: string, createdAt: string, availableActions: Array<string>, partner: { id: string, name: string }, current: { viewerMayComment: boolean, offerExpiresAt: string | null, approvedAt: string | null, id: string, number: number, state: ContractState, contentHash: string, startsAt: string, endsAt: string, noticeEndsAt: string | null, renewedUntil: string | null, reason: string | null, version: number, zh: string, en: string, signatories: Array<{ place: number | null, party: ContractParty, title: string | null, isNext: boolean, signature: { signedAt: string, signerName: string } | null }>, offers: Array<{ number: number, party: ContractParty, contentHash: string, answersHash: string | null, rationale: string | null, expiresAt: string | null, offeredAt: string }>, comments: Array<{ number: number, party: ContractParty, authorName: string, clauseKey: string | null, body: string, madeAt: string, resolvedAt: string | null }>, increases: Array<{ clauseKey: string | null, kind: ClauseKind | null, field: string }>, redline: Array<{ clauseKey: string | null, change: RedlineChange, parts: Array<{ kind: RedlineChange, text: string }> }>, breaches: Array<{ number: number, party: ContractParty, clauseKey: string | null, description: string, cureUntil: string, curedAt: string | null }>, clauses: Array<
      | { __typename: 'AuditRightClause', key: string, party: ContractParty, noticeDays: number, timesPerYear: number }
      | { __typename: 'CostBudgetClause', key: string, period: BudgetPeriod, purpose: string, budget: { amountMinor: string, currency: string } }
      | { __typename: 'DataScopeClause', key: string, dataset: string, purpose: string, fields: Array<string>, retentionDays: number, level: SharingLevel, basis: LegalBasis, region: string | null, kMin: number, epsilon: number, epsilonPeriod: BudgetPeriod }
      | { __typename: 'DisputeClause', key: string, talkDays: number, method: DisputeMethod, seat: string, law: string }
      | { __typename: 'ExclusivityClause', key: string, party: ContractParty, scope: string, territory: string }
      | { __typename: 'RenewalClause', key: string, atEnd: RenewalMode, months: number }
      | { __typename: 'ResponsibilityClause', key: string, party: ContractParty, duty: string, withinDays: number | null }
      | { __typename: 'RevenueShareClause', key: string, sharePpm: number, mode: ShareMode, base: RevenueBase, bands: Array<{ sharePpm: number, from: { amountMinor: string, currency: string } }>, floor: { amountMinor: string, currency: string } | null, cap: { amountMinor: string, currency: string } | null, guarantee: { amountMinor: string, currency: string } | null }
      | { __typename: 'RightClause', key: string, party: ContractParty, permission: string }
      | { __typename: 'SigningClause', key: string, ordered: boolean, signatories: Array<{ party: ContractParty, title: string }> }
      | { __typename: 'SlaClause', key: string, metric: string, target: number, unit: string, windowDays: number, creditPpm: number, direction: SlaDirection, measuredBy: string | null, maxVariancePpm: number, remedy: SlaRemedy, cureDays: number }
      | { __typename: 'TerminationClause', key: string, noticeDays: number, cureDays: number, fee: { amountMinor: string, currency: string } | null }
      | { __typename: 'TextClause', key: string, heading: string, body: string }
    > }, versions: Array<{ id: string, number: number, state: ContractState, contentHash: string, startsAt: string, endsAt: string, noticeEndsAt: string | null, renewedUntil: string | null, reason: string | null, version: number, breaches: Array<{ number: number, party: ContractParty, clauseKey: string | null, description: string, cureUntil: string, curedAt: string | null }>, clauses: Array<
      | { __typename: 'AuditRightClause', key: string, party: ContractParty, noticeDays: number, timesPerYear: number }
      | { __typename: 'CostBudgetClause', key: string, period: BudgetPeriod, purpose: string, budget: { amountMinor: string, currency: string } }
      | { __typename: 'DataScopeClause', key: string, dataset: string, purpose: string, fields: Array<string>, retentionDays: number, level: SharingLevel, basis: LegalBasis, region: string | null, kMin: number, epsilon: number, epsilonPeriod: BudgetPeriod }
      | { __typename: 'DisputeClause', key: string, talkDays: number, method: DisputeMethod, seat: string, law: string }
      | { __typename: 'ExclusivityClause', key: string, party: ContractParty, scope: string, territory: string }
      | { __typename: 'RenewalClause', key: string, atEnd: RenewalMode, months: number }
      | { __typename: 'ResponsibilityClause', key: string, party: ContractParty, duty: string, withinDays: number | null }
      | { __typename: 'RevenueShareClause', key: string, sharePpm: number, mode: ShareMode, base: RevenueBase, bands: Array<{ sharePpm: number, from: { amountMinor: string, currency: string } }>, floor: { amountMinor: string, currency: string } | null, cap: { amountMinor: string, currency: string } | null, guarantee: { amountMinor: string, currency: string } | null }
      | { __typename: 'RightClause', key: string, party: ContractParty, permission: string }
      | { __typename: 'SigningClause', key: string, ordered: boolean, signatories: Array<{ party: ContractParty, title: string }> }
      | { __typename: 'SlaClause', key: string, metric: string, target: number, unit: string, windowDays: number, creditPpm: number, direction: SlaDirection, measuredBy: string | null, maxVariancePpm: number, remedy: SlaRemedy, cureDays: number }
      | { __typename: 'TerminationClause', key: string, noticeDays: number, cureDays: number, fee: { amountMinor: string, currency: string } | null }
      | { __typename: 'TextClause', key: string, heading: string, body: string }
    > }> };

export type ContractListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: ContractFilter | null | undefined;
}>;


export type ContractListQuery = { list: { total: number, items: Array<{ id: string, code: string, title: string, createdAt: string, availableActions: Array<string>, partner: { id: string, name: string }, current: { id: string, number: number, state: ContractState, version: number, contentHash: string, startsAt: string, endsAt: string } }> } };

export type ContractOneQueryVariables = Exact<{
  id: string;
}>;


export type ContractOneQuery = { one:
    | { id: string, code: string, title: string, createdAt: string, availableActions: Array<string>, partner: { id: string, name: string }, current: { viewerMayComment: boolean, offerExpiresAt: string | null, approvedAt: string | null, id: string, number: number, state: ContractState, contentHash: string, startsAt: string, endsAt: string, noticeEndsAt: string | null, renewedUntil: string | null, reason: string | null, version: number, zh: string, en: string, signatories: Array<{ place: number | null, party: ContractParty, title: string | null, isNext: boolean, signature: { signedAt: string, signerName: string } | null }>, offers: Array<{ number: number, party: ContractParty, contentHash: string, answersHash: string | null, rationale: string | null, expiresAt: string | null, offeredAt: string }>, comments: Array<{ number: number, party: ContractParty, authorName: string, clauseKey: string | null, body: string, madeAt: string, resolvedAt: string | null }>, increases: Array<{ clauseKey: string | null, kind: ClauseKind | null, field: string }>, redline: Array<{ clauseKey: string | null, change: RedlineChange, parts: Array<{ kind: RedlineChange, text: string }> }>, breaches: Array<{ number: number, party: ContractParty, clauseKey: string | null, description: string, cureUntil: string, curedAt: string | null }>, clauses: Array<
          | { __typename: 'AuditRightClause', key: string, party: ContractParty, noticeDays: number, timesPerYear: number }
          | { __typename: 'CostBudgetClause', key: string, period: BudgetPeriod, purpose: string, budget: { amountMinor: string, currency: string } }
          | { __typename: 'DataScopeClause', key: string, dataset: string, purpose: string, fields: Array<string>, retentionDays: number, level: SharingLevel, basis: LegalBasis, region: string | null, kMin: number, epsilon: number, epsilonPeriod: BudgetPeriod }
          | { __typename: 'DisputeClause', key: string, talkDays: number, method: DisputeMethod, seat: string, law: string }
          | { __typename: 'ExclusivityClause', key: string, party: ContractParty, scope: string, territory: string }
          | { __typename: 'RenewalClause', key: string, atEnd: RenewalMode, months: number }
          | { __typename: 'ResponsibilityClause', key: string, party: ContractParty, duty: string, withinDays: number | null }
          | { __typename: 'RevenueShareClause', key: string, sharePpm: number, mode: ShareMode, base: RevenueBase, bands: Array<{ sharePpm: number, from: { amountMinor: string, currency: string } }>, floor: { amountMinor: string, currency: string } | null, cap: { amountMinor: string, currency: string } | null, guarantee: { amountMinor: string, currency: string } | null }
          | { __typename: 'RightClause', key: string, party: ContractParty, permission: string }
          | { __typename: 'SigningClause', key: string, ordered: boolean, signatories: Array<{ party: ContractParty, title: string }> }
          | { __typename: 'SlaClause', key: string, metric: string, target: number, unit: string, windowDays: number, creditPpm: number, direction: SlaDirection, measuredBy: string | null, maxVariancePpm: number, remedy: SlaRemedy, cureDays: number }
          | { __typename: 'TerminationClause', key: string, noticeDays: number, cureDays: number, fee: { amountMinor: string, currency: string } | null }
          | { __typename: 'TextClause', key: string, heading: string, body: string }
        > }, versions: Array<{ id: string, number: number, state: ContractState, contentHash: string, startsAt: string, endsAt: string, noticeEndsAt: string | null, renewedUntil: string | null, reason: string | null, version: number, breaches: Array<{ number: number, party: ContractParty, clauseKey: string | null, description: string, cureUntil: string, curedAt: string | null }>, clauses: Array<
          | { __typename: 'AuditRightClause', key: string, party: ContractParty, noticeDays: number, timesPerYear: number }
          | { __typename: 'CostBudgetClause', key: string, period: BudgetPeriod, purpose: string, budget: { amountMinor: string, currency: string } }
          | { __typename: 'DataScopeClause', key: string, dataset: string, purpose: string, fields: Array<string>, retentionDays: number, level: SharingLevel, basis: LegalBasis, region: string | null, kMin: number, epsilon: number, epsilonPeriod: BudgetPeriod }
          | { __typename: 'DisputeClause', key: string, talkDays: number, method: DisputeMethod, seat: string, law: string }
          | { __typename: 'ExclusivityClause', key: string, party: ContractParty, scope: string, territory: string }
          | { __typename: 'RenewalClause', key: string, atEnd: RenewalMode, months: number }
          | { __typename: 'ResponsibilityClause', key: string, party: ContractParty, duty: string, withinDays: number | null }
          | { __typename: 'RevenueShareClause', key: string, sharePpm: number, mode: ShareMode, base: RevenueBase, bands: Array<{ sharePpm: number, from: { amountMinor: string, currency: string } }>, floor: { amountMinor: string, currency: string } | null, cap: { amountMinor: string, currency: string } | null, guarantee: { amountMinor: string, currency: string } | null }
          | { __typename: 'RightClause', key: string, party: ContractParty, permission: string }
          | { __typename: 'SigningClause', key: string, ordered: boolean, signatories: Array<{ party: ContractParty, title: string }> }
          | { __typename: 'SlaClause', key: string, metric: string, target: number, unit: string, windowDays: number, creditPpm: number, direction: SlaDirection, measuredBy: string | null, maxVariancePpm: number, remedy: SlaRemedy, cureDays: number }
          | { __typename: 'TerminationClause', key: string, noticeDays: number, cureDays: number, fee: { amountMinor: string, currency: string } | null }
          | { __typename: 'TextClause', key: string, heading: string, body: string }
        > }> }
    | Record<PropertyKey, never>
   | null };

export type ContractManyQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type ContractManyQuery = { many: Array<
    | { id: string, code: string, title: string, createdAt: string, availableActions: Array<string>, partner: { id: string, name: string }, current: { id: string, number: number, state: ContractState, version: number, contentHash: string, startsAt: string, endsAt: string } }
    | Record<PropertyKey, never>
   | null> };

export type ContractDraftMutationVariables = Exact<{
  input: ContractDraftInput;
}>;


export type ContractDraftMutation = { outcome: { result: { contract: { id: string } } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractAmendMutationVariables = Exact<{
  input: ContractAmendInput;
}>;


export type ContractAmendMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractEditMutationVariables = Exact<{
  input: ContractEditInput;
}>;


export type ContractEditMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractOfferMutationVariables = Exact<{
  input: ContractOfferInput;
}>;


export type ContractOfferMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractCounterMutationVariables = Exact<{
  input: ContractCounterInput;
}>;


export type ContractCounterMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractAgreeMutationVariables = Exact<{
  input: ContractAgreeInput;
}>;


export type ContractAgreeMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractSignMutationVariables = Exact<{
  input: ContractSignInput;
}>;


export type ContractSignMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractApproveMutationVariables = Exact<{
  input: ContractApproveInput;
}>;


export type ContractApproveMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractCommentMutationVariables = Exact<{
  input: ContractCommentInput;
}>;


export type ContractCommentMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractResolveCommentMutationVariables = Exact<{
  input: ContractResolveCommentInput;
}>;


export type ContractResolveCommentMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractSuspendMutationVariables = Exact<{
  input: ContractReasonInput;
}>;


export type ContractSuspendMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractResumeMutationVariables = Exact<{
  input: ContractStepInput;
}>;


export type ContractResumeMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractGiveNoticeMutationVariables = Exact<{
  input: ContractReasonInput;
}>;


export type ContractGiveNoticeMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractReportBreachMutationVariables = Exact<{
  input: ContractBreachInput;
}>;


export type ContractReportBreachMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractConfirmCureMutationVariables = Exact<{
  input: ContractCureInput;
}>;


export type ContractConfirmCureMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractTerminateMutationVariables = Exact<{
  input: ContractReasonInput;
}>;


export type ContractTerminateMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractWithdrawMutationVariables = Exact<{
  input: ContractStepInput;
}>;


export type ContractWithdrawMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ContractRejectMutationVariables = Exact<{
  input: ContractReasonInput;
}>;


export type ContractRejectMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type DashboardQueryVariables = Exact<{
  days: number;
}>;


export type DashboardQuery = { dashboard: { counts: { readers: number, contents: number, partners: number, activeContracts: number, runningCampaigns: number }, interactionsByDay: Array<{ day: string, views: number, clicks: number, reads: number, enrols: number }>, revenueByDay: Array<{ day: string, amount: { amountMinor: string, currency: string } }>, topContents: Array<{ count: number, content: { id: string, title: string } }>, feedClickRateByDay: Array<{ day: string, impressions: number, clicks: number, rate: number }>, modelRuns: Array<{ id: string, code: string, scenario: string, model: string, state: ModelRunState, stepProgress: number, stepMessage: string, alias: string | null, trigger: RunTrigger, requestedBy: string, metrics: unknown, createdAt: string, startedAt: string | null, finishedAt: string | null, scoredAt: string | null, version: number, availableActions: Array<string> }> } };

export type DriftQueryVariables = Exact<{
  scenario: string;
}>;


export type DriftQuery = { latest: Array<{ eventCount: number, feedCount: number, referenceFrom: string, referenceTo: string, windowFrom: string, id: string, windowTo: string, emptyFeedRate: number | null, coverage: number | null, negativeRate: number | null, referenceNegativeRate: number | null, alarms: Array<string>, shifts: Array<{ name: string, subject: DriftSubject, psi: number, chance: number, expectedCount: number, actualCount: number, bins: Array<{ label: string, expected: number, actual: number }> }>, calibration: Array<{ group: string, count: number, predicted: number, observed: number, error: number, bins: Array<{ count: number, predicted: number, observed: number }> }>, modelRun: { id: string, code: string, model: string } }>, history: Array<{ id: string, windowTo: string, emptyFeedRate: number | null, coverage: number | null, negativeRate: number | null, referenceNegativeRate: number | null, alarms: Array<string>, shifts: Array<{ name: string, psi: number }>, modelRun: { id: string, code: string, model: string } }> };

export type DriftHeadFragment = { id: string, windowTo: string, emptyFeedRate: number | null, coverage: number | null, negativeRate: number | null, referenceNegativeRate: number | null, alarms: Array<string>, modelRun: { id: string, code: string, model: string } };

export type ExchangeRateRowFragment = { id: string, source: string, target: string, rate: string, spreadPpm: number, validFrom: string, setter: { id: string, displayName: string } | null };

export type ExchangeRateListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: ExchangeRateFilter | null | undefined;
}>;


export type ExchangeRateListQuery = { list: { total: number, items: Array<{ id: string, source: string, target: string, rate: string, spreadPpm: number, validFrom: string, setter: { id: string, displayName: string } | null }> } };

export type ExchangeRateSetMutationVariables = Exact<{
  input: ExchangeRateSetInput;
}>;


export type ExchangeRateSetMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type InspectFeedQueryVariables = Exact<{
  readerId: string;
  first: number;
  locale: string;
}>;


export type InspectFeedQuery = { feed: { feedId: string, policyVersion: string, model: { id: string, code: string, model: string } | null, edges: Array<{ cursor: string, score: number, slot: number, propensity: number, node: { id: string, title: string, kind: ContentKind }, sponsored: { id: string, name: string } | null, reasons: Array<{ kind: ReasonKind, share: number | null, text: string, content: { id: string, title: string } | null }> }> } };

export type JobRowFragment = { id: string, name: string, queue: string, state: JobState, progress: number, attempts: number, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, availableActions: Array<string> };

export type JobDetailFragment = { payload: unknown, log: Array<string>, id: string, name: string, queue: string, state: JobState, progress: number, attempts: number, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, availableActions: Array<string> };

export type JobOneQueryVariables = Exact<{
  id: string;
}>;


export type JobOneQuery = { one: { payload: unknown, log: Array<string>, id: string, name: string, queue: string, state: JobState, progress: number, attempts: number, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, availableActions: Array<string> } | null };

export type JobProgressSubscriptionVariables = Exact<{
  id: string;
}>;


export type JobProgressSubscription = { live: { payload: unknown, log: Array<string>, id: string, name: string, queue: string, state: JobState, progress: number, attempts: number, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, availableActions: Array<string> } };

export type JobListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: JobFilter | null | undefined;
}>;


export type JobListQuery = { list: { total: number, items: Array<{ id: string, name: string, queue: string, state: JobState, progress: number, attempts: number, failure: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, availableActions: Array<string> }> } };

export type JobRetryMutationVariables = Exact<{
  input: JobRetryInput;
}>;


export type JobRetryMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type JobCancelMutationVariables = Exact<{
  input: JobCancelInput;
}>;


export type JobCancelMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ModelRunRowFragment = { id: string, code: string, scenario: string, model: string, state: ModelRunState, stepProgress: number, stepMessage: string, alias: string | null, trigger: RunTrigger, requestedBy: string, metrics: unknown, createdAt: string, startedAt: string | null, finishedAt: string | null, scoredAt: string | null, version: number, availableActions: Array<string> };

export type ModelRunDetailFragment = { params: unknown, adModel: string, seed: number, reason: string | null, triggerReason: string | null, failure: string | null, snapshotAt: string | null, interactionCount: string | null, readerCount: number | null, contentCount: number | null, shadowRequests: number, shadowMinutes: number, shadowAt: string | null, id: string, code: string, scenario: string, model: string, state: ModelRunState, stepProgress: number, stepMessage: string, alias: string | null, trigger: RunTrigger, requestedBy: string, metrics: unknown, createdAt: string, startedAt: string | null, finishedAt: string | null, scoredAt: string | null, version: number, availableActions: Array<string>, shadow: { requests: number, errors: number, overlap: number | null, rankAgreement: number | null, scoreShift: number | null, latencyP50: number | null, latencyP95: number | null, fill: number | null, contents: number, servedContents: number, clicks: number, clickRate: number | null, wouldBeClickRate: number | null, servedReciprocalRank: number | null, reciprocalRank: number | null } | null, adLearner: { learntTo: string, events: string, frozen: boolean, runningLoss: number | null, publishedEvents: string, publishedAt: string | null, note: string } | null, jobs: Array<{ id: string, name: string, state: JobState, progress: number }> };

export type ChampionQueryVariables = Exact<{
  scenario: string;
}>;


export type ChampionQuery = { champion: { id: string, code: string, scenario: string, model: string, state: ModelRunState, stepProgress: number, stepMessage: string, alias: string | null, trigger: RunTrigger, requestedBy: string, metrics: unknown, createdAt: string, startedAt: string | null, finishedAt: string | null, scoredAt: string | null, version: number, availableActions: Array<string> } | null };

export type ModelRunProgressSubscriptionVariables = Exact<{
  id: string;
}>;


export type ModelRunProgressSubscription = { live: { params: unknown, adModel: string, seed: number, reason: string | null, triggerReason: string | null, failure: string | null, snapshotAt: string | null, interactionCount: string | null, readerCount: number | null, contentCount: number | null, shadowRequests: number, shadowMinutes: number, shadowAt: string | null, id: string, code: string, scenario: string, model: string, state: ModelRunState, stepProgress: number, stepMessage: string, alias: string | null, trigger: RunTrigger, requestedBy: string, metrics: unknown, createdAt: string, startedAt: string | null, finishedAt: string | null, scoredAt: string | null, version: number, availableActions: Array<string>, shadow: { requests: number, errors: number, overlap: number | null, rankAgreement: number | null, scoreShift: number | null, latencyP50: number | null, latencyP95: number | null, fill: number | null, contents: number, servedContents: number, clicks: number, clickRate: number | null, wouldBeClickRate: number | null, servedReciprocalRank: number | null, reciprocalRank: number | null } | null, adLearner: { learntTo: string, events: string, frozen: boolean, runningLoss: number | null, publishedEvents: string, publishedAt: string | null, note: string } | null, jobs: Array<{ id: string, name: string, state: JobState, progress: number }> } };

export type ModelRunListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: ModelRunFilter | null | undefined;
}>;


export type ModelRunListQuery = { list: { total: number, items: Array<{ id: string, code: string, scenario: string, model: string, state: ModelRunState, stepProgress: number, stepMessage: string, alias: string | null, trigger: RunTrigger, requestedBy: string, metrics: unknown, createdAt: string, startedAt: string | null, finishedAt: string | null, scoredAt: string | null, version: number, availableActions: Array<string> }> } };

export type ModelRunOneQueryVariables = Exact<{
  id: string;
}>;


export type ModelRunOneQuery = { one:
    | { params: unknown, adModel: string, seed: number, reason: string | null, triggerReason: string | null, failure: string | null, snapshotAt: string | null, interactionCount: string | null, readerCount: number | null, contentCount: number | null, shadowRequests: number, shadowMinutes: number, shadowAt: string | null, id: string, code: string, scenario: string, model: string, state: ModelRunState, stepProgress: number, stepMessage: string, alias: string | null, trigger: RunTrigger, requestedBy: string, metrics: unknown, createdAt: string, startedAt: string | null, finishedAt: string | null, scoredAt: string | null, version: number, availableActions: Array<string>, shadow: { requests: number, errors: number, overlap: number | null, rankAgreement: number | null, scoreShift: number | null, latencyP50: number | null, latencyP95: number | null, fill: number | null, contents: number, servedContents: number, clicks: number, clickRate: number | null, wouldBeClickRate: number | null, servedReciprocalRank: number | null, reciprocalRank: number | null } | null, adLearner: { learntTo: string, events: string, frozen: boolean, runningLoss: number | null, publishedEvents: string, publishedAt: string | null, note: string } | null, jobs: Array<{ id: string, name: string, state: JobState, progress: number }> }
    | Record<PropertyKey, never>
   | null };

export type ModelRunManyQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type ModelRunManyQuery = { many: Array<
    | { id: string, code: string, scenario: string, model: string, state: ModelRunState, stepProgress: number, stepMessage: string, alias: string | null, trigger: RunTrigger, requestedBy: string, metrics: unknown, createdAt: string, startedAt: string | null, finishedAt: string | null, scoredAt: string | null, version: number, availableActions: Array<string> }
    | Record<PropertyKey, never>
   | null> };

export type RetrainStartMutationVariables = Exact<{
  input: RetrainStartInput;
}>;


export type RetrainStartMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ModelChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type ModelChoicesQuery = { modelChoices: { ads: Array<string>, candidates: Array<{ name: string, params: Array<string> }> } };

export type RetrainRequestMutationVariables = Exact<{
  input: RetrainRequestInput;
}>;


export type RetrainRequestMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ModelAbandonMutationVariables = Exact<{
  input: ModelAbandonInput;
}>;


export type ModelAbandonMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type RetrainCancelMutationVariables = Exact<{
  input: RetrainCancelInput;
}>;


export type RetrainCancelMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ModelPromoteMutationVariables = Exact<{
  input: ModelPromoteInput;
}>;


export type ModelPromoteMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ModelRollbackMutationVariables = Exact<{
  input: ModelRollbackInput;
}>;


export type ModelRollbackMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PartnerRowFragment = { id: string, code: string, name: string, kind: PartnerKind, industry: string, state: PartnerState, version: number, createdAt: string, updatedAt: string, availableActions: Array<string> };

export type PartnerDetailFragment = { reason: string | null, reapplyAfter: string | null, contactName: string | null, timeZone: string, contactEmail: string | null, website: string | null, note: string | null, id: string, code: string, name: string, kind: PartnerKind, industry: string, state: PartnerState, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, risk: { score: number, band: RiskBand, bandSince: string | null, relief: string | null, signals: Array<{ kind: string, severity: number, part: number }> } | null, serviceLevels: Array<{ id: string, clauseKey: string, measured: number, isMissed: boolean, startsAt: string, endsAt: string, cureUntil: string | null, excuse: string | null, creditedAt: string | null, credit: { amountMinor: string, currency: string } | null }>, obstacles: Array<{ action: string, code: ObstacleCode, criterion: string | null }>, applications: Array<{ id: string, statement: string | null, submittedAt: string, submitter: { id: string, displayName: string } | null }>, assessment: { id: string, score: number | null, low: number | null, high: number | null, coverage: number, tier: PartnerTier | null, isValid: boolean, validUntil: string | null, assessedAt: string, reviewersNeeded: number, leaves: Array<{ criterion: string, weight: number, value: number | null, observations: number, desirability: number | null, contribution: number | null, gate: GateState | null }>, next: { tier: PartnerTier, unknown: Array<string>, lifts: Array<{ criterion: string, from: number, to: number }> } | null, criterionSet: { id: string, version: number, criteria: Array<{ key: string, group: CriterionGroup, nameZh: string, nameEn: string, measure: CriterionMeasure, unit: string, knots: Array<Array<number>>, gate: number | null }> } } | null, evidence: Array<{ id: string, criterion: string, value: number, observations: number, source: string, isVerified: boolean, observedAt: string, expiresAt: string }>, reviews: Array<{ id: string, verdict: ReviewVerdict, findings: string, reviewedAt: string, reviewer: { id: string, displayName: string } | null, assessment: { id: string } }>, manager: { id: string, displayName: string } | null, contracts: Array<{ id: string, code: string, title: string, current: { id: string, number: number, state: ContractState, startsAt: string, endsAt: string } }>, connectors: Array<{ id: string, code: string, name: string, kind: ConnectorKind, state: ConnectorState }>, campaigns: Array<{ id: string, code: string, name: string, state: CampaignState, budget: { amountMinor: string, currency: string }, spent: { amountMinor: string, currency: string } }> };

export type PartnerListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: PartnerFilter | null | undefined;
}>;


export type PartnerListQuery = { list: { total: number, items: Array<{ id: string, code: string, name: string, kind: PartnerKind, industry: string, state: PartnerState, version: number, createdAt: string, updatedAt: string, availableActions: Array<string> }> } };

export type PartnerOneQueryVariables = Exact<{
  id: string;
}>;


export type PartnerOneQuery = { one:
    | { reason: string | null, reapplyAfter: string | null, contactName: string | null, timeZone: string, contactEmail: string | null, website: string | null, note: string | null, id: string, code: string, name: string, kind: PartnerKind, industry: string, state: PartnerState, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, risk: { score: number, band: RiskBand, bandSince: string | null, relief: string | null, signals: Array<{ kind: string, severity: number, part: number }> } | null, serviceLevels: Array<{ id: string, clauseKey: string, measured: number, isMissed: boolean, startsAt: string, endsAt: string, cureUntil: string | null, excuse: string | null, creditedAt: string | null, credit: { amountMinor: string, currency: string } | null }>, obstacles: Array<{ action: string, code: ObstacleCode, criterion: string | null }>, applications: Array<{ id: string, statement: string | null, submittedAt: string, submitter: { id: string, displayName: string } | null }>, assessment: { id: string, score: number | null, low: number | null, high: number | null, coverage: number, tier: PartnerTier | null, isValid: boolean, validUntil: string | null, assessedAt: string, reviewersNeeded: number, leaves: Array<{ criterion: string, weight: number, value: number | null, observations: number, desirability: number | null, contribution: number | null, gate: GateState | null }>, next: { tier: PartnerTier, unknown: Array<string>, lifts: Array<{ criterion: string, from: number, to: number }> } | null, criterionSet: { id: string, version: number, criteria: Array<{ key: string, group: CriterionGroup, nameZh: string, nameEn: string, measure: CriterionMeasure, unit: string, knots: Array<Array<number>>, gate: number | null }> } } | null, evidence: Array<{ id: string, criterion: string, value: number, observations: number, source: string, isVerified: boolean, observedAt: string, expiresAt: string }>, reviews: Array<{ id: string, verdict: ReviewVerdict, findings: string, reviewedAt: string, reviewer: { id: string, displayName: string } | null, assessment: { id: string } }>, manager: { id: string, displayName: string } | null, contracts: Array<{ id: string, code: string, title: string, current: { id: string, number: number, state: ContractState, startsAt: string, endsAt: string } }>, connectors: Array<{ id: string, code: string, name: string, kind: ConnectorKind, state: ConnectorState }>, campaigns: Array<{ id: string, code: string, name: string, state: CampaignState, budget: { amountMinor: string, currency: string }, spent: { amountMinor: string, currency: string } }> }
    | Record<PropertyKey, never>
   | null };

export type PartnerManyQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type PartnerManyQuery = { many: Array<
    | { id: string, code: string, name: string, kind: PartnerKind, industry: string, state: PartnerState, version: number, createdAt: string, updatedAt: string, availableActions: Array<string> }
    | Record<PropertyKey, never>
   | null> };

export type PartnerCreateMutationVariables = Exact<{
  input: PartnerCreateInput;
}>;


export type PartnerCreateMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PartnerEditMutationVariables = Exact<{
  input: PartnerEditInput;
}>;


export type PartnerEditMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PartnerScreenMutationVariables = Exact<{
  input: PartnerStepInput;
}>;


export type PartnerScreenMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PartnerExamineMutationVariables = Exact<{
  input: PartnerStepInput;
}>;


export type PartnerExamineMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PartnerApproveMutationVariables = Exact<{
  input: PartnerStepInput;
}>;


export type PartnerApproveMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PartnerRejectMutationVariables = Exact<{
  input: PartnerRejectInput;
}>;


export type PartnerRejectMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PartnerOnboardMutationVariables = Exact<{
  input: PartnerStepInput;
}>;


export type PartnerOnboardMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PartnerActivateMutationVariables = Exact<{
  input: PartnerStepInput;
}>;


export type PartnerActivateMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PartnerSuspendMutationVariables = Exact<{
  input: PartnerReasonInput;
}>;


export type PartnerSuspendMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PartnerResumeMutationVariables = Exact<{
  input: PartnerStepInput;
}>;


export type PartnerResumeMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PartnerOffboardMutationVariables = Exact<{
  input: PartnerStepInput;
}>;


export type PartnerOffboardMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PartnerCloseMutationVariables = Exact<{
  input: PartnerStepInput;
}>;


export type PartnerCloseMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PartnerBlockMutationVariables = Exact<{
  input: PartnerReasonInput;
}>;


export type PartnerBlockMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type RiskReportMutationVariables = Exact<{
  input: RiskReportInput;
}>;


export type RiskReportMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ConcentrationWaiveMutationVariables = Exact<{
  input: ConcentrationWaiveInput;
}>;


export type ConcentrationWaiveMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ServiceLevelExcuseMutationVariables = Exact<{
  input: ServiceLevelExcuseInput;
}>;


export type ServiceLevelExcuseMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ScorecardFragment = { id: string, score: number | null, low: number | null, high: number | null, coverage: number, tier: PartnerTier | null, isValid: boolean, validUntil: string | null, assessedAt: string, reviewersNeeded: number, leaves: Array<{ criterion: string, weight: number, value: number | null, observations: number, desirability: number | null, contribution: number | null, gate: GateState | null }>, next: { tier: PartnerTier, unknown: Array<string>, lifts: Array<{ criterion: string, from: number, to: number }> } | null, criterionSet: { id: string, version: number, criteria: Array<{ key: string, group: CriterionGroup, nameZh: string, nameEn: string, measure: CriterionMeasure, unit: string, knots: Array<Array<number>>, gate: number | null }> } };

export type CriterionWordsFragment = { key: string, group: CriterionGroup, nameZh: string, nameEn: string, measure: CriterionMeasure, unit: string, knots: Array<Array<number>>, gate: number | null };

export type CriterionSetQueryVariables = Exact<{
  kind: PartnerKind;
}>;


export type CriterionSetQuery = { set: { id: string, version: number, criteria: Array<{ key: string, group: CriterionGroup, nameZh: string, nameEn: string, measure: CriterionMeasure, unit: string, knots: Array<Array<number>>, gate: number | null }> } };

export type ShortlistQueryVariables = Exact<{
  kind: PartnerKind;
  k: number;
}>;


export type ShortlistQuery = { shortlist: { candidates: number, unknown: number, entries: Array<{ rank: number, topShare: number, partner: { id: string, code: string, name: string, state: PartnerState }, assessment: { id: string, score: number | null, low: number | null, high: number | null, coverage: number, tier: PartnerTier | null, leaves: Array<{ gate: GateState | null }> } }> } };

export type ApplicationRecordMutationVariables = Exact<{
  input: ApplicationRecordInput;
}>;


export type ApplicationRecordMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type EvidenceAddMutationVariables = Exact<{
  input: EvidenceAddInput;
}>;


export type EvidenceAddMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type AssessmentRunMutationVariables = Exact<{
  input: AssessmentRunInput;
}>;


export type AssessmentRunMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type DueDiligenceReviewMutationVariables = Exact<{
  input: DueDiligenceReviewInput;
}>;


export type DueDiligenceReviewMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PayoutRowFragment = { id: string, code: string, state: PayoutState, version: number, bankReference: string | null, failure: string | null, createdAt: string, updatedAt: string, availableActions: Array<string>, amount: { amountMinor: string, currency: string }, paid: { amountMinor: string, currency: string }, spread: { amountMinor: string, currency: string } | null, exchangeRate: { id: string, source: string, target: string, rate: string } | null, partner: { id: string, name: string }, statement: { id: string, code: string }, proposer: { id: string, displayName: string } | null, approver: { id: string, displayName: string } | null };

export type PayoutListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: PayoutFilter | null | undefined;
}>;


export type PayoutListQuery = { list: { total: number, items: Array<{ id: string, code: string, state: PayoutState, version: number, bankReference: string | null, failure: string | null, createdAt: string, updatedAt: string, availableActions: Array<string>, amount: { amountMinor: string, currency: string }, paid: { amountMinor: string, currency: string }, spread: { amountMinor: string, currency: string } | null, exchangeRate: { id: string, source: string, target: string, rate: string } | null, partner: { id: string, name: string }, statement: { id: string, code: string }, proposer: { id: string, displayName: string } | null, approver: { id: string, displayName: string } | null }> } };

export type PayoutOneQueryVariables = Exact<{
  id: string;
}>;


export type PayoutOneQuery = { one:
    | { id: string, code: string, state: PayoutState, version: number, bankReference: string | null, failure: string | null, createdAt: string, updatedAt: string, availableActions: Array<string>, amount: { amountMinor: string, currency: string }, paid: { amountMinor: string, currency: string }, spread: { amountMinor: string, currency: string } | null, exchangeRate: { id: string, source: string, target: string, rate: string } | null, partner: { id: string, name: string }, statement: { id: string, code: string }, proposer: { id: string, displayName: string } | null, approver: { id: string, displayName: string } | null }
    | Record<PropertyKey, never>
   | null };

export type PayoutManyQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type PayoutManyQuery = { many: Array<
    | { id: string, code: string, state: PayoutState, version: number, bankReference: string | null, failure: string | null, createdAt: string, updatedAt: string, availableActions: Array<string>, amount: { amountMinor: string, currency: string }, paid: { amountMinor: string, currency: string }, spread: { amountMinor: string, currency: string } | null, exchangeRate: { id: string, source: string, target: string, rate: string } | null, partner: { id: string, name: string }, statement: { id: string, code: string }, proposer: { id: string, displayName: string } | null, approver: { id: string, displayName: string } | null }
    | Record<PropertyKey, never>
   | null> };

export type PayoutProposeMutationVariables = Exact<{
  input: PayoutProposeInput;
}>;


export type PayoutProposeMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PayoutApproveMutationVariables = Exact<{
  input: SettlementStepInput;
}>;


export type PayoutApproveMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PayoutCancelMutationVariables = Exact<{
  input: SettlementStepInput;
}>;


export type PayoutCancelMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PayoutReturnMutationVariables = Exact<{
  input: SettlementStepInput;
}>;


export type PayoutReturnMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type PrivacyPageQueryVariables = Exact<{
  perPage: number;
}>;


export type PrivacyPageQuery = { tasks: { total: number, items: Array<{ id: string, subject: string, createdAt: string, dueAt: string, acknowledgedAt: string | null, partner: { id: string, name: string } }> }, exports: { total: number, items: Array<{ id: string, state: DataExportState, dataset: string, purpose: string, fields: Array<string>, refusal: string | null, destroyedBecause: ArchiveEnd | null, requestedAt: string, expiresAt: string | null, fetchedAt: string | null, report: { k: number, l: number, t: number, uniqueness: number, rows: number, subjects: number } | null, partner: { id: string, name: string } }> }, disclosures: { total: number, items: Array<{ id: string, dataset: string, purpose: string, fields: Array<string>, level: SharingLevel, basis: LegalBasis, rows: number, subjects: number, disclosedAt: string, expiresAt: string, partner: { id: string, name: string } }> } };

export type ErasureAcknowledgeMutationVariables = Exact<{
  input: ErasureAcknowledgeInput;
}>;


export type ErasureAcknowledgeMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

type Problem_ConflictError_Fragment = { __typename: 'ConflictError', code: string, message: string, path: Array<string> };

type Problem_InputError_Fragment = { __typename: 'InputError', code: string, message: string, path: Array<string> };

type Problem_NotReadyError_Fragment = { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> };

type Problem_TransitionError_Fragment = { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> };

export type ProblemFragment =
  | Problem_ConflictError_Fragment
  | Problem_InputError_Fragment
  | Problem_NotReadyError_Fragment
  | Problem_TransitionError_Fragment
;

export type SessionFragment = { accessToken: string, expiresAt: string };

export type SignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInMutation = { outcome: { result: { accessToken: string, expiresAt: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type RefreshSessionMutationVariables = Exact<{ [key: string]: never; }>;


export type RefreshSessionMutation = { outcome: { result: { accessToken: string, expiresAt: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { outcome: { result: { done: boolean } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { role: string, permissions: Array<string>, account: { id: string, displayName: string, email: string | null, locale: Locale, partner: { id: string, name: string } | null } | null } };

export type ReaderRowFragment = { id: string, no: number, externalId: string | null, personalised: boolean, locale: string, createdAt: string };

export type ReaderDetailFragment = { id: string, no: number, externalId: string | null, personalised: boolean, locale: string, createdAt: string, interactions: Array<{ id: string, occurredAt: string, kind: InteractionKind, value: number | null, slot: number | null, content: { id: string, title: string } | null }> };

export type ReaderListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: ReaderFilter | null | undefined;
}>;


export type ReaderListQuery = { list: { total: number, items: Array<{ id: string, no: number, externalId: string | null, personalised: boolean, locale: string, createdAt: string }> } };

export type ReaderOneQueryVariables = Exact<{
  id: string;
}>;


export type ReaderOneQuery = { one:
    | { id: string, no: number, externalId: string | null, personalised: boolean, locale: string, createdAt: string, interactions: Array<{ id: string, occurredAt: string, kind: InteractionKind, value: number | null, slot: number | null, content: { id: string, title: string } | null }> }
    | Record<PropertyKey, never>
   | null };

export type ReaderManyQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type ReaderManyQuery = { many: Array<
    | { id: string, no: number, externalId: string | null, personalised: boolean, locale: string, createdAt: string }
    | Record<PropertyKey, never>
   | null> };

export type RiskCaseRowFragment = { id: string, code: string, origin: RiskCaseOrigin, severity: RiskBand, title: string, score: number | null, signals: Array<string>, state: RiskCaseState, proposals: Array<string>, dueAt: string, decision: RiskDecision | null, rationale: string | null, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, partner: { id: string, name: string }, owner: { id: string, displayName: string } | null, decider: { id: string, displayName: string } | null };

export type PartnerRiskPartsFragment = { score: number, band: RiskBand, bandSince: string | null, relief: string | null, signals: Array<{ kind: string, severity: number, part: number }> };

export type RiskCaseListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: RiskCaseFilter | null | undefined;
}>;


export type RiskCaseListQuery = { list: { total: number, items: Array<{ id: string, code: string, origin: RiskCaseOrigin, severity: RiskBand, title: string, score: number | null, signals: Array<string>, state: RiskCaseState, proposals: Array<string>, dueAt: string, decision: RiskDecision | null, rationale: string | null, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, partner: { id: string, name: string }, owner: { id: string, displayName: string } | null, decider: { id: string, displayName: string } | null }> } };

export type RiskCaseOneQueryVariables = Exact<{
  id: string;
}>;


export type RiskCaseOneQuery = { one:
    | { id: string, code: string, origin: RiskCaseOrigin, severity: RiskBand, title: string, score: number | null, signals: Array<string>, state: RiskCaseState, proposals: Array<string>, dueAt: string, decision: RiskDecision | null, rationale: string | null, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, partner: { id: string, name: string, risk: { score: number, band: RiskBand, bandSince: string | null, relief: string | null, signals: Array<{ kind: string, severity: number, part: number }> } | null }, owner: { id: string, displayName: string } | null, decider: { id: string, displayName: string } | null }
    | Record<PropertyKey, never>
   | null };

export type RiskCaseManyQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type RiskCaseManyQuery = { many: Array<
    | { id: string, code: string, origin: RiskCaseOrigin, severity: RiskBand, title: string, score: number | null, signals: Array<string>, state: RiskCaseState, proposals: Array<string>, dueAt: string, decision: RiskDecision | null, rationale: string | null, version: number, createdAt: string, updatedAt: string, availableActions: Array<string>, partner: { id: string, name: string }, owner: { id: string, displayName: string } | null, decider: { id: string, displayName: string } | null }
    | Record<PropertyKey, never>
   | null> };

export type RiskCaseOpenMutationVariables = Exact<{
  input: RiskCaseOpenInput;
}>;


export type RiskCaseOpenMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type RiskCaseTakeMutationVariables = Exact<{
  input: RiskCaseStepInput;
}>;


export type RiskCaseTakeMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type RiskCaseDecideMutationVariables = Exact<{
  input: RiskCaseDecideInput;
}>;


export type RiskCaseDecideMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type RiskCaseCloseMutationVariables = Exact<{
  input: RiskCaseStepInput;
}>;


export type RiskCaseCloseMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type RiskCaseReopenMutationVariables = Exact<{
  input: RiskCaseStepInput;
}>;


export type RiskCaseReopenMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type RiskCentreQueryVariables = Exact<{ [key: string]: never; }>;


export type RiskCentreQuery = { riskCentre: { bands: Array<{ band: RiskBand, count: number }>, partners: Array<{ id: string, name: string, risk: { score: number, band: RiskBand, bandSince: string | null, relief: string | null, signals: Array<{ kind: string, severity: number, part: number }> } | null }>, concentrations: Array<{ dimension: ConcentrationDimension, hhi: number, limitPpm: number | null, shares: Array<{ share: number, partner: { id: string, name: string } }> }> } };

export type ConcentrationLimitSetMutationVariables = Exact<{
  input: ConcentrationLimitInput;
}>;


export type ConcentrationLimitSetMutation = { outcome: { result: { bands: Array<{ count: number }> } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type StatementRowFragment = { id: string, code: string, number: number, currency: string, state: StatementState, version: number, startsAt: string, endsAt: string, timeZone: string, lineCount: number | null, availableActions: Array<string>, opening: { amountMinor: string, currency: string } | null, closing: { amountMinor: string, currency: string } | null, partner: { id: string, name: string } };

export type DisputePartsFragment = { id: string, lineNumber: number, state: DisputeState, reason: string, decision: string | null, version: number, openedAt: string };

export type StatementDetailFragment = { issuedAt: string | null, hash: string | null, merkleRoot: string | null, id: string, code: string, number: number, currency: string, state: StatementState, version: number, startsAt: string, endsAt: string, timeZone: string, lineCount: number | null, availableActions: Array<string>, disputes: Array<{ id: string, lineNumber: number, state: DisputeState, reason: string, decision: string | null, version: number, openedAt: string }>, payouts: Array<{ id: string, code: string, state: PayoutState, amount: { amountMinor: string, currency: string } }>, opening: { amountMinor: string, currency: string } | null, closing: { amountMinor: string, currency: string } | null, partner: { id: string, name: string } };

export type LinePartsFragment = { number: number, kind: StatementLineKind, occurredAt: string, clauseKey: string | null, amount: { amountMinor: string, currency: string }, contractVersion: { number: number, contract: { id: string, code: string } } | null, computation: { exactMillionths: string | null, gross: { amountMinor: string, currency: string }, tax: { amountMinor: string, currency: string }, fee: { amountMinor: string, currency: string }, base: { amountMinor: string, currency: string }, below: { amountMinor: string, currency: string }, bands: Array<{ sharePpm: number, from: { amountMinor: string, currency: string }, part: { amountMinor: string, currency: string } }>, shifted: { amountMinor: string, currency: string } | null, platform: { amountMinor: string, currency: string } | null } };

export type BalanceRowFragment = { id: string, kind: LedgerAccountKind, subject: string, limited: boolean, balance: { amountMinor: string, currency: string }, reserved: { amountMinor: string, currency: string }, partner: { id: string, name: string } | null };

export type StatementListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: StatementFilter | null | undefined;
}>;


export type StatementListQuery = { list: { total: number, items: Array<{ id: string, code: string, number: number, currency: string, state: StatementState, version: number, startsAt: string, endsAt: string, timeZone: string, lineCount: number | null, availableActions: Array<string>, opening: { amountMinor: string, currency: string } | null, closing: { amountMinor: string, currency: string } | null, partner: { id: string, name: string } }> } };

export type StatementOneQueryVariables = Exact<{
  id: string;
}>;


export type StatementOneQuery = { one:
    | { issuedAt: string | null, hash: string | null, merkleRoot: string | null, id: string, code: string, number: number, currency: string, state: StatementState, version: number, startsAt: string, endsAt: string, timeZone: string, lineCount: number | null, availableActions: Array<string>, disputes: Array<{ id: string, lineNumber: number, state: DisputeState, reason: string, decision: string | null, version: number, openedAt: string }>, payouts: Array<{ id: string, code: string, state: PayoutState, amount: { amountMinor: string, currency: string } }>, opening: { amountMinor: string, currency: string } | null, closing: { amountMinor: string, currency: string } | null, partner: { id: string, name: string } }
    | Record<PropertyKey, never>
   | null };

export type StatementManyQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type StatementManyQuery = { many: Array<
    | { id: string, code: string, number: number, currency: string, state: StatementState, version: number, startsAt: string, endsAt: string, timeZone: string, lineCount: number | null, availableActions: Array<string>, opening: { amountMinor: string, currency: string } | null, closing: { amountMinor: string, currency: string } | null, partner: { id: string, name: string } }
    | Record<PropertyKey, never>
   | null> };

export type StatementLinesQueryVariables = Exact<{
  id: string;
  page: number;
}>;


export type StatementLinesQuery = { statement:
    | { id: string, lines: { total: number, items: Array<{ number: number, kind: StatementLineKind, occurredAt: string, clauseKey: string | null, amount: { amountMinor: string, currency: string }, contractVersion: { number: number, contract: { id: string, code: string } } | null, computation: { exactMillionths: string | null, gross: { amountMinor: string, currency: string }, tax: { amountMinor: string, currency: string }, fee: { amountMinor: string, currency: string }, base: { amountMinor: string, currency: string }, below: { amountMinor: string, currency: string }, bands: Array<{ sharePpm: number, from: { amountMinor: string, currency: string }, part: { amountMinor: string, currency: string } }>, shifted: { amountMinor: string, currency: string } | null, platform: { amountMinor: string, currency: string } | null } }> } }
    | Record<PropertyKey, never>
   | null };

export type StatementCheckQueryVariables = Exact<{
  id: string;
}>;


export type StatementCheckQuery = { check: { hash: string, isSame: boolean, lines: number } };

export type BalanceListQueryVariables = Exact<{
  page: number;
  perPage: number;
  sort?: string | null | undefined;
  order?: SortOrder | null | undefined;
  filter?: LedgerAccountFilter | null | undefined;
}>;


export type BalanceListQuery = { list: { total: number, items: Array<{ id: string, kind: LedgerAccountKind, subject: string, limited: boolean, balance: { amountMinor: string, currency: string }, reserved: { amountMinor: string, currency: string }, partner: { id: string, name: string } | null }> } };

export type StatementAcknowledgeMutationVariables = Exact<{
  input: SettlementStepInput;
}>;


export type StatementAcknowledgeMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type StatementDisputeMutationVariables = Exact<{
  input: StatementDisputeInput;
}>;


export type StatementDisputeMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export type DisputeDecideMutationVariables = Exact<{
  input: DisputeDecideInput;
}>;


export type DisputeDecideMutation = { outcome: { result: { id: string } | null, userErrors: Array<
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'InputError', code: string, message: string, path: Array<string> }
      | { __typename: 'NotReadyError', missing: Array<string>, code: string, message: string, path: Array<string> }
      | { __typename: 'TransitionError', from: string, allowed: Array<string>, code: string, message: string, path: Array<string> }
    > } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const AccountRowFragmentDoc = new TypedDocumentString(`
    fragment AccountRow on Account {
  id
  email
  displayName
  role
  state
  locale
  version
  createdAt
  updatedAt
  availableActions
  partner {
    id
    name
  }
}
    `, {"fragmentName":"AccountRow"}) as unknown as TypedDocumentString<AccountRowFragment, unknown>;
export const ApiKeyRowFragmentDoc = new TypedDocumentString(`
    fragment ApiKeyRow on ApiKey {
  id
  name
  prefix
  scopes
  createdAt
  expiresAt
  revokedAt
  account {
    id
    displayName
  }
}
    `, {"fragmentName":"ApiKeyRow"}) as unknown as TypedDocumentString<ApiKeyRowFragment, unknown>;
export const AuditRowFragmentDoc = new TypedDocumentString(`
    fragment AuditRow on AuditEntry {
  id
  seq
  at
  actor
  actorName
  action
  noun
  nounId
  detail
}
    `, {"fragmentName":"AuditRow"}) as unknown as TypedDocumentString<AuditRowFragment, unknown>;
export const MoneyPartsFragmentDoc = new TypedDocumentString(`
    fragment MoneyParts on Money {
  amountMinor
  currency
}
    `, {"fragmentName":"MoneyParts"}) as unknown as TypedDocumentString<MoneyPartsFragment, unknown>;
export const OrderRowFragmentDoc = new TypedDocumentString(`
    fragment OrderRow on Order {
  id
  code
  state
  version
  createdAt
  expiresAt
  availableActions
  payable {
    ...MoneyParts
  }
  offer {
    id
    title
    kind
    content {
      id
      title
    }
  }
  account {
    id
    displayName
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}`, {"fragmentName":"OrderRow"}) as unknown as TypedDocumentString<OrderRowFragment, unknown>;
export const OfferPartsFragmentDoc = new TypedDocumentString(`
    fragment OfferParts on Offer {
  id
  kind
  title
  state
  periodDays
  price {
    ...MoneyParts
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}`, {"fragmentName":"OfferParts"}) as unknown as TypedDocumentString<OfferPartsFragment, unknown>;
export const OfferRowFragmentDoc = new TypedDocumentString(`
    fragment OfferRow on Offer {
  ...OfferParts
  content {
    id
    title
  }
}
    fragment OfferParts on Offer {
  id
  kind
  title
  state
  periodDays
  price {
    ...MoneyParts
  }
}
fragment MoneyParts on Money {
  amountMinor
  currency
}`, {"fragmentName":"OfferRow"}) as unknown as TypedDocumentString<OfferRowFragment, unknown>;
export const CampaignRowFragmentDoc = new TypedDocumentString(`
    fragment CampaignRow on Campaign {
  id
  code
  name
  state
  adType
  startsAt
  endsAt
  version
  clicks
  impressions
  availableActions
  partner {
    id
    name
  }
  content {
    id
    title
  }
  budget {
    ...MoneyParts
  }
  spent {
    ...MoneyParts
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}`, {"fragmentName":"CampaignRow"}) as unknown as TypedDocumentString<CampaignRowFragment, unknown>;
export const CampaignDetailFragmentDoc = new TypedDocumentString(`
    fragment CampaignDetail on Campaign {
  ...CampaignRow
  bid {
    ...MoneyParts
  }
  audience {
    kinds
    locales
    activeWithinDays
    estimate
  }
}
    fragment CampaignRow on Campaign {
  id
  code
  name
  state
  adType
  startsAt
  endsAt
  version
  clicks
  impressions
  availableActions
  partner {
    id
    name
  }
  content {
    id
    title
  }
  budget {
    ...MoneyParts
  }
  spent {
    ...MoneyParts
  }
}
fragment MoneyParts on Money {
  amountMinor
  currency
}`, {"fragmentName":"CampaignDetail"}) as unknown as TypedDocumentString<CampaignDetailFragment, unknown>;
export const ConnectorRowFragmentDoc = new TypedDocumentString(`
    fragment ConnectorRow on Connector {
  id
  code
  name
  kind
  state
  environment
  version
  createdAt
  updatedAt
  availableActions
  partner {
    id
    name
  }
}
    `, {"fragmentName":"ConnectorRow"}) as unknown as TypedDocumentString<ConnectorRowFragment, unknown>;
export const AcceptancePartsFragmentDoc = new TypedDocumentString(`
    fragment AcceptanceParts on Acceptance {
  id
  hash
  buildDigest
  createdAt
  expiresAt
  platformSignedAt
  partnerSignedAt
  run {
    id
  }
  waivers {
    scenario
    reason
    until
  }
  platformSigner {
    id
    displayName
  }
  partnerSigner {
    id
    displayName
  }
}
    `, {"fragmentName":"AcceptanceParts"}) as unknown as TypedDocumentString<AcceptancePartsFragment, unknown>;
export const StandingPartsFragmentDoc = new TypedDocumentString(`
    fragment StandingParts on RecommenderStanding {
  scenario
  stage
  since
  availableStages
  asked
  answered
  overlap
  rankAgreement
  partnerWins
  ourWins
  ties
  pValue
}
    `, {"fragmentName":"StandingParts"}) as unknown as TypedDocumentString<StandingPartsFragment, unknown>;
export const ConnectorDetailFragmentDoc = new TypedDocumentString(`
    fragment ConnectorDetail on Connector {
  ...ConnectorRow
  baseUrl
  profileVersion
  capabilities
  buildDigest
  secretRotatedAt
  runs {
    id
    state
    verdict
    played
    buildDigest
    evidenceHash
    startedAt
    finishedAt
  }
  acceptance {
    ...AcceptanceParts
  }
  health {
    heldBack
    probeAt
    probesGood
    burnRates {
      minutes
      rate
    }
    hours {
      at
      answered
      late
      refused
      invalid
      unreachable
    }
  }
  contentFeed {
    policy
    items
    waiting
  }
  webhook {
    pending
    dead
    failingSince
    disabledAt
  }
  recommenderStages {
    ...StandingParts
  }
  fallbackPlan {
    recoveryMs
    updatedAt
    substitutes {
      id
      code
      name
    }
    drills {
      id
      verdict
      asked
      unanswered
      outOfOrder
      slowestMs
      hasReturned
      startedAt
      finishedAt
    }
  }
}
    fragment ConnectorRow on Connector {
  id
  code
  name
  kind
  state
  environment
  version
  createdAt
  updatedAt
  availableActions
  partner {
    id
    name
  }
}
fragment StandingParts on RecommenderStanding {
  scenario
  stage
  since
  availableStages
  asked
  answered
  overlap
  rankAgreement
  partnerWins
  ourWins
  ties
  pValue
}
fragment AcceptanceParts on Acceptance {
  id
  hash
  buildDigest
  createdAt
  expiresAt
  platformSignedAt
  partnerSignedAt
  run {
    id
  }
  waivers {
    scenario
    reason
    until
  }
  platformSigner {
    id
    displayName
  }
  partnerSigner {
    id
    displayName
  }
}`, {"fragmentName":"ConnectorDetail"}) as unknown as TypedDocumentString<ConnectorDetailFragment, unknown>;
export const WebhookDeliveryRowFragmentDoc = new TypedDocumentString(`
    fragment WebhookDeliveryRow on WebhookDelivery {
  id
  type
  body
  state
  attemptCount
  nextAt
  createdAt
  deliveredAt
  attempts {
    number
    at
    status
    failure
    answer
  }
}
    `, {"fragmentName":"WebhookDeliveryRow"}) as unknown as TypedDocumentString<WebhookDeliveryRowFragment, unknown>;
export const FeedImportRowFragmentDoc = new TypedDocumentString(`
    fragment FeedImportRow on FeedImport {
  id
  state
  isDry
  pages
  created
  changed
  unchanged
  withdrawn
  quarantined
  failure
  startedAt
  finishedAt
}
    `, {"fragmentName":"FeedImportRow"}) as unknown as TypedDocumentString<FeedImportRowFragment, unknown>;
export const QuarantinedItemRowFragmentDoc = new TypedDocumentString(`
    fragment QuarantinedItemRow on QuarantinedItem {
  id
  itemId
  version
  reason
  state
  seenAt
  source
}
    `, {"fragmentName":"QuarantinedItemRow"}) as unknown as TypedDocumentString<QuarantinedItemRowFragment, unknown>;
export const ContentRowFragmentDoc = new TypedDocumentString(`
    fragment ContentRow on Content {
  id
  no
  kind
  state
  title
  language
  tags
  version
  publishedAt
  publishAt
  updatedAt
  availableActions
  author {
    id
    displayName
  }
  partner {
    id
    name
  }
}
    `, {"fragmentName":"ContentRow"}) as unknown as TypedDocumentString<ContentRowFragment, unknown>;
export const ContentVersionPartsFragmentDoc = new TypedDocumentString(`
    fragment ContentVersionParts on ContentVersion {
  id
  number
  title
  summary
  body
  previewChars
  language
  tags
  createdAt
}
    `, {"fragmentName":"ContentVersionParts"}) as unknown as TypedDocumentString<ContentVersionPartsFragment, unknown>;
export const ContentDetailFragmentDoc = new TypedDocumentString(`
    fragment ContentDetail on Content {
  ...ContentRow
  externalId
  summary
  createdAt
  offers {
    ...OfferParts
  }
  draft {
    ...ContentVersionParts
  }
  live {
    ...ContentVersionParts
  }
  versions {
    id
    number
    title
    createdAt
  }
}
    fragment ContentRow on Content {
  id
  no
  kind
  state
  title
  language
  tags
  version
  publishedAt
  publishAt
  updatedAt
  availableActions
  author {
    id
    displayName
  }
  partner {
    id
    name
  }
}
fragment ContentVersionParts on ContentVersion {
  id
  number
  title
  summary
  body
  previewChars
  language
  tags
  createdAt
}
fragment OfferParts on Offer {
  id
  kind
  title
  state
  periodDays
  price {
    ...MoneyParts
  }
}
fragment MoneyParts on Money {
  amountMinor
  currency
}`, {"fragmentName":"ContentDetail"}) as unknown as TypedDocumentString<ContentDetailFragment, unknown>;
export const ContractRowFragmentDoc = new TypedDocumentString(`
    fragment ContractRow on Contract {
  id
  code
  title
  createdAt
  availableActions
  partner {
    id
    name
  }
  current {
    id
    number
    state
    version
    contentHash
    startsAt
    endsAt
  }
}
    `, {"fragmentName":"ContractRow"}) as unknown as TypedDocumentString<ContractRowFragment, unknown>;
export const ClausePartsFragmentDoc = new TypedDocumentString(`
    fragment ClauseParts on Clause {
  __typename
  ... on RevenueShareClause {
    key
    sharePpm
    mode
    bands {
      from {
        ...MoneyParts
      }
      sharePpm
    }
    base
    floor {
      ...MoneyParts
    }
    cap {
      ...MoneyParts
    }
    guarantee {
      ...MoneyParts
    }
  }
  ... on CostBudgetClause {
    key
    budget {
      ...MoneyParts
    }
    period
    purpose
  }
  ... on DataScopeClause {
    key
    dataset
    purpose
    fields
    retentionDays
    level
    basis
    region
    kMin
    epsilon
    epsilonPeriod
  }
  ... on SlaClause {
    key
    metric
    target
    unit
    windowDays
    creditPpm
    direction
    measuredBy
    maxVariancePpm
    remedy
    cureDays
  }
  ... on ResponsibilityClause {
    key
    party
    duty
    withinDays
  }
  ... on RightClause {
    key
    party
    permission
  }
  ... on ExclusivityClause {
    key
    party
    scope
    territory
  }
  ... on AuditRightClause {
    key
    party
    noticeDays
    timesPerYear
  }
  ... on TerminationClause {
    key
    noticeDays
    cureDays
    fee {
      ...MoneyParts
    }
  }
  ... on RenewalClause {
    key
    atEnd
    months
  }
  ... on SigningClause {
    key
    ordered
    signatories {
      party
      title
    }
  }
  ... on DisputeClause {
    key
    talkDays
    method
    seat
    law
  }
  ... on TextClause {
    key
    heading
    body
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}`, {"fragmentName":"ClauseParts"}) as unknown as TypedDocumentString<ClausePartsFragment, unknown>;
export const ContractVersionPartsFragmentDoc = new TypedDocumentString(`
    fragment ContractVersionParts on ContractVersion {
  id
  number
  state
  contentHash
  startsAt
  endsAt
  noticeEndsAt
  renewedUntil
  reason
  breaches {
    number
    party
    clauseKey
    description
    cureUntil
    curedAt
  }
  version
  clauses {
    ...ClauseParts
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment ClauseParts on Clause {
  __typename
  ... on RevenueShareClause {
    key
    sharePpm
    mode
    bands {
      from {
        ...MoneyParts
      }
      sharePpm
    }
    base
    floor {
      ...MoneyParts
    }
    cap {
      ...MoneyParts
    }
    guarantee {
      ...MoneyParts
    }
  }
  ... on CostBudgetClause {
    key
    budget {
      ...MoneyParts
    }
    period
    purpose
  }
  ... on DataScopeClause {
    key
    dataset
    purpose
    fields
    retentionDays
    level
    basis
    region
    kMin
    epsilon
    epsilonPeriod
  }
  ... on SlaClause {
    key
    metric
    target
    unit
    windowDays
    creditPpm
    direction
    measuredBy
    maxVariancePpm
    remedy
    cureDays
  }
  ... on ResponsibilityClause {
    key
    party
    duty
    withinDays
  }
  ... on RightClause {
    key
    party
    permission
  }
  ... on ExclusivityClause {
    key
    party
    scope
    territory
  }
  ... on AuditRightClause {
    key
    party
    noticeDays
    timesPerYear
  }
  ... on TerminationClause {
    key
    noticeDays
    cureDays
    fee {
      ...MoneyParts
    }
  }
  ... on RenewalClause {
    key
    atEnd
    months
  }
  ... on SigningClause {
    key
    ordered
    signatories {
      party
      title
    }
  }
  ... on DisputeClause {
    key
    talkDays
    method
    seat
    law
  }
  ... on TextClause {
    key
    heading
    body
  }
}`, {"fragmentName":"ContractVersionParts"}) as unknown as TypedDocumentString<ContractVersionPartsFragment, unknown>;
export const ContractDetailFragmentDoc = new TypedDocumentString(`
    fragment ContractDetail on Contract {
  id
  code
  title
  createdAt
  availableActions
  partner {
    id
    name
  }
  current {
    ...ContractVersionParts
    viewerMayComment
    offerExpiresAt
    approvedAt
    signatories {
      place
      party
      title
      isNext
      signature {
        signedAt
        signerName
      }
    }
    offers {
      number
      party
      contentHash
      answersHash
      rationale
      expiresAt
      offeredAt
    }
    comments {
      number
      party
      authorName
      clauseKey
      body
      madeAt
      resolvedAt
    }
    increases {
      clauseKey
      kind
      field
    }
    redline {
      clauseKey
      change
      parts {
        kind
        text
      }
    }
    zh: text(locale: "zh")
    en: text(locale: "en")
  }
  versions {
    ...ContractVersionParts
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment ClauseParts on Clause {
  __typename
  ... on RevenueShareClause {
    key
    sharePpm
    mode
    bands {
      from {
        ...MoneyParts
      }
      sharePpm
    }
    base
    floor {
      ...MoneyParts
    }
    cap {
      ...MoneyParts
    }
    guarantee {
      ...MoneyParts
    }
  }
  ... on CostBudgetClause {
    key
    budget {
      ...MoneyParts
    }
    period
    purpose
  }
  ... on DataScopeClause {
    key
    dataset
    purpose
    fields
    retentionDays
    level
    basis
    region
    kMin
    epsilon
    epsilonPeriod
  }
  ... on SlaClause {
    key
    metric
    target
    unit
    windowDays
    creditPpm
    direction
    measuredBy
    maxVariancePpm
    remedy
    cureDays
  }
  ... on ResponsibilityClause {
    key
    party
    duty
    withinDays
  }
  ... on RightClause {
    key
    party
    permission
  }
  ... on ExclusivityClause {
    key
    party
    scope
    territory
  }
  ... on AuditRightClause {
    key
    party
    noticeDays
    timesPerYear
  }
  ... on TerminationClause {
    key
    noticeDays
    cureDays
    fee {
      ...MoneyParts
    }
  }
  ... on RenewalClause {
    key
    atEnd
    months
  }
  ... on SigningClause {
    key
    ordered
    signatories {
      party
      title
    }
  }
  ... on DisputeClause {
    key
    talkDays
    method
    seat
    law
  }
  ... on TextClause {
    key
    heading
    body
  }
}
fragment ContractVersionParts on ContractVersion {
  id
  number
  state
  contentHash
  startsAt
  endsAt
  noticeEndsAt
  renewedUntil
  reason
  breaches {
    number
    party
    clauseKey
    description
    cureUntil
    curedAt
  }
  version
  clauses {
    ...ClauseParts
  }
}`, {"fragmentName":"ContractDetail"}) as unknown as TypedDocumentString<ContractDetailFragment, unknown>;
export const DriftHeadFragmentDoc = new TypedDocumentString(`
    fragment DriftHead on DriftReport {
  id
  windowTo
  emptyFeedRate
  coverage
  negativeRate
  referenceNegativeRate
  alarms
  modelRun {
    id
    code
    model
  }
}
    `, {"fragmentName":"DriftHead"}) as unknown as TypedDocumentString<DriftHeadFragment, unknown>;
export const ExchangeRateRowFragmentDoc = new TypedDocumentString(`
    fragment ExchangeRateRow on ExchangeRate {
  id
  source
  target
  rate
  spreadPpm
  validFrom
  setter {
    id
    displayName
  }
}
    `, {"fragmentName":"ExchangeRateRow"}) as unknown as TypedDocumentString<ExchangeRateRowFragment, unknown>;
export const JobRowFragmentDoc = new TypedDocumentString(`
    fragment JobRow on Job {
  id
  name
  queue
  state
  progress
  attempts
  failure
  createdAt
  startedAt
  finishedAt
  availableActions
}
    `, {"fragmentName":"JobRow"}) as unknown as TypedDocumentString<JobRowFragment, unknown>;
export const JobDetailFragmentDoc = new TypedDocumentString(`
    fragment JobDetail on Job {
  ...JobRow
  payload
  log
}
    fragment JobRow on Job {
  id
  name
  queue
  state
  progress
  attempts
  failure
  createdAt
  startedAt
  finishedAt
  availableActions
}`, {"fragmentName":"JobDetail"}) as unknown as TypedDocumentString<JobDetailFragment, unknown>;
export const ModelRunRowFragmentDoc = new TypedDocumentString(`
    fragment ModelRunRow on ModelRun {
  id
  code
  scenario
  model
  state
  stepProgress
  stepMessage
  alias
  trigger
  requestedBy
  metrics
  createdAt
  startedAt
  finishedAt
  scoredAt
  version
  availableActions
}
    `, {"fragmentName":"ModelRunRow"}) as unknown as TypedDocumentString<ModelRunRowFragment, unknown>;
export const ModelRunDetailFragmentDoc = new TypedDocumentString(`
    fragment ModelRunDetail on ModelRun {
  ...ModelRunRow
  params
  adModel
  seed
  reason
  triggerReason
  failure
  snapshotAt
  interactionCount
  readerCount
  contentCount
  shadowRequests
  shadowMinutes
  shadowAt
  shadow {
    requests
    errors
    overlap
    rankAgreement
    scoreShift
    latencyP50
    latencyP95
    fill
    contents
    servedContents
    clicks
    clickRate
    wouldBeClickRate
    servedReciprocalRank
    reciprocalRank
  }
  adLearner {
    learntTo
    events
    frozen
    runningLoss
    publishedEvents
    publishedAt
    note
  }
  jobs {
    id
    name
    state
    progress
  }
}
    fragment ModelRunRow on ModelRun {
  id
  code
  scenario
  model
  state
  stepProgress
  stepMessage
  alias
  trigger
  requestedBy
  metrics
  createdAt
  startedAt
  finishedAt
  scoredAt
  version
  availableActions
}`, {"fragmentName":"ModelRunDetail"}) as unknown as TypedDocumentString<ModelRunDetailFragment, unknown>;
export const PartnerRowFragmentDoc = new TypedDocumentString(`
    fragment PartnerRow on Partner {
  id
  code
  name
  kind
  industry
  state
  version
  createdAt
  updatedAt
  availableActions
}
    `, {"fragmentName":"PartnerRow"}) as unknown as TypedDocumentString<PartnerRowFragment, unknown>;
export const PartnerRiskPartsFragmentDoc = new TypedDocumentString(`
    fragment PartnerRiskParts on PartnerRisk {
  score
  band
  bandSince
  relief
  signals {
    kind
    severity
    part
  }
}
    `, {"fragmentName":"PartnerRiskParts"}) as unknown as TypedDocumentString<PartnerRiskPartsFragment, unknown>;
export const CriterionWordsFragmentDoc = new TypedDocumentString(`
    fragment CriterionWords on Criterion {
  key
  group
  nameZh
  nameEn
  measure
  unit
  knots
  gate
}
    `, {"fragmentName":"CriterionWords"}) as unknown as TypedDocumentString<CriterionWordsFragment, unknown>;
export const ScorecardFragmentDoc = new TypedDocumentString(`
    fragment Scorecard on Assessment {
  id
  score
  low
  high
  coverage
  tier
  isValid
  validUntil
  assessedAt
  reviewersNeeded
  leaves {
    criterion
    weight
    value
    observations
    desirability
    contribution
    gate
  }
  next {
    tier
    unknown
    lifts {
      criterion
      from
      to
    }
  }
  criterionSet {
    id
    version
    criteria {
      ...CriterionWords
    }
  }
}
    fragment CriterionWords on Criterion {
  key
  group
  nameZh
  nameEn
  measure
  unit
  knots
  gate
}`, {"fragmentName":"Scorecard"}) as unknown as TypedDocumentString<ScorecardFragment, unknown>;
export const PartnerDetailFragmentDoc = new TypedDocumentString(`
    fragment PartnerDetail on Partner {
  ...PartnerRow
  risk {
    ...PartnerRiskParts
  }
  serviceLevels {
    id
    clauseKey
    measured
    isMissed
    startsAt
    endsAt
    cureUntil
    excuse
    creditedAt
    credit {
      ...MoneyParts
    }
  }
  reason
  reapplyAfter
  obstacles {
    action
    code
    criterion
  }
  applications {
    id
    statement
    submittedAt
    submitter {
      id
      displayName
    }
  }
  assessment {
    ...Scorecard
  }
  evidence {
    id
    criterion
    value
    observations
    source
    isVerified
    observedAt
    expiresAt
  }
  reviews {
    id
    verdict
    findings
    reviewedAt
    reviewer {
      id
      displayName
    }
    assessment {
      id
    }
  }
  contactName
  timeZone
  contactEmail
  website
  note
  manager {
    id
    displayName
  }
  contracts {
    id
    code
    title
    current {
      id
      number
      state
      startsAt
      endsAt
    }
  }
  connectors {
    id
    code
    name
    kind
    state
  }
  campaigns {
    id
    code
    name
    state
    budget {
      amountMinor
      currency
    }
    spent {
      amountMinor
      currency
    }
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment PartnerRow on Partner {
  id
  code
  name
  kind
  industry
  state
  version
  createdAt
  updatedAt
  availableActions
}
fragment Scorecard on Assessment {
  id
  score
  low
  high
  coverage
  tier
  isValid
  validUntil
  assessedAt
  reviewersNeeded
  leaves {
    criterion
    weight
    value
    observations
    desirability
    contribution
    gate
  }
  next {
    tier
    unknown
    lifts {
      criterion
      from
      to
    }
  }
  criterionSet {
    id
    version
    criteria {
      ...CriterionWords
    }
  }
}
fragment CriterionWords on Criterion {
  key
  group
  nameZh
  nameEn
  measure
  unit
  knots
  gate
}
fragment PartnerRiskParts on PartnerRisk {
  score
  band
  bandSince
  relief
  signals {
    kind
    severity
    part
  }
}`, {"fragmentName":"PartnerDetail"}) as unknown as TypedDocumentString<PartnerDetailFragment, unknown>;
export const PayoutRowFragmentDoc = new TypedDocumentString(`
    fragment PayoutRow on Payout {
  id
  code
  state
  version
  bankReference
  failure
  createdAt
  updatedAt
  availableActions
  amount {
    ...MoneyParts
  }
  paid {
    ...MoneyParts
  }
  spread {
    ...MoneyParts
  }
  exchangeRate {
    id
    source
    target
    rate
  }
  partner {
    id
    name
  }
  statement {
    id
    code
  }
  proposer {
    id
    displayName
  }
  approver {
    id
    displayName
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}`, {"fragmentName":"PayoutRow"}) as unknown as TypedDocumentString<PayoutRowFragment, unknown>;
export const ProblemFragmentDoc = new TypedDocumentString(`
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}
    `, {"fragmentName":"Problem"}) as unknown as TypedDocumentString<ProblemFragment, unknown>;
export const SessionFragmentDoc = new TypedDocumentString(`
    fragment Session on SignedIn {
  accessToken
  expiresAt
}
    `, {"fragmentName":"Session"}) as unknown as TypedDocumentString<SessionFragment, unknown>;
export const ReaderRowFragmentDoc = new TypedDocumentString(`
    fragment ReaderRow on Reader {
  id
  no
  externalId
  personalised
  locale
  createdAt
}
    `, {"fragmentName":"ReaderRow"}) as unknown as TypedDocumentString<ReaderRowFragment, unknown>;
export const ReaderDetailFragmentDoc = new TypedDocumentString(`
    fragment ReaderDetail on Reader {
  ...ReaderRow
  interactions(last: 20) {
    id
    occurredAt
    kind
    value
    slot
    content {
      id
      title
    }
  }
}
    fragment ReaderRow on Reader {
  id
  no
  externalId
  personalised
  locale
  createdAt
}`, {"fragmentName":"ReaderDetail"}) as unknown as TypedDocumentString<ReaderDetailFragment, unknown>;
export const RiskCaseRowFragmentDoc = new TypedDocumentString(`
    fragment RiskCaseRow on RiskCase {
  id
  code
  origin
  severity
  title
  score
  signals
  state
  proposals
  dueAt
  decision
  rationale
  version
  createdAt
  updatedAt
  availableActions
  partner {
    id
    name
  }
  owner {
    id
    displayName
  }
  decider {
    id
    displayName
  }
}
    `, {"fragmentName":"RiskCaseRow"}) as unknown as TypedDocumentString<RiskCaseRowFragment, unknown>;
export const StatementRowFragmentDoc = new TypedDocumentString(`
    fragment StatementRow on Statement {
  id
  code
  number
  currency
  state
  version
  startsAt
  endsAt
  timeZone
  lineCount
  availableActions
  opening {
    ...MoneyParts
  }
  closing {
    ...MoneyParts
  }
  partner {
    id
    name
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}`, {"fragmentName":"StatementRow"}) as unknown as TypedDocumentString<StatementRowFragment, unknown>;
export const DisputePartsFragmentDoc = new TypedDocumentString(`
    fragment DisputeParts on StatementDispute {
  id
  lineNumber
  state
  reason
  decision
  version
  openedAt
}
    `, {"fragmentName":"DisputeParts"}) as unknown as TypedDocumentString<DisputePartsFragment, unknown>;
export const StatementDetailFragmentDoc = new TypedDocumentString(`
    fragment StatementDetail on Statement {
  ...StatementRow
  issuedAt
  hash
  merkleRoot
  disputes {
    ...DisputeParts
  }
  payouts {
    id
    code
    state
    amount {
      ...MoneyParts
    }
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment StatementRow on Statement {
  id
  code
  number
  currency
  state
  version
  startsAt
  endsAt
  timeZone
  lineCount
  availableActions
  opening {
    ...MoneyParts
  }
  closing {
    ...MoneyParts
  }
  partner {
    id
    name
  }
}
fragment DisputeParts on StatementDispute {
  id
  lineNumber
  state
  reason
  decision
  version
  openedAt
}`, {"fragmentName":"StatementDetail"}) as unknown as TypedDocumentString<StatementDetailFragment, unknown>;
export const LinePartsFragmentDoc = new TypedDocumentString(`
    fragment LineParts on StatementLine {
  number
  kind
  occurredAt
  clauseKey
  amount {
    ...MoneyParts
  }
  contractVersion {
    number
    contract {
      id
      code
    }
  }
  computation {
    gross {
      ...MoneyParts
    }
    tax {
      ...MoneyParts
    }
    fee {
      ...MoneyParts
    }
    base {
      ...MoneyParts
    }
    below {
      ...MoneyParts
    }
    bands {
      from {
        ...MoneyParts
      }
      part {
        ...MoneyParts
      }
      sharePpm
    }
    exactMillionths
    shifted {
      ...MoneyParts
    }
    platform {
      ...MoneyParts
    }
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}`, {"fragmentName":"LineParts"}) as unknown as TypedDocumentString<LinePartsFragment, unknown>;
export const BalanceRowFragmentDoc = new TypedDocumentString(`
    fragment BalanceRow on LedgerAccount {
  id
  kind
  subject
  limited
  balance {
    ...MoneyParts
  }
  reserved {
    ...MoneyParts
  }
  partner {
    id
    name
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}`, {"fragmentName":"BalanceRow"}) as unknown as TypedDocumentString<BalanceRowFragment, unknown>;
export const AccountListDocument = new TypedDocumentString(`
    query AccountList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: AccountFilter) {
  list: accountList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...AccountRow
    }
  }
}
    fragment AccountRow on Account {
  id
  email
  displayName
  role
  state
  locale
  version
  createdAt
  updatedAt
  availableActions
  partner {
    id
    name
  }
}`) as unknown as TypedDocumentString<AccountListQuery, AccountListQueryVariables>;
export const AccountOneDocument = new TypedDocumentString(`
    query AccountOne($id: ID!) {
  one: node(id: $id) {
    ...AccountRow
  }
}
    fragment AccountRow on Account {
  id
  email
  displayName
  role
  state
  locale
  version
  createdAt
  updatedAt
  availableActions
  partner {
    id
    name
  }
}`) as unknown as TypedDocumentString<AccountOneQuery, AccountOneQueryVariables>;
export const AccountManyDocument = new TypedDocumentString(`
    query AccountMany($ids: [ID!]!) {
  many: nodes(ids: $ids) {
    ...AccountRow
  }
}
    fragment AccountRow on Account {
  id
  email
  displayName
  role
  state
  locale
  version
  createdAt
  updatedAt
  availableActions
  partner {
    id
    name
  }
}`) as unknown as TypedDocumentString<AccountManyQuery, AccountManyQueryVariables>;
export const ApiKeyListDocument = new TypedDocumentString(`
    query ApiKeyList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: ApiKeyFilter) {
  list: apiKeyList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...ApiKeyRow
    }
  }
}
    fragment ApiKeyRow on ApiKey {
  id
  name
  prefix
  scopes
  createdAt
  expiresAt
  revokedAt
  account {
    id
    displayName
  }
}`) as unknown as TypedDocumentString<ApiKeyListQuery, ApiKeyListQueryVariables>;
export const ApiKeyOneDocument = new TypedDocumentString(`
    query ApiKeyOne($id: ID!) {
  one: node(id: $id) {
    ...ApiKeyRow
  }
}
    fragment ApiKeyRow on ApiKey {
  id
  name
  prefix
  scopes
  createdAt
  expiresAt
  revokedAt
  account {
    id
    displayName
  }
}`) as unknown as TypedDocumentString<ApiKeyOneQuery, ApiKeyOneQueryVariables>;
export const ApiKeyManyDocument = new TypedDocumentString(`
    query ApiKeyMany($ids: [ID!]!) {
  many: nodes(ids: $ids) {
    ...ApiKeyRow
  }
}
    fragment ApiKeyRow on ApiKey {
  id
  name
  prefix
  scopes
  createdAt
  expiresAt
  revokedAt
  account {
    id
    displayName
  }
}`) as unknown as TypedDocumentString<ApiKeyManyQuery, ApiKeyManyQueryVariables>;
export const AccountCreateDocument = new TypedDocumentString(`
    mutation AccountCreate($input: AccountCreateInput!) {
  outcome: accountCreate(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<AccountCreateMutation, AccountCreateMutationVariables>;
export const AccountSuspendDocument = new TypedDocumentString(`
    mutation AccountSuspend($input: AccountSuspendInput!) {
  outcome: accountSuspend(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<AccountSuspendMutation, AccountSuspendMutationVariables>;
export const AccountRestoreDocument = new TypedDocumentString(`
    mutation AccountRestore($input: AccountRestoreInput!) {
  outcome: accountRestore(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<AccountRestoreMutation, AccountRestoreMutationVariables>;
export const ApiKeyRevokeDocument = new TypedDocumentString(`
    mutation ApiKeyRevoke($input: ApiKeyRevokeInput!) {
  outcome: apiKeyRevoke(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ApiKeyRevokeMutation, ApiKeyRevokeMutationVariables>;
export const ApiKeyCreateDocument = new TypedDocumentString(`
    mutation ApiKeyCreate($input: ApiKeyCreateInput!) {
  outcome: apiKeyCreate(input: $input) {
    result {
      secret
      apiKey {
        id
      }
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ApiKeyCreateMutation, ApiKeyCreateMutationVariables>;
export const AuditListDocument = new TypedDocumentString(`
    query AuditList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: AuditFilter) {
  list: auditList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...AuditRow
    }
  }
}
    fragment AuditRow on AuditEntry {
  id
  seq
  at
  actor
  actorName
  action
  noun
  nounId
  detail
}`) as unknown as TypedDocumentString<AuditListQuery, AuditListQueryVariables>;
export const OfferListDocument = new TypedDocumentString(`
    query OfferList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: OfferFilter) {
  list: offerList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...OfferRow
    }
  }
}
    fragment OfferRow on Offer {
  ...OfferParts
  content {
    id
    title
  }
}
fragment OfferParts on Offer {
  id
  kind
  title
  state
  periodDays
  price {
    ...MoneyParts
  }
}
fragment MoneyParts on Money {
  amountMinor
  currency
}`) as unknown as TypedDocumentString<OfferListQuery, OfferListQueryVariables>;
export const OfferOneDocument = new TypedDocumentString(`
    query OfferOne($id: ID!) {
  one: node(id: $id) {
    ...OfferRow
  }
}
    fragment OfferRow on Offer {
  ...OfferParts
  content {
    id
    title
  }
}
fragment OfferParts on Offer {
  id
  kind
  title
  state
  periodDays
  price {
    ...MoneyParts
  }
}
fragment MoneyParts on Money {
  amountMinor
  currency
}`) as unknown as TypedDocumentString<OfferOneQuery, OfferOneQueryVariables>;
export const OfferManyDocument = new TypedDocumentString(`
    query OfferMany($ids: [ID!]!) {
  many: nodes(ids: $ids) {
    ...OfferRow
  }
}
    fragment OfferRow on Offer {
  ...OfferParts
  content {
    id
    title
  }
}
fragment OfferParts on Offer {
  id
  kind
  title
  state
  periodDays
  price {
    ...MoneyParts
  }
}
fragment MoneyParts on Money {
  amountMinor
  currency
}`) as unknown as TypedDocumentString<OfferManyQuery, OfferManyQueryVariables>;
export const OrderListDocument = new TypedDocumentString(`
    query OrderList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: OrderFilter) {
  list: orderList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...OrderRow
    }
  }
}
    fragment OrderRow on Order {
  id
  code
  state
  version
  createdAt
  expiresAt
  availableActions
  payable {
    ...MoneyParts
  }
  offer {
    id
    title
    kind
    content {
      id
      title
    }
  }
  account {
    id
    displayName
  }
}
fragment MoneyParts on Money {
  amountMinor
  currency
}`) as unknown as TypedDocumentString<OrderListQuery, OrderListQueryVariables>;
export const OrderOneDocument = new TypedDocumentString(`
    query OrderOne($id: ID!) {
  one: node(id: $id) {
    ...OrderRow
  }
}
    fragment OrderRow on Order {
  id
  code
  state
  version
  createdAt
  expiresAt
  availableActions
  payable {
    ...MoneyParts
  }
  offer {
    id
    title
    kind
    content {
      id
      title
    }
  }
  account {
    id
    displayName
  }
}
fragment MoneyParts on Money {
  amountMinor
  currency
}`) as unknown as TypedDocumentString<OrderOneQuery, OrderOneQueryVariables>;
export const OrderManyDocument = new TypedDocumentString(`
    query OrderMany($ids: [ID!]!) {
  many: nodes(ids: $ids) {
    ...OrderRow
  }
}
    fragment OrderRow on Order {
  id
  code
  state
  version
  createdAt
  expiresAt
  availableActions
  payable {
    ...MoneyParts
  }
  offer {
    id
    title
    kind
    content {
      id
      title
    }
  }
  account {
    id
    displayName
  }
}
fragment MoneyParts on Money {
  amountMinor
  currency
}`) as unknown as TypedDocumentString<OrderManyQuery, OrderManyQueryVariables>;
export const SandboxPayDocument = new TypedDocumentString(`
    mutation SandboxPay($input: SandboxPayInput!) {
  outcome: sandboxPay(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<SandboxPayMutation, SandboxPayMutationVariables>;
export const OrderCancelDocument = new TypedDocumentString(`
    mutation OrderCancel($input: OrderCancelInput!) {
  outcome: orderCancel(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<OrderCancelMutation, OrderCancelMutationVariables>;
export const CampaignListDocument = new TypedDocumentString(`
    query CampaignList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: CampaignFilter) {
  list: campaignList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...CampaignRow
    }
  }
}
    fragment CampaignRow on Campaign {
  id
  code
  name
  state
  adType
  startsAt
  endsAt
  version
  clicks
  impressions
  availableActions
  partner {
    id
    name
  }
  content {
    id
    title
  }
  budget {
    ...MoneyParts
  }
  spent {
    ...MoneyParts
  }
}
fragment MoneyParts on Money {
  amountMinor
  currency
}`) as unknown as TypedDocumentString<CampaignListQuery, CampaignListQueryVariables>;
export const CampaignOneDocument = new TypedDocumentString(`
    query CampaignOne($id: ID!) {
  one: node(id: $id) {
    ...CampaignDetail
  }
}
    fragment CampaignRow on Campaign {
  id
  code
  name
  state
  adType
  startsAt
  endsAt
  version
  clicks
  impressions
  availableActions
  partner {
    id
    name
  }
  content {
    id
    title
  }
  budget {
    ...MoneyParts
  }
  spent {
    ...MoneyParts
  }
}
fragment CampaignDetail on Campaign {
  ...CampaignRow
  bid {
    ...MoneyParts
  }
  audience {
    kinds
    locales
    activeWithinDays
    estimate
  }
}
fragment MoneyParts on Money {
  amountMinor
  currency
}`) as unknown as TypedDocumentString<CampaignOneQuery, CampaignOneQueryVariables>;
export const CampaignManyDocument = new TypedDocumentString(`
    query CampaignMany($ids: [ID!]!) {
  many: nodes(ids: $ids) {
    ...CampaignRow
  }
}
    fragment CampaignRow on Campaign {
  id
  code
  name
  state
  adType
  startsAt
  endsAt
  version
  clicks
  impressions
  availableActions
  partner {
    id
    name
  }
  content {
    id
    title
  }
  budget {
    ...MoneyParts
  }
  spent {
    ...MoneyParts
  }
}
fragment MoneyParts on Money {
  amountMinor
  currency
}`) as unknown as TypedDocumentString<CampaignManyQuery, CampaignManyQueryVariables>;
export const CampaignCreateDocument = new TypedDocumentString(`
    mutation CampaignCreate($input: CampaignCreateInput!) {
  outcome: campaignCreate(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<CampaignCreateMutation, CampaignCreateMutationVariables>;
export const CampaignEditDocument = new TypedDocumentString(`
    mutation CampaignEdit($input: CampaignEditInput!) {
  outcome: campaignEdit(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<CampaignEditMutation, CampaignEditMutationVariables>;
export const CampaignSubmitDocument = new TypedDocumentString(`
    mutation CampaignSubmit($input: CampaignStepInput!) {
  outcome: campaignSubmit(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<CampaignSubmitMutation, CampaignSubmitMutationVariables>;
export const CampaignApproveDocument = new TypedDocumentString(`
    mutation CampaignApprove($input: CampaignStepInput!) {
  outcome: campaignApprove(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<CampaignApproveMutation, CampaignApproveMutationVariables>;
export const CampaignLaunchDocument = new TypedDocumentString(`
    mutation CampaignLaunch($input: CampaignStepInput!) {
  outcome: campaignLaunch(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<CampaignLaunchMutation, CampaignLaunchMutationVariables>;
export const CampaignPauseDocument = new TypedDocumentString(`
    mutation CampaignPause($input: CampaignStepInput!) {
  outcome: campaignPause(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<CampaignPauseMutation, CampaignPauseMutationVariables>;
export const CampaignResumeDocument = new TypedDocumentString(`
    mutation CampaignResume($input: CampaignStepInput!) {
  outcome: campaignResume(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<CampaignResumeMutation, CampaignResumeMutationVariables>;
export const CampaignCancelDocument = new TypedDocumentString(`
    mutation CampaignCancel($input: CampaignCancelInput!) {
  outcome: campaignCancel(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<CampaignCancelMutation, CampaignCancelMutationVariables>;
export const ConnectorListDocument = new TypedDocumentString(`
    query ConnectorList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: ConnectorFilter) {
  list: connectorList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...ConnectorRow
    }
  }
}
    fragment ConnectorRow on Connector {
  id
  code
  name
  kind
  state
  environment
  version
  createdAt
  updatedAt
  availableActions
  partner {
    id
    name
  }
}`) as unknown as TypedDocumentString<ConnectorListQuery, ConnectorListQueryVariables>;
export const ConnectorOneDocument = new TypedDocumentString(`
    query ConnectorOne($id: ID!) {
  one: node(id: $id) {
    ...ConnectorDetail
  }
}
    fragment ConnectorRow on Connector {
  id
  code
  name
  kind
  state
  environment
  version
  createdAt
  updatedAt
  availableActions
  partner {
    id
    name
  }
}
fragment ConnectorDetail on Connector {
  ...ConnectorRow
  baseUrl
  profileVersion
  capabilities
  buildDigest
  secretRotatedAt
  runs {
    id
    state
    verdict
    played
    buildDigest
    evidenceHash
    startedAt
    finishedAt
  }
  acceptance {
    ...AcceptanceParts
  }
  health {
    heldBack
    probeAt
    probesGood
    burnRates {
      minutes
      rate
    }
    hours {
      at
      answered
      late
      refused
      invalid
      unreachable
    }
  }
  contentFeed {
    policy
    items
    waiting
  }
  webhook {
    pending
    dead
    failingSince
    disabledAt
  }
  recommenderStages {
    ...StandingParts
  }
  fallbackPlan {
    recoveryMs
    updatedAt
    substitutes {
      id
      code
      name
    }
    drills {
      id
      verdict
      asked
      unanswered
      outOfOrder
      slowestMs
      hasReturned
      startedAt
      finishedAt
    }
  }
}
fragment StandingParts on RecommenderStanding {
  scenario
  stage
  since
  availableStages
  asked
  answered
  overlap
  rankAgreement
  partnerWins
  ourWins
  ties
  pValue
}
fragment AcceptanceParts on Acceptance {
  id
  hash
  buildDigest
  createdAt
  expiresAt
  platformSignedAt
  partnerSignedAt
  run {
    id
  }
  waivers {
    scenario
    reason
    until
  }
  platformSigner {
    id
    displayName
  }
  partnerSigner {
    id
    displayName
  }
}`) as unknown as TypedDocumentString<ConnectorOneQuery, ConnectorOneQueryVariables>;
export const ConnectorManyDocument = new TypedDocumentString(`
    query ConnectorMany($ids: [ID!]!) {
  many: nodes(ids: $ids) {
    ...ConnectorRow
  }
}
    fragment ConnectorRow on Connector {
  id
  code
  name
  kind
  state
  environment
  version
  createdAt
  updatedAt
  availableActions
  partner {
    id
    name
  }
}`) as unknown as TypedDocumentString<ConnectorManyQuery, ConnectorManyQueryVariables>;
export const ConformanceRunOneDocument = new TypedDocumentString(`
    query ConformanceRunOne($id: ID!) {
  run: node(id: $id) {
    ... on ConformanceRun {
      id
      state
      verdict
      results {
        scenario
        verdict
        reason
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ConformanceRunOneQuery, ConformanceRunOneQueryVariables>;
export const ConformanceEvidenceDocument = new TypedDocumentString(`
    query ConformanceEvidence($id: ID!) {
  run: node(id: $id) {
    ... on ConformanceRun {
      id
      evidence
    }
  }
}
    `) as unknown as TypedDocumentString<ConformanceEvidenceQuery, ConformanceEvidenceQueryVariables>;
export const ConformanceTitlesDocument = new TypedDocumentString(`
    query ConformanceTitles {
  conformanceSpecification {
    scenarios {
      key
      layer
      kind
      capability
      title
    }
  }
}
    `) as unknown as TypedDocumentString<ConformanceTitlesQuery, ConformanceTitlesQueryVariables>;
export const WebhookDeliveryListDocument = new TypedDocumentString(`
    query WebhookDeliveryList($page: Int!, $perPage: Int!, $filter: WebhookDeliveryFilter) {
  list: webhookDeliveryList(page: $page, perPage: $perPage, filter: $filter) {
    total
    items {
      ...WebhookDeliveryRow
    }
  }
}
    fragment WebhookDeliveryRow on WebhookDelivery {
  id
  type
  body
  state
  attemptCount
  nextAt
  createdAt
  deliveredAt
  attempts {
    number
    at
    status
    failure
    answer
  }
}`) as unknown as TypedDocumentString<WebhookDeliveryListQuery, WebhookDeliveryListQueryVariables>;
export const ConnectorRegisterDocument = new TypedDocumentString(`
    mutation ConnectorRegister($input: ConnectorRegisterInput!) {
  outcome: connectorRegister(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ConnectorRegisterMutation, ConnectorRegisterMutationVariables>;
export const ConnectorRotateSecretDocument = new TypedDocumentString(`
    mutation ConnectorRotateSecret($input: ConnectorStepInput!) {
  outcome: connectorRotateSecret(input: $input) {
    result {
      secret
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ConnectorRotateSecretMutation, ConnectorRotateSecretMutationVariables>;
export const ConnectorConfigureDocument = new TypedDocumentString(`
    mutation ConnectorConfigure($input: ConnectorConfigureInput!) {
  outcome: connectorConfigure(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ConnectorConfigureMutation, ConnectorConfigureMutationVariables>;
export const ConnectorTestDocument = new TypedDocumentString(`
    mutation ConnectorTest($input: ConnectorStepInput!) {
  outcome: connectorTest(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ConnectorTestMutation, ConnectorTestMutationVariables>;
export const ConnectorAcceptDocument = new TypedDocumentString(`
    mutation ConnectorAccept($input: AcceptanceProposeInput!) {
  outcome: connectorAccept(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ConnectorAcceptMutation, ConnectorAcceptMutationVariables>;
export const AcceptanceSignDocument = new TypedDocumentString(`
    mutation AcceptanceSign($input: AcceptanceSignInput!) {
  outcome: acceptanceSign(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<AcceptanceSignMutation, AcceptanceSignMutationVariables>;
export const ConnectorGoLiveDocument = new TypedDocumentString(`
    mutation ConnectorGoLive($input: ConnectorStepInput!) {
  outcome: connectorGoLive(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ConnectorGoLiveMutation, ConnectorGoLiveMutationVariables>;
export const ConnectorPauseDocument = new TypedDocumentString(`
    mutation ConnectorPause($input: ConnectorReasonInput!) {
  outcome: connectorPause(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ConnectorPauseMutation, ConnectorPauseMutationVariables>;
export const ConnectorRetireDocument = new TypedDocumentString(`
    mutation ConnectorRetire($input: ConnectorReasonInput!) {
  outcome: connectorRetire(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ConnectorRetireMutation, ConnectorRetireMutationVariables>;
export const WebhookTestDocument = new TypedDocumentString(`
    mutation WebhookTest($input: ConnectorStepInput!) {
  outcome: webhookTest(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<WebhookTestMutation, WebhookTestMutationVariables>;
export const WebhookReplayDocument = new TypedDocumentString(`
    mutation WebhookReplay($input: WebhookReplayInput!) {
  outcome: webhookReplay(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<WebhookReplayMutation, WebhookReplayMutationVariables>;
export const RecommenderStageSetDocument = new TypedDocumentString(`
    mutation RecommenderStageSet($input: RecommenderStageInput!) {
  outcome: recommenderStageSet(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<RecommenderStageSetMutation, RecommenderStageSetMutationVariables>;
export const FallbackPlanSetDocument = new TypedDocumentString(`
    mutation FallbackPlanSet($input: FallbackPlanInput!) {
  outcome: fallbackPlanSet(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<FallbackPlanSetMutation, FallbackPlanSetMutationVariables>;
export const FailoverDrillDocument = new TypedDocumentString(`
    mutation FailoverDrill($input: ConnectorStepInput!) {
  outcome: failoverDrill(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<FailoverDrillMutation, FailoverDrillMutationVariables>;
export const FeedImportListDocument = new TypedDocumentString(`
    query FeedImportList($perPage: Int!, $filter: FeedImportFilter) {
  list: feedImportList(page: 1, perPage: $perPage, filter: $filter) {
    total
    items {
      ...FeedImportRow
    }
  }
}
    fragment FeedImportRow on FeedImport {
  id
  state
  isDry
  pages
  created
  changed
  unchanged
  withdrawn
  quarantined
  failure
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<FeedImportListQuery, FeedImportListQueryVariables>;
export const QuarantinedItemListDocument = new TypedDocumentString(`
    query QuarantinedItemList($page: Int!, $perPage: Int!, $filter: QuarantinedItemFilter) {
  list: quarantinedItemList(page: $page, perPage: $perPage, filter: $filter) {
    total
    items {
      ...QuarantinedItemRow
    }
  }
}
    fragment QuarantinedItemRow on QuarantinedItem {
  id
  itemId
  version
  reason
  state
  seenAt
  source
}`) as unknown as TypedDocumentString<QuarantinedItemListQuery, QuarantinedItemListQueryVariables>;
export const ContentFeedImportDocument = new TypedDocumentString(`
    mutation ContentFeedImport($input: ContentFeedImportInput!) {
  outcome: contentFeedImport(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentFeedImportMutation, ContentFeedImportMutationVariables>;
export const ContentFeedSetDocument = new TypedDocumentString(`
    mutation ContentFeedSet($input: ContentFeedSetInput!) {
  outcome: contentFeedSet(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentFeedSetMutation, ContentFeedSetMutationVariables>;
export const QuarantineReleaseDocument = new TypedDocumentString(`
    mutation QuarantineRelease($input: QuarantineStepInput!) {
  outcome: quarantineRelease(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<QuarantineReleaseMutation, QuarantineReleaseMutationVariables>;
export const QuarantineDiscardDocument = new TypedDocumentString(`
    mutation QuarantineDiscard($input: QuarantineStepInput!) {
  outcome: quarantineDiscard(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<QuarantineDiscardMutation, QuarantineDiscardMutationVariables>;
export const ContentListDocument = new TypedDocumentString(`
    query ContentList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: ContentFilter) {
  list: contentList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...ContentRow
    }
  }
}
    fragment ContentRow on Content {
  id
  no
  kind
  state
  title
  language
  tags
  version
  publishedAt
  publishAt
  updatedAt
  availableActions
  author {
    id
    displayName
  }
  partner {
    id
    name
  }
}`) as unknown as TypedDocumentString<ContentListQuery, ContentListQueryVariables>;
export const ContentOneDocument = new TypedDocumentString(`
    query ContentOne($id: ID!) {
  one: node(id: $id) {
    ...ContentDetail
  }
}
    fragment ContentRow on Content {
  id
  no
  kind
  state
  title
  language
  tags
  version
  publishedAt
  publishAt
  updatedAt
  availableActions
  author {
    id
    displayName
  }
  partner {
    id
    name
  }
}
fragment ContentVersionParts on ContentVersion {
  id
  number
  title
  summary
  body
  previewChars
  language
  tags
  createdAt
}
fragment OfferParts on Offer {
  id
  kind
  title
  state
  periodDays
  price {
    ...MoneyParts
  }
}
fragment ContentDetail on Content {
  ...ContentRow
  externalId
  summary
  createdAt
  offers {
    ...OfferParts
  }
  draft {
    ...ContentVersionParts
  }
  live {
    ...ContentVersionParts
  }
  versions {
    id
    number
    title
    createdAt
  }
}
fragment MoneyParts on Money {
  amountMinor
  currency
}`) as unknown as TypedDocumentString<ContentOneQuery, ContentOneQueryVariables>;
export const ContentManyDocument = new TypedDocumentString(`
    query ContentMany($ids: [ID!]!) {
  many: nodes(ids: $ids) {
    ...ContentRow
  }
}
    fragment ContentRow on Content {
  id
  no
  kind
  state
  title
  language
  tags
  version
  publishedAt
  publishAt
  updatedAt
  availableActions
  author {
    id
    displayName
  }
  partner {
    id
    name
  }
}`) as unknown as TypedDocumentString<ContentManyQuery, ContentManyQueryVariables>;
export const ContentCreateDocument = new TypedDocumentString(`
    mutation ContentCreate($input: ContentCreateInput!) {
  outcome: contentCreate(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentCreateMutation, ContentCreateMutationVariables>;
export const ContentEditDocument = new TypedDocumentString(`
    mutation ContentEdit($input: ContentEditInput!) {
  outcome: contentEdit(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentEditMutation, ContentEditMutationVariables>;
export const ContentSubmitDocument = new TypedDocumentString(`
    mutation ContentSubmit($input: ContentMoveInput!) {
  outcome: contentSubmit(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentSubmitMutation, ContentSubmitMutationVariables>;
export const ContentApproveDocument = new TypedDocumentString(`
    mutation ContentApprove($input: ContentMoveInput!) {
  outcome: contentApprove(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentApproveMutation, ContentApproveMutationVariables>;
export const ContentRequestChangesDocument = new TypedDocumentString(`
    mutation ContentRequestChanges($input: ContentReasonInput!) {
  outcome: contentRequestChanges(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentRequestChangesMutation, ContentRequestChangesMutationVariables>;
export const ContentPublishDocument = new TypedDocumentString(`
    mutation ContentPublish($input: ContentMoveInput!) {
  outcome: contentPublish(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentPublishMutation, ContentPublishMutationVariables>;
export const ContentScheduleDocument = new TypedDocumentString(`
    mutation ContentSchedule($input: ContentScheduleInput!) {
  outcome: contentSchedule(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentScheduleMutation, ContentScheduleMutationVariables>;
export const ContentUnscheduleDocument = new TypedDocumentString(`
    mutation ContentUnschedule($input: ContentMoveInput!) {
  outcome: contentUnschedule(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentUnscheduleMutation, ContentUnscheduleMutationVariables>;
export const ContentUnlistDocument = new TypedDocumentString(`
    mutation ContentUnlist($input: ContentMoveInput!) {
  outcome: contentUnlist(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentUnlistMutation, ContentUnlistMutationVariables>;
export const ContentRelistDocument = new TypedDocumentString(`
    mutation ContentRelist($input: ContentMoveInput!) {
  outcome: contentRelist(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentRelistMutation, ContentRelistMutationVariables>;
export const ContentArchiveDocument = new TypedDocumentString(`
    mutation ContentArchive($input: ContentMoveInput!) {
  outcome: contentArchive(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentArchiveMutation, ContentArchiveMutationVariables>;
export const ContentTakeDownDocument = new TypedDocumentString(`
    mutation ContentTakeDown($input: ContentReasonInput!) {
  outcome: contentTakeDown(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentTakeDownMutation, ContentTakeDownMutationVariables>;
export const ContentRestoreDocument = new TypedDocumentString(`
    mutation ContentRestore($input: ContentMoveInput!) {
  outcome: contentRestore(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContentRestoreMutation, ContentRestoreMutationVariables>;
export const OfferCreateDocument = new TypedDocumentString(`
    mutation OfferCreate($input: OfferCreateInput!) {
  outcome: offerCreate(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<OfferCreateMutation, OfferCreateMutationVariables>;
export const OfferRetireDocument = new TypedDocumentString(`
    mutation OfferRetire($input: OfferRetireInput!) {
  outcome: offerRetire(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<OfferRetireMutation, OfferRetireMutationVariables>;
export const ContractListDocument = new TypedDocumentString(`
    query ContractList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: ContractFilter) {
  list: contractList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...ContractRow
    }
  }
}
    fragment ContractRow on Contract {
  id
  code
  title
  createdAt
  availableActions
  partner {
    id
    name
  }
  current {
    id
    number
    state
    version
    contentHash
    startsAt
    endsAt
  }
}`) as unknown as TypedDocumentString<ContractListQuery, ContractListQueryVariables>;
export const ContractOneDocument = new TypedDocumentString(`
    query ContractOne($id: ID!) {
  one: node(id: $id) {
    ...ContractDetail
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment ClauseParts on Clause {
  __typename
  ... on RevenueShareClause {
    key
    sharePpm
    mode
    bands {
      from {
        ...MoneyParts
      }
      sharePpm
    }
    base
    floor {
      ...MoneyParts
    }
    cap {
      ...MoneyParts
    }
    guarantee {
      ...MoneyParts
    }
  }
  ... on CostBudgetClause {
    key
    budget {
      ...MoneyParts
    }
    period
    purpose
  }
  ... on DataScopeClause {
    key
    dataset
    purpose
    fields
    retentionDays
    level
    basis
    region
    kMin
    epsilon
    epsilonPeriod
  }
  ... on SlaClause {
    key
    metric
    target
    unit
    windowDays
    creditPpm
    direction
    measuredBy
    maxVariancePpm
    remedy
    cureDays
  }
  ... on ResponsibilityClause {
    key
    party
    duty
    withinDays
  }
  ... on RightClause {
    key
    party
    permission
  }
  ... on ExclusivityClause {
    key
    party
    scope
    territory
  }
  ... on AuditRightClause {
    key
    party
    noticeDays
    timesPerYear
  }
  ... on TerminationClause {
    key
    noticeDays
    cureDays
    fee {
      ...MoneyParts
    }
  }
  ... on RenewalClause {
    key
    atEnd
    months
  }
  ... on SigningClause {
    key
    ordered
    signatories {
      party
      title
    }
  }
  ... on DisputeClause {
    key
    talkDays
    method
    seat
    law
  }
  ... on TextClause {
    key
    heading
    body
  }
}
fragment ContractVersionParts on ContractVersion {
  id
  number
  state
  contentHash
  startsAt
  endsAt
  noticeEndsAt
  renewedUntil
  reason
  breaches {
    number
    party
    clauseKey
    description
    cureUntil
    curedAt
  }
  version
  clauses {
    ...ClauseParts
  }
}
fragment ContractDetail on Contract {
  id
  code
  title
  createdAt
  availableActions
  partner {
    id
    name
  }
  current {
    ...ContractVersionParts
    viewerMayComment
    offerExpiresAt
    approvedAt
    signatories {
      place
      party
      title
      isNext
      signature {
        signedAt
        signerName
      }
    }
    offers {
      number
      party
      contentHash
      answersHash
      rationale
      expiresAt
      offeredAt
    }
    comments {
      number
      party
      authorName
      clauseKey
      body
      madeAt
      resolvedAt
    }
    increases {
      clauseKey
      kind
      field
    }
    redline {
      clauseKey
      change
      parts {
        kind
        text
      }
    }
    zh: text(locale: "zh")
    en: text(locale: "en")
  }
  versions {
    ...ContractVersionParts
  }
}`) as unknown as TypedDocumentString<ContractOneQuery, ContractOneQueryVariables>;
export const ContractManyDocument = new TypedDocumentString(`
    query ContractMany($ids: [ID!]!) {
  many: nodes(ids: $ids) {
    ...ContractRow
  }
}
    fragment ContractRow on Contract {
  id
  code
  title
  createdAt
  availableActions
  partner {
    id
    name
  }
  current {
    id
    number
    state
    version
    contentHash
    startsAt
    endsAt
  }
}`) as unknown as TypedDocumentString<ContractManyQuery, ContractManyQueryVariables>;
export const ContractDraftDocument = new TypedDocumentString(`
    mutation ContractDraft($input: ContractDraftInput!) {
  outcome: contractDraft(input: $input) {
    result {
      contract {
        id
      }
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractDraftMutation, ContractDraftMutationVariables>;
export const ContractAmendDocument = new TypedDocumentString(`
    mutation ContractAmend($input: ContractAmendInput!) {
  outcome: contractAmend(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractAmendMutation, ContractAmendMutationVariables>;
export const ContractEditDocument = new TypedDocumentString(`
    mutation ContractEdit($input: ContractEditInput!) {
  outcome: contractEdit(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractEditMutation, ContractEditMutationVariables>;
export const ContractOfferDocument = new TypedDocumentString(`
    mutation ContractOffer($input: ContractOfferInput!) {
  outcome: contractOffer(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractOfferMutation, ContractOfferMutationVariables>;
export const ContractCounterDocument = new TypedDocumentString(`
    mutation ContractCounter($input: ContractCounterInput!) {
  outcome: contractCounter(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractCounterMutation, ContractCounterMutationVariables>;
export const ContractAgreeDocument = new TypedDocumentString(`
    mutation ContractAgree($input: ContractAgreeInput!) {
  outcome: contractAgree(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractAgreeMutation, ContractAgreeMutationVariables>;
export const ContractSignDocument = new TypedDocumentString(`
    mutation ContractSign($input: ContractSignInput!) {
  outcome: contractSign(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractSignMutation, ContractSignMutationVariables>;
export const ContractApproveDocument = new TypedDocumentString(`
    mutation ContractApprove($input: ContractApproveInput!) {
  outcome: contractApprove(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractApproveMutation, ContractApproveMutationVariables>;
export const ContractCommentDocument = new TypedDocumentString(`
    mutation ContractComment($input: ContractCommentInput!) {
  outcome: contractComment(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractCommentMutation, ContractCommentMutationVariables>;
export const ContractResolveCommentDocument = new TypedDocumentString(`
    mutation ContractResolveComment($input: ContractResolveCommentInput!) {
  outcome: contractResolveComment(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractResolveCommentMutation, ContractResolveCommentMutationVariables>;
export const ContractSuspendDocument = new TypedDocumentString(`
    mutation ContractSuspend($input: ContractReasonInput!) {
  outcome: contractSuspend(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractSuspendMutation, ContractSuspendMutationVariables>;
export const ContractResumeDocument = new TypedDocumentString(`
    mutation ContractResume($input: ContractStepInput!) {
  outcome: contractResume(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractResumeMutation, ContractResumeMutationVariables>;
export const ContractGiveNoticeDocument = new TypedDocumentString(`
    mutation ContractGiveNotice($input: ContractReasonInput!) {
  outcome: contractGiveNotice(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractGiveNoticeMutation, ContractGiveNoticeMutationVariables>;
export const ContractReportBreachDocument = new TypedDocumentString(`
    mutation ContractReportBreach($input: ContractBreachInput!) {
  outcome: contractReportBreach(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractReportBreachMutation, ContractReportBreachMutationVariables>;
export const ContractConfirmCureDocument = new TypedDocumentString(`
    mutation ContractConfirmCure($input: ContractCureInput!) {
  outcome: contractConfirmCure(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractConfirmCureMutation, ContractConfirmCureMutationVariables>;
export const ContractTerminateDocument = new TypedDocumentString(`
    mutation ContractTerminate($input: ContractReasonInput!) {
  outcome: contractTerminate(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractTerminateMutation, ContractTerminateMutationVariables>;
export const ContractWithdrawDocument = new TypedDocumentString(`
    mutation ContractWithdraw($input: ContractStepInput!) {
  outcome: contractWithdraw(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractWithdrawMutation, ContractWithdrawMutationVariables>;
export const ContractRejectDocument = new TypedDocumentString(`
    mutation ContractReject($input: ContractReasonInput!) {
  outcome: contractReject(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ContractRejectMutation, ContractRejectMutationVariables>;
export const DashboardDocument = new TypedDocumentString(`
    query Dashboard($days: Int!) {
  dashboard(days: $days) {
    counts {
      readers
      contents
      partners
      activeContracts
      runningCampaigns
    }
    interactionsByDay {
      day
      views
      clicks
      reads
      enrols
    }
    revenueByDay {
      day
      amount {
        ...MoneyParts
      }
    }
    topContents {
      count
      content {
        id
        title
      }
    }
    feedClickRateByDay {
      day
      impressions
      clicks
      rate
    }
    modelRuns {
      ...ModelRunRow
    }
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment ModelRunRow on ModelRun {
  id
  code
  scenario
  model
  state
  stepProgress
  stepMessage
  alias
  trigger
  requestedBy
  metrics
  createdAt
  startedAt
  finishedAt
  scoredAt
  version
  availableActions
}`) as unknown as TypedDocumentString<DashboardQuery, DashboardQueryVariables>;
export const DriftDocument = new TypedDocumentString(`
    query Drift($scenario: String!) {
  latest: driftReports(scenario: $scenario, last: 1) {
    ...DriftHead
    eventCount
    feedCount
    referenceFrom
    referenceTo
    windowFrom
    shifts {
      name
      subject
      psi
      chance
      expectedCount
      actualCount
      bins {
        label
        expected
        actual
      }
    }
    calibration {
      group
      count
      predicted
      observed
      error
      bins {
        count
        predicted
        observed
      }
    }
  }
  history: driftReports(scenario: $scenario, last: 96) {
    ...DriftHead
    shifts {
      name
      psi
    }
  }
}
    fragment DriftHead on DriftReport {
  id
  windowTo
  emptyFeedRate
  coverage
  negativeRate
  referenceNegativeRate
  alarms
  modelRun {
    id
    code
    model
  }
}`) as unknown as TypedDocumentString<DriftQuery, DriftQueryVariables>;
export const ExchangeRateListDocument = new TypedDocumentString(`
    query ExchangeRateList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: ExchangeRateFilter) {
  list: exchangeRateList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...ExchangeRateRow
    }
  }
}
    fragment ExchangeRateRow on ExchangeRate {
  id
  source
  target
  rate
  spreadPpm
  validFrom
  setter {
    id
    displayName
  }
}`) as unknown as TypedDocumentString<ExchangeRateListQuery, ExchangeRateListQueryVariables>;
export const ExchangeRateSetDocument = new TypedDocumentString(`
    mutation ExchangeRateSet($input: ExchangeRateSetInput!) {
  outcome: exchangeRateSet(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ExchangeRateSetMutation, ExchangeRateSetMutationVariables>;
export const InspectFeedDocument = new TypedDocumentString(`
    query InspectFeed($readerId: ID!, $first: Int!, $locale: String!) {
  feed(first: $first, readerId: $readerId) {
    feedId
    policyVersion
    model {
      id
      code
      model
    }
    edges {
      cursor
      score
      slot
      propensity
      node {
        id
        title
        kind
      }
      sponsored {
        id
        name
      }
      reasons {
        kind
        share
        text(locale: $locale)
        content {
          id
          title
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<InspectFeedQuery, InspectFeedQueryVariables>;
export const JobOneDocument = new TypedDocumentString(`
    query JobOne($id: ID!) {
  one: job(id: $id) {
    ...JobDetail
  }
}
    fragment JobRow on Job {
  id
  name
  queue
  state
  progress
  attempts
  failure
  createdAt
  startedAt
  finishedAt
  availableActions
}
fragment JobDetail on Job {
  ...JobRow
  payload
  log
}`) as unknown as TypedDocumentString<JobOneQuery, JobOneQueryVariables>;
export const JobProgressDocument = new TypedDocumentString(`
    subscription JobProgress($id: ID!) {
  live: jobProgress(id: $id) {
    ...JobDetail
  }
}
    fragment JobRow on Job {
  id
  name
  queue
  state
  progress
  attempts
  failure
  createdAt
  startedAt
  finishedAt
  availableActions
}
fragment JobDetail on Job {
  ...JobRow
  payload
  log
}`) as unknown as TypedDocumentString<JobProgressSubscription, JobProgressSubscriptionVariables>;
export const JobListDocument = new TypedDocumentString(`
    query JobList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: JobFilter) {
  list: jobList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...JobRow
    }
  }
}
    fragment JobRow on Job {
  id
  name
  queue
  state
  progress
  attempts
  failure
  createdAt
  startedAt
  finishedAt
  availableActions
}`) as unknown as TypedDocumentString<JobListQuery, JobListQueryVariables>;
export const JobRetryDocument = new TypedDocumentString(`
    mutation JobRetry($input: JobRetryInput!) {
  outcome: jobRetry(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<JobRetryMutation, JobRetryMutationVariables>;
export const JobCancelDocument = new TypedDocumentString(`
    mutation JobCancel($input: JobCancelInput!) {
  outcome: jobCancel(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<JobCancelMutation, JobCancelMutationVariables>;
export const ChampionDocument = new TypedDocumentString(`
    query Champion($scenario: String!) {
  champion(scenario: $scenario) {
    ...ModelRunRow
  }
}
    fragment ModelRunRow on ModelRun {
  id
  code
  scenario
  model
  state
  stepProgress
  stepMessage
  alias
  trigger
  requestedBy
  metrics
  createdAt
  startedAt
  finishedAt
  scoredAt
  version
  availableActions
}`) as unknown as TypedDocumentString<ChampionQuery, ChampionQueryVariables>;
export const ModelRunProgressDocument = new TypedDocumentString(`
    subscription ModelRunProgress($id: ID!) {
  live: modelRunProgress(id: $id) {
    ...ModelRunDetail
  }
}
    fragment ModelRunRow on ModelRun {
  id
  code
  scenario
  model
  state
  stepProgress
  stepMessage
  alias
  trigger
  requestedBy
  metrics
  createdAt
  startedAt
  finishedAt
  scoredAt
  version
  availableActions
}
fragment ModelRunDetail on ModelRun {
  ...ModelRunRow
  params
  adModel
  seed
  reason
  triggerReason
  failure
  snapshotAt
  interactionCount
  readerCount
  contentCount
  shadowRequests
  shadowMinutes
  shadowAt
  shadow {
    requests
    errors
    overlap
    rankAgreement
    scoreShift
    latencyP50
    latencyP95
    fill
    contents
    servedContents
    clicks
    clickRate
    wouldBeClickRate
    servedReciprocalRank
    reciprocalRank
  }
  adLearner {
    learntTo
    events
    frozen
    runningLoss
    publishedEvents
    publishedAt
    note
  }
  jobs {
    id
    name
    state
    progress
  }
}`) as unknown as TypedDocumentString<ModelRunProgressSubscription, ModelRunProgressSubscriptionVariables>;
export const ModelRunListDocument = new TypedDocumentString(`
    query ModelRunList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: ModelRunFilter) {
  list: modelRunList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...ModelRunRow
    }
  }
}
    fragment ModelRunRow on ModelRun {
  id
  code
  scenario
  model
  state
  stepProgress
  stepMessage
  alias
  trigger
  requestedBy
  metrics
  createdAt
  startedAt
  finishedAt
  scoredAt
  version
  availableActions
}`) as unknown as TypedDocumentString<ModelRunListQuery, ModelRunListQueryVariables>;
export const ModelRunOneDocument = new TypedDocumentString(`
    query ModelRunOne($id: ID!) {
  one: node(id: $id) {
    ...ModelRunDetail
  }
}
    fragment ModelRunRow on ModelRun {
  id
  code
  scenario
  model
  state
  stepProgress
  stepMessage
  alias
  trigger
  requestedBy
  metrics
  createdAt
  startedAt
  finishedAt
  scoredAt
  version
  availableActions
}
fragment ModelRunDetail on ModelRun {
  ...ModelRunRow
  params
  adModel
  seed
  reason
  triggerReason
  failure
  snapshotAt
  interactionCount
  readerCount
  contentCount
  shadowRequests
  shadowMinutes
  shadowAt
  shadow {
    requests
    errors
    overlap
    rankAgreement
    scoreShift
    latencyP50
    latencyP95
    fill
    contents
    servedContents
    clicks
    clickRate
    wouldBeClickRate
    servedReciprocalRank
    reciprocalRank
  }
  adLearner {
    learntTo
    events
    frozen
    runningLoss
    publishedEvents
    publishedAt
    note
  }
  jobs {
    id
    name
    state
    progress
  }
}`) as unknown as TypedDocumentString<ModelRunOneQuery, ModelRunOneQueryVariables>;
export const ModelRunManyDocument = new TypedDocumentString(`
    query ModelRunMany($ids: [ID!]!) {
  many: nodes(ids: $ids) {
    ...ModelRunRow
  }
}
    fragment ModelRunRow on ModelRun {
  id
  code
  scenario
  model
  state
  stepProgress
  stepMessage
  alias
  trigger
  requestedBy
  metrics
  createdAt
  startedAt
  finishedAt
  scoredAt
  version
  availableActions
}`) as unknown as TypedDocumentString<ModelRunManyQuery, ModelRunManyQueryVariables>;
export const RetrainStartDocument = new TypedDocumentString(`
    mutation RetrainStart($input: RetrainStartInput!) {
  outcome: retrainStart(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<RetrainStartMutation, RetrainStartMutationVariables>;
export const ModelChoicesDocument = new TypedDocumentString(`
    query ModelChoices {
  modelChoices {
    candidates {
      name
      params
    }
    ads
  }
}
    `) as unknown as TypedDocumentString<ModelChoicesQuery, ModelChoicesQueryVariables>;
export const RetrainRequestDocument = new TypedDocumentString(`
    mutation RetrainRequest($input: RetrainRequestInput!) {
  outcome: retrainRequest(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<RetrainRequestMutation, RetrainRequestMutationVariables>;
export const ModelAbandonDocument = new TypedDocumentString(`
    mutation ModelAbandon($input: ModelAbandonInput!) {
  outcome: modelAbandon(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ModelAbandonMutation, ModelAbandonMutationVariables>;
export const RetrainCancelDocument = new TypedDocumentString(`
    mutation RetrainCancel($input: RetrainCancelInput!) {
  outcome: retrainCancel(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<RetrainCancelMutation, RetrainCancelMutationVariables>;
export const ModelPromoteDocument = new TypedDocumentString(`
    mutation ModelPromote($input: ModelPromoteInput!) {
  outcome: modelPromote(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ModelPromoteMutation, ModelPromoteMutationVariables>;
export const ModelRollbackDocument = new TypedDocumentString(`
    mutation ModelRollback($input: ModelRollbackInput!) {
  outcome: modelRollback(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ModelRollbackMutation, ModelRollbackMutationVariables>;
export const PartnerListDocument = new TypedDocumentString(`
    query PartnerList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: PartnerFilter) {
  list: partnerList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...PartnerRow
    }
  }
}
    fragment PartnerRow on Partner {
  id
  code
  name
  kind
  industry
  state
  version
  createdAt
  updatedAt
  availableActions
}`) as unknown as TypedDocumentString<PartnerListQuery, PartnerListQueryVariables>;
export const PartnerOneDocument = new TypedDocumentString(`
    query PartnerOne($id: ID!) {
  one: node(id: $id) {
    ...PartnerDetail
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment PartnerRow on Partner {
  id
  code
  name
  kind
  industry
  state
  version
  createdAt
  updatedAt
  availableActions
}
fragment PartnerDetail on Partner {
  ...PartnerRow
  risk {
    ...PartnerRiskParts
  }
  serviceLevels {
    id
    clauseKey
    measured
    isMissed
    startsAt
    endsAt
    cureUntil
    excuse
    creditedAt
    credit {
      ...MoneyParts
    }
  }
  reason
  reapplyAfter
  obstacles {
    action
    code
    criterion
  }
  applications {
    id
    statement
    submittedAt
    submitter {
      id
      displayName
    }
  }
  assessment {
    ...Scorecard
  }
  evidence {
    id
    criterion
    value
    observations
    source
    isVerified
    observedAt
    expiresAt
  }
  reviews {
    id
    verdict
    findings
    reviewedAt
    reviewer {
      id
      displayName
    }
    assessment {
      id
    }
  }
  contactName
  timeZone
  contactEmail
  website
  note
  manager {
    id
    displayName
  }
  contracts {
    id
    code
    title
    current {
      id
      number
      state
      startsAt
      endsAt
    }
  }
  connectors {
    id
    code
    name
    kind
    state
  }
  campaigns {
    id
    code
    name
    state
    budget {
      amountMinor
      currency
    }
    spent {
      amountMinor
      currency
    }
  }
}
fragment Scorecard on Assessment {
  id
  score
  low
  high
  coverage
  tier
  isValid
  validUntil
  assessedAt
  reviewersNeeded
  leaves {
    criterion
    weight
    value
    observations
    desirability
    contribution
    gate
  }
  next {
    tier
    unknown
    lifts {
      criterion
      from
      to
    }
  }
  criterionSet {
    id
    version
    criteria {
      ...CriterionWords
    }
  }
}
fragment CriterionWords on Criterion {
  key
  group
  nameZh
  nameEn
  measure
  unit
  knots
  gate
}
fragment PartnerRiskParts on PartnerRisk {
  score
  band
  bandSince
  relief
  signals {
    kind
    severity
    part
  }
}`) as unknown as TypedDocumentString<PartnerOneQuery, PartnerOneQueryVariables>;
export const PartnerManyDocument = new TypedDocumentString(`
    query PartnerMany($ids: [ID!]!) {
  many: nodes(ids: $ids) {
    ...PartnerRow
  }
}
    fragment PartnerRow on Partner {
  id
  code
  name
  kind
  industry
  state
  version
  createdAt
  updatedAt
  availableActions
}`) as unknown as TypedDocumentString<PartnerManyQuery, PartnerManyQueryVariables>;
export const PartnerCreateDocument = new TypedDocumentString(`
    mutation PartnerCreate($input: PartnerCreateInput!) {
  outcome: partnerCreate(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PartnerCreateMutation, PartnerCreateMutationVariables>;
export const PartnerEditDocument = new TypedDocumentString(`
    mutation PartnerEdit($input: PartnerEditInput!) {
  outcome: partnerEdit(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PartnerEditMutation, PartnerEditMutationVariables>;
export const PartnerScreenDocument = new TypedDocumentString(`
    mutation PartnerScreen($input: PartnerStepInput!) {
  outcome: partnerScreen(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PartnerScreenMutation, PartnerScreenMutationVariables>;
export const PartnerExamineDocument = new TypedDocumentString(`
    mutation PartnerExamine($input: PartnerStepInput!) {
  outcome: partnerExamine(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PartnerExamineMutation, PartnerExamineMutationVariables>;
export const PartnerApproveDocument = new TypedDocumentString(`
    mutation PartnerApprove($input: PartnerStepInput!) {
  outcome: partnerApprove(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PartnerApproveMutation, PartnerApproveMutationVariables>;
export const PartnerRejectDocument = new TypedDocumentString(`
    mutation PartnerReject($input: PartnerRejectInput!) {
  outcome: partnerReject(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PartnerRejectMutation, PartnerRejectMutationVariables>;
export const PartnerOnboardDocument = new TypedDocumentString(`
    mutation PartnerOnboard($input: PartnerStepInput!) {
  outcome: partnerOnboard(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PartnerOnboardMutation, PartnerOnboardMutationVariables>;
export const PartnerActivateDocument = new TypedDocumentString(`
    mutation PartnerActivate($input: PartnerStepInput!) {
  outcome: partnerActivate(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PartnerActivateMutation, PartnerActivateMutationVariables>;
export const PartnerSuspendDocument = new TypedDocumentString(`
    mutation PartnerSuspend($input: PartnerReasonInput!) {
  outcome: partnerSuspend(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PartnerSuspendMutation, PartnerSuspendMutationVariables>;
export const PartnerResumeDocument = new TypedDocumentString(`
    mutation PartnerResume($input: PartnerStepInput!) {
  outcome: partnerResume(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PartnerResumeMutation, PartnerResumeMutationVariables>;
export const PartnerOffboardDocument = new TypedDocumentString(`
    mutation PartnerOffboard($input: PartnerStepInput!) {
  outcome: partnerOffboard(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PartnerOffboardMutation, PartnerOffboardMutationVariables>;
export const PartnerCloseDocument = new TypedDocumentString(`
    mutation PartnerClose($input: PartnerStepInput!) {
  outcome: partnerClose(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PartnerCloseMutation, PartnerCloseMutationVariables>;
export const PartnerBlockDocument = new TypedDocumentString(`
    mutation PartnerBlock($input: PartnerReasonInput!) {
  outcome: partnerBlock(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PartnerBlockMutation, PartnerBlockMutationVariables>;
export const RiskReportDocument = new TypedDocumentString(`
    mutation RiskReport($input: RiskReportInput!) {
  outcome: riskReport(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<RiskReportMutation, RiskReportMutationVariables>;
export const ConcentrationWaiveDocument = new TypedDocumentString(`
    mutation ConcentrationWaive($input: ConcentrationWaiveInput!) {
  outcome: concentrationWaive(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ConcentrationWaiveMutation, ConcentrationWaiveMutationVariables>;
export const ServiceLevelExcuseDocument = new TypedDocumentString(`
    mutation ServiceLevelExcuse($input: ServiceLevelExcuseInput!) {
  outcome: serviceLevelExcuse(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ServiceLevelExcuseMutation, ServiceLevelExcuseMutationVariables>;
export const CriterionSetDocument = new TypedDocumentString(`
    query CriterionSet($kind: PartnerKind!) {
  set: criterionSet(kind: $kind) {
    id
    version
    criteria {
      ...CriterionWords
    }
  }
}
    fragment CriterionWords on Criterion {
  key
  group
  nameZh
  nameEn
  measure
  unit
  knots
  gate
}`) as unknown as TypedDocumentString<CriterionSetQuery, CriterionSetQueryVariables>;
export const ShortlistDocument = new TypedDocumentString(`
    query Shortlist($kind: PartnerKind!, $k: Int!) {
  shortlist(kind: $kind, k: $k) {
    candidates
    unknown
    entries {
      rank
      topShare
      partner {
        id
        code
        name
        state
      }
      assessment {
        id
        score
        low
        high
        coverage
        tier
        leaves {
          gate
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ShortlistQuery, ShortlistQueryVariables>;
export const ApplicationRecordDocument = new TypedDocumentString(`
    mutation ApplicationRecord($input: ApplicationRecordInput!) {
  outcome: applicationRecord(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ApplicationRecordMutation, ApplicationRecordMutationVariables>;
export const EvidenceAddDocument = new TypedDocumentString(`
    mutation EvidenceAdd($input: EvidenceAddInput!) {
  outcome: evidenceAdd(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<EvidenceAddMutation, EvidenceAddMutationVariables>;
export const AssessmentRunDocument = new TypedDocumentString(`
    mutation AssessmentRun($input: AssessmentRunInput!) {
  outcome: assessmentRun(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<AssessmentRunMutation, AssessmentRunMutationVariables>;
export const DueDiligenceReviewDocument = new TypedDocumentString(`
    mutation DueDiligenceReview($input: DueDiligenceReviewInput!) {
  outcome: dueDiligenceReview(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<DueDiligenceReviewMutation, DueDiligenceReviewMutationVariables>;
export const PayoutListDocument = new TypedDocumentString(`
    query PayoutList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: PayoutFilter) {
  list: payoutList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...PayoutRow
    }
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment PayoutRow on Payout {
  id
  code
  state
  version
  bankReference
  failure
  createdAt
  updatedAt
  availableActions
  amount {
    ...MoneyParts
  }
  paid {
    ...MoneyParts
  }
  spread {
    ...MoneyParts
  }
  exchangeRate {
    id
    source
    target
    rate
  }
  partner {
    id
    name
  }
  statement {
    id
    code
  }
  proposer {
    id
    displayName
  }
  approver {
    id
    displayName
  }
}`) as unknown as TypedDocumentString<PayoutListQuery, PayoutListQueryVariables>;
export const PayoutOneDocument = new TypedDocumentString(`
    query PayoutOne($id: ID!) {
  one: node(id: $id) {
    ...PayoutRow
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment PayoutRow on Payout {
  id
  code
  state
  version
  bankReference
  failure
  createdAt
  updatedAt
  availableActions
  amount {
    ...MoneyParts
  }
  paid {
    ...MoneyParts
  }
  spread {
    ...MoneyParts
  }
  exchangeRate {
    id
    source
    target
    rate
  }
  partner {
    id
    name
  }
  statement {
    id
    code
  }
  proposer {
    id
    displayName
  }
  approver {
    id
    displayName
  }
}`) as unknown as TypedDocumentString<PayoutOneQuery, PayoutOneQueryVariables>;
export const PayoutManyDocument = new TypedDocumentString(`
    query PayoutMany($ids: [ID!]!) {
  many: nodes(ids: $ids) {
    ...PayoutRow
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment PayoutRow on Payout {
  id
  code
  state
  version
  bankReference
  failure
  createdAt
  updatedAt
  availableActions
  amount {
    ...MoneyParts
  }
  paid {
    ...MoneyParts
  }
  spread {
    ...MoneyParts
  }
  exchangeRate {
    id
    source
    target
    rate
  }
  partner {
    id
    name
  }
  statement {
    id
    code
  }
  proposer {
    id
    displayName
  }
  approver {
    id
    displayName
  }
}`) as unknown as TypedDocumentString<PayoutManyQuery, PayoutManyQueryVariables>;
export const PayoutProposeDocument = new TypedDocumentString(`
    mutation PayoutPropose($input: PayoutProposeInput!) {
  outcome: payoutPropose(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PayoutProposeMutation, PayoutProposeMutationVariables>;
export const PayoutApproveDocument = new TypedDocumentString(`
    mutation PayoutApprove($input: SettlementStepInput!) {
  outcome: payoutApprove(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PayoutApproveMutation, PayoutApproveMutationVariables>;
export const PayoutCancelDocument = new TypedDocumentString(`
    mutation PayoutCancel($input: SettlementStepInput!) {
  outcome: payoutCancel(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PayoutCancelMutation, PayoutCancelMutationVariables>;
export const PayoutReturnDocument = new TypedDocumentString(`
    mutation PayoutReturn($input: SettlementStepInput!) {
  outcome: payoutReturn(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<PayoutReturnMutation, PayoutReturnMutationVariables>;
export const PrivacyPageDocument = new TypedDocumentString(`
    query PrivacyPage($perPage: Int!) {
  tasks: erasureTaskList(page: 1, perPage: $perPage, sort: "dueAt", order: DESC) {
    total
    items {
      id
      subject
      createdAt
      dueAt
      acknowledgedAt
      partner {
        id
        name
      }
    }
  }
  exports: dataExportList(page: 1, perPage: $perPage) {
    total
    items {
      id
      state
      dataset
      purpose
      fields
      refusal
      destroyedBecause
      requestedAt
      expiresAt
      fetchedAt
      report {
        k
        l
        t
        uniqueness
        rows
        subjects
      }
      partner {
        id
        name
      }
    }
  }
  disclosures: disclosureList(page: 1, perPage: $perPage) {
    total
    items {
      id
      dataset
      purpose
      fields
      level
      basis
      rows
      subjects
      disclosedAt
      expiresAt
      partner {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PrivacyPageQuery, PrivacyPageQueryVariables>;
export const ErasureAcknowledgeDocument = new TypedDocumentString(`
    mutation ErasureAcknowledge($input: ErasureAcknowledgeInput!) {
  outcome: erasureAcknowledge(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ErasureAcknowledgeMutation, ErasureAcknowledgeMutationVariables>;
export const SignInDocument = new TypedDocumentString(`
    mutation SignIn($input: SignInInput!) {
  outcome: signIn(input: $input) {
    result {
      ...Session
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}
fragment Session on SignedIn {
  accessToken
  expiresAt
}`) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const RefreshSessionDocument = new TypedDocumentString(`
    mutation RefreshSession {
  outcome: refreshSession {
    result {
      ...Session
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}
fragment Session on SignedIn {
  accessToken
  expiresAt
}`) as unknown as TypedDocumentString<RefreshSessionMutation, RefreshSessionMutationVariables>;
export const SignOutDocument = new TypedDocumentString(`
    mutation SignOut {
  outcome: signOut {
    result {
      done
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    role
    permissions
    account {
      id
      displayName
      email
      locale
      partner {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const ReaderListDocument = new TypedDocumentString(`
    query ReaderList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: ReaderFilter) {
  list: readerList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...ReaderRow
    }
  }
}
    fragment ReaderRow on Reader {
  id
  no
  externalId
  personalised
  locale
  createdAt
}`) as unknown as TypedDocumentString<ReaderListQuery, ReaderListQueryVariables>;
export const ReaderOneDocument = new TypedDocumentString(`
    query ReaderOne($id: ID!) {
  one: node(id: $id) {
    ...ReaderDetail
  }
}
    fragment ReaderRow on Reader {
  id
  no
  externalId
  personalised
  locale
  createdAt
}
fragment ReaderDetail on Reader {
  ...ReaderRow
  interactions(last: 20) {
    id
    occurredAt
    kind
    value
    slot
    content {
      id
      title
    }
  }
}`) as unknown as TypedDocumentString<ReaderOneQuery, ReaderOneQueryVariables>;
export const ReaderManyDocument = new TypedDocumentString(`
    query ReaderMany($ids: [ID!]!) {
  many: nodes(ids: $ids) {
    ...ReaderRow
  }
}
    fragment ReaderRow on Reader {
  id
  no
  externalId
  personalised
  locale
  createdAt
}`) as unknown as TypedDocumentString<ReaderManyQuery, ReaderManyQueryVariables>;
export const RiskCaseListDocument = new TypedDocumentString(`
    query RiskCaseList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: RiskCaseFilter) {
  list: riskCaseList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...RiskCaseRow
    }
  }
}
    fragment RiskCaseRow on RiskCase {
  id
  code
  origin
  severity
  title
  score
  signals
  state
  proposals
  dueAt
  decision
  rationale
  version
  createdAt
  updatedAt
  availableActions
  partner {
    id
    name
  }
  owner {
    id
    displayName
  }
  decider {
    id
    displayName
  }
}`) as unknown as TypedDocumentString<RiskCaseListQuery, RiskCaseListQueryVariables>;
export const RiskCaseOneDocument = new TypedDocumentString(`
    query RiskCaseOne($id: ID!) {
  one: node(id: $id) {
    ... on RiskCase {
      ...RiskCaseRow
      partner {
        risk {
          ...PartnerRiskParts
        }
      }
    }
  }
}
    fragment RiskCaseRow on RiskCase {
  id
  code
  origin
  severity
  title
  score
  signals
  state
  proposals
  dueAt
  decision
  rationale
  version
  createdAt
  updatedAt
  availableActions
  partner {
    id
    name
  }
  owner {
    id
    displayName
  }
  decider {
    id
    displayName
  }
}
fragment PartnerRiskParts on PartnerRisk {
  score
  band
  bandSince
  relief
  signals {
    kind
    severity
    part
  }
}`) as unknown as TypedDocumentString<RiskCaseOneQuery, RiskCaseOneQueryVariables>;
export const RiskCaseManyDocument = new TypedDocumentString(`
    query RiskCaseMany($ids: [ID!]!) {
  many: nodes(ids: $ids) {
    ...RiskCaseRow
  }
}
    fragment RiskCaseRow on RiskCase {
  id
  code
  origin
  severity
  title
  score
  signals
  state
  proposals
  dueAt
  decision
  rationale
  version
  createdAt
  updatedAt
  availableActions
  partner {
    id
    name
  }
  owner {
    id
    displayName
  }
  decider {
    id
    displayName
  }
}`) as unknown as TypedDocumentString<RiskCaseManyQuery, RiskCaseManyQueryVariables>;
export const RiskCaseOpenDocument = new TypedDocumentString(`
    mutation RiskCaseOpen($input: RiskCaseOpenInput!) {
  outcome: riskCaseOpen(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<RiskCaseOpenMutation, RiskCaseOpenMutationVariables>;
export const RiskCaseTakeDocument = new TypedDocumentString(`
    mutation RiskCaseTake($input: RiskCaseStepInput!) {
  outcome: riskCaseTake(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<RiskCaseTakeMutation, RiskCaseTakeMutationVariables>;
export const RiskCaseDecideDocument = new TypedDocumentString(`
    mutation RiskCaseDecide($input: RiskCaseDecideInput!) {
  outcome: riskCaseDecide(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<RiskCaseDecideMutation, RiskCaseDecideMutationVariables>;
export const RiskCaseCloseDocument = new TypedDocumentString(`
    mutation RiskCaseClose($input: RiskCaseStepInput!) {
  outcome: riskCaseClose(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<RiskCaseCloseMutation, RiskCaseCloseMutationVariables>;
export const RiskCaseReopenDocument = new TypedDocumentString(`
    mutation RiskCaseReopen($input: RiskCaseStepInput!) {
  outcome: riskCaseReopen(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<RiskCaseReopenMutation, RiskCaseReopenMutationVariables>;
export const RiskCentreDocument = new TypedDocumentString(`
    query RiskCentre {
  riskCentre {
    bands {
      band
      count
    }
    partners {
      id
      name
      risk {
        ...PartnerRiskParts
      }
    }
    concentrations {
      dimension
      hhi
      limitPpm
      shares {
        share
        partner {
          id
          name
        }
      }
    }
  }
}
    fragment PartnerRiskParts on PartnerRisk {
  score
  band
  bandSince
  relief
  signals {
    kind
    severity
    part
  }
}`) as unknown as TypedDocumentString<RiskCentreQuery, RiskCentreQueryVariables>;
export const ConcentrationLimitSetDocument = new TypedDocumentString(`
    mutation ConcentrationLimitSet($input: ConcentrationLimitInput!) {
  outcome: concentrationLimitSet(input: $input) {
    result {
      bands {
        count
      }
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<ConcentrationLimitSetMutation, ConcentrationLimitSetMutationVariables>;
export const StatementListDocument = new TypedDocumentString(`
    query StatementList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: StatementFilter) {
  list: statementList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...StatementRow
    }
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment StatementRow on Statement {
  id
  code
  number
  currency
  state
  version
  startsAt
  endsAt
  timeZone
  lineCount
  availableActions
  opening {
    ...MoneyParts
  }
  closing {
    ...MoneyParts
  }
  partner {
    id
    name
  }
}`) as unknown as TypedDocumentString<StatementListQuery, StatementListQueryVariables>;
export const StatementOneDocument = new TypedDocumentString(`
    query StatementOne($id: ID!) {
  one: node(id: $id) {
    ...StatementDetail
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment StatementRow on Statement {
  id
  code
  number
  currency
  state
  version
  startsAt
  endsAt
  timeZone
  lineCount
  availableActions
  opening {
    ...MoneyParts
  }
  closing {
    ...MoneyParts
  }
  partner {
    id
    name
  }
}
fragment DisputeParts on StatementDispute {
  id
  lineNumber
  state
  reason
  decision
  version
  openedAt
}
fragment StatementDetail on Statement {
  ...StatementRow
  issuedAt
  hash
  merkleRoot
  disputes {
    ...DisputeParts
  }
  payouts {
    id
    code
    state
    amount {
      ...MoneyParts
    }
  }
}`) as unknown as TypedDocumentString<StatementOneQuery, StatementOneQueryVariables>;
export const StatementManyDocument = new TypedDocumentString(`
    query StatementMany($ids: [ID!]!) {
  many: nodes(ids: $ids) {
    ...StatementRow
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment StatementRow on Statement {
  id
  code
  number
  currency
  state
  version
  startsAt
  endsAt
  timeZone
  lineCount
  availableActions
  opening {
    ...MoneyParts
  }
  closing {
    ...MoneyParts
  }
  partner {
    id
    name
  }
}`) as unknown as TypedDocumentString<StatementManyQuery, StatementManyQueryVariables>;
export const StatementLinesDocument = new TypedDocumentString(`
    query StatementLines($id: ID!, $page: Int!) {
  statement: node(id: $id) {
    ... on Statement {
      id
      lines(page: $page, perPage: 20) {
        total
        items {
          ...LineParts
        }
      }
    }
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment LineParts on StatementLine {
  number
  kind
  occurredAt
  clauseKey
  amount {
    ...MoneyParts
  }
  contractVersion {
    number
    contract {
      id
      code
    }
  }
  computation {
    gross {
      ...MoneyParts
    }
    tax {
      ...MoneyParts
    }
    fee {
      ...MoneyParts
    }
    base {
      ...MoneyParts
    }
    below {
      ...MoneyParts
    }
    bands {
      from {
        ...MoneyParts
      }
      part {
        ...MoneyParts
      }
      sharePpm
    }
    exactMillionths
    shifted {
      ...MoneyParts
    }
    platform {
      ...MoneyParts
    }
  }
}`) as unknown as TypedDocumentString<StatementLinesQuery, StatementLinesQueryVariables>;
export const StatementCheckDocument = new TypedDocumentString(`
    query StatementCheck($id: ID!) {
  check: statementCheck(id: $id) {
    hash
    isSame
    lines
  }
}
    `) as unknown as TypedDocumentString<StatementCheckQuery, StatementCheckQueryVariables>;
export const BalanceListDocument = new TypedDocumentString(`
    query BalanceList($page: Int!, $perPage: Int!, $sort: String, $order: SortOrder, $filter: LedgerAccountFilter) {
  list: ledgerAccountList(
    page: $page
    perPage: $perPage
    sort: $sort
    order: $order
    filter: $filter
  ) {
    total
    items {
      ...BalanceRow
    }
  }
}
    fragment MoneyParts on Money {
  amountMinor
  currency
}
fragment BalanceRow on LedgerAccount {
  id
  kind
  subject
  limited
  balance {
    ...MoneyParts
  }
  reserved {
    ...MoneyParts
  }
  partner {
    id
    name
  }
}`) as unknown as TypedDocumentString<BalanceListQuery, BalanceListQueryVariables>;
export const StatementAcknowledgeDocument = new TypedDocumentString(`
    mutation StatementAcknowledge($input: SettlementStepInput!) {
  outcome: statementAcknowledge(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<StatementAcknowledgeMutation, StatementAcknowledgeMutationVariables>;
export const StatementDisputeDocument = new TypedDocumentString(`
    mutation StatementDispute($input: StatementDisputeInput!) {
  outcome: statementDispute(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<StatementDisputeMutation, StatementDisputeMutationVariables>;
export const DisputeDecideDocument = new TypedDocumentString(`
    mutation DisputeDecide($input: DisputeDecideInput!) {
  outcome: disputeDecide(input: $input) {
    result {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  __typename
  code
  message
  path
  ... on TransitionError {
    from
    allowed
  }
  ... on NotReadyError {
    missing
  }
}`) as unknown as TypedDocumentString<DisputeDecideMutation, DisputeDecideMutationVariables>;