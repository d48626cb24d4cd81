import { AggregateRelease } from './aggregate-release.js';
import { ErasureTask } from './erasure-task.js';
import { Consent } from './consent.js';
import { DataExport } from './data-export.js';
import { Disclosure } from './disclosure.js';
import { Acceptance } from './acceptance.js';
import { Account } from './account.js';
import { ApiKey } from './api-key.js';
import { AuditEntry } from './audit-entry.js';
import { Campaign } from './campaign.js';
import { Connector } from './connector.js';
import { ConformanceRun } from './conformance-run.js';
import { Contract } from './contract.js';
import { ContractBreach } from './contract-breach.js';
import { ContractComment } from './contract-comment.js';
import { ContractOffer } from './contract-offer.js';
import { ContractSignature } from './contract-signature.js';
import { ContractVersion } from './contract-version.js';
import { Application } from './application.js';
import { Assessment } from './assessment.js';
import { CriterionSet } from './criterion-set.js';
import { DueDiligenceReview } from './due-diligence-review.js';
import { Evidence } from './evidence.js';
import { Partner } from './partner.js';
import { Content } from './content.js';
import { ContentPublication } from './content-publication.js';
import { ContentVersion } from './content-version.js';
import { Grant } from './grant.js';
import { Accrual } from './accrual.js';
import { ExchangeRate } from './exchange-rate.js';
import { Payout } from './payout.js';
import { Statement } from './statement.js';
import { StatementDispute } from './statement-dispute.js';
import { StatementLine } from './statement-line.js';
import { LedgerAccount } from './ledger-account.js';
import { Offer } from './offer.js';
import { Order } from './order.js';
import { Payment, PaymentEvent } from './payment.js';
import { WebhookAttempt, WebhookDelivery } from './webhook-delivery.js';
import { FeedImport } from './feed-import.js';
import { QuarantinedItem } from './quarantined-item.js';
import { RiskCase } from './risk-case.js';
import { Reader } from './reader.js';
import { ModelRun } from './model-run.js';

/** The tables that TypeORM knows; the only index-like file. Add a noun's class here. */
export const entities: (new () => object)[] = [
  Account,
  ApiKey,
  AuditEntry,
  ModelRun,
  LedgerAccount,
  Accrual,
  Statement,
  StatementLine,
  StatementDispute,
  Payout,
  ExchangeRate,
  Payment,
  PaymentEvent,
  Order,
  Offer,
  Grant,
  ContentVersion,
  ContentPublication,
  Content,
  Reader,
  Campaign,
  Connector,
  WebhookDelivery,
  WebhookAttempt,
  FeedImport,
  QuarantinedItem,
  ConformanceRun,
  Acceptance,
  Application,
  Assessment,
  CriterionSet,
  DueDiligenceReview,
  Evidence,
  RiskCase,
  Partner,
  Contract,
  AggregateRelease,
  ErasureTask,
  Consent,
  DataExport,
  Disclosure,
  ContractVersion,
  ContractSignature,
  ContractBreach, ContractComment, ContractOffer,
];
