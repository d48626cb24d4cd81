import { Accounts1700000000001 } from './0001-accounts.js';
import { OutboxAndAudit1700000000002 } from './0002-outbox-and-audit.js';
import { Contents1700000000003 } from './0003-contents.js';
import { Billing1700000000004 } from './0004-billing.js';
import { Partners1700000000005 } from './0005-partners.js';
import { ReadersAndInteractions1700000000006 } from './0006-readers-and-interactions.js';
import { Campaigns1700000000007 } from './0007-campaigns.js';
import { ModelRunsAndFeeds1700000000008 } from './0008-model-runs-and-feeds.js';
import { ModelLife1700000000009 } from './0009-model-life.js';
import { AdLearners1700000000010 } from './0010-ad-learners.js';
import { ServedProfiles1700000000011 } from './0011-served-profiles.js';
import { Screening1700000000012 } from './0012-screening.js';
import { Settlement1700000000013 } from './0013-settlement.js';
import { ContractLife1700000000014 } from './0014-contract-life.js';
import { Connectors1700000000015 } from './0015-connectors.js';
import { ContentFeeds1700000000016 } from './0016-content-feeds.js';
import { Privacy1700000000017 } from './0017-privacy.js';
import { Risk1700000000018 } from './0018-risk.js';
import { ConnectorHealth1700000000019 } from './0019-connector-health.js';
import { Webhooks1700000000020 } from './0020-webhooks.js';
import { ContractFiles1700000000021 } from './0021-contract-files.js';
import { Sharing1700000000022 } from './0022-sharing.js';
import { ContractTalks1700000000023 } from './0023-contract-talks.js';
import { AuditAnchors1700000000024 } from './0024-audit-anchors.js';
import { Exchange1700000000025 } from './0025-exchange.js';
import { PartnerServing1700000000027 } from './0027-partner-serving.js';
import { CampaignBudgets1700000000028 } from './0028-campaign-budgets.js';
import { PrivateAggregates1700000000029 } from './0029-private-aggregates.js';
import { CaseSignals1700000000030 } from './0030-case-signals.js';
import { PartnerIsolation1700000000031 } from './0031-partner-isolation.js';

export const migrations = [
  Accounts1700000000001,
  OutboxAndAudit1700000000002,
  Contents1700000000003,
  Billing1700000000004,
  Partners1700000000005,
  ReadersAndInteractions1700000000006,
  Campaigns1700000000007,
  ModelRunsAndFeeds1700000000008,
  ModelLife1700000000009,
  AdLearners1700000000010,
  ServedProfiles1700000000011,
  Screening1700000000012,
  Settlement1700000000013,
  ContractLife1700000000014,
  Connectors1700000000015,
  ContentFeeds1700000000016,
  Privacy1700000000017,
  Risk1700000000018,
  ConnectorHealth1700000000019,
  Webhooks1700000000020,
  ContractFiles1700000000021,
  Sharing1700000000022,
  ContractTalks1700000000023,
  AuditAnchors1700000000024,
  Exchange1700000000025,
  PartnerServing1700000000027,
  CampaignBudgets1700000000028,
  PrivateAggregates1700000000029,
  CaseSignals1700000000030,
  PartnerIsolation1700000000031,
];
