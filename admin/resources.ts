import * as api from './graphql/documents.js';
import { campaignCreation, campaignEdition } from './campaigns/campaign-form-values.js';
import { connectorRegistration } from './connectors/connector-form-values.js';
import { contractDraft } from './contracts/contract-form-values.js';
import { exchangeRateCreation } from './exchange-rates/exchange-rate-form-values.js';
import { contentCreation, contentEdition } from './contents/content-form-values.js';
import { riskCaseOpening } from './risk-cases/risk-case-form-values.js';
import { partnerCreation, partnerEdition } from './partners/partner-form-values.js';
import { accountCreation } from './accounts/account-form-values.js';
import type { Document } from './providers/post.js';
import type { Problem } from './providers/problems.js';

type Row = { id: string };
/** A row of another type, or one that this account may not see. */
type Foreign = Record<PropertyKey, never> | null;
type Outcome = { outcome: { result?: unknown; userErrors: Problem[] } };
type Values = Record<string, unknown>;

interface Write {
  /** The operation that one must be allowed to call. */
  readonly operation: string;
  readonly document: Document<Outcome, { input: unknown }>;
  /** Form values → the api's input. */
  readonly input: (form: Values) => unknown;
  /** The row in what the mutation answers, where it answers with something else. */
  readonly row?: (result: never) => Row;
}

/** The documents of one resource, as the data provider uses them. */
export interface ResourceDocuments {
  /** The operation that one must be allowed to call to see the resource at all. */
  readonly operation: string;
  readonly list: Document<{ list: { items: Row[]; total: number } }, Values>;
  readonly one?: Document<{ one: Row | Foreign }, { id: string }>;
  readonly many?: Document<{ many: (Row | Foreign)[] }, { ids: readonly string[] }>;
  readonly create?: Write;
  readonly update?: Write;
  /** The api gives this list in one order only. */
  readonly unsortable?: boolean;
}

/** Checks that form and document fit each other, then forgets their types. */
function write<Input, Form, Result>(
  operation: string, document: Document<{ outcome: { result?: Result | null; userErrors: Problem[] } }, { input: Input }>, input: (form: Form) => Input, row?: (result: Result) => Row,
): Write {
  return { operation, document, input, row } as unknown as Write;
}

interface Reads<Variables, OneVariables, ManyVariables> {
  operation: string;
  list: Document<{ list: { items: Row[]; total: number } }, Variables>;
  one?: Document<{ one: Row | Foreign }, OneVariables>;
  many?: Document<{ many: (Row | Foreign)[] }, ManyVariables>;
  unsortable?: boolean;
}

function resource<V, O extends { id: string }, M extends { ids: string | string[] }>(reads: Reads<V, O, M>, writes: { create?: Write; update?: Write } = {}): ResourceDocuments {
  return { ...reads, ...writes } as unknown as ResourceDocuments;
}

/** Every resource of the console and its documents. The keys are the paths of its pages. */
export const resources = {
  partners: resource(
    { operation: 'partnerList', list: api.PartnerListDocument, one: api.PartnerOneDocument, many: api.PartnerManyDocument },
    { create: write('partnerCreate', api.PartnerCreateDocument, partnerCreation), update: write('partnerEdit', api.PartnerEditDocument, partnerEdition) },
  ),
  contracts: resource(
    { operation: 'contractList', list: api.ContractListDocument, one: api.ContractOneDocument, many: api.ContractManyDocument },
    { create: write('contractDraft', api.ContractDraftDocument, contractDraft, ({ contract }) => contract) },
  ),
  connectors: resource(
    { operation: 'connectorList', list: api.ConnectorListDocument, one: api.ConnectorOneDocument, many: api.ConnectorManyDocument },
    { create: write('connectorRegister', api.ConnectorRegisterDocument, connectorRegistration) },
  ),
  contents: resource(
    { operation: 'contentList', list: api.ContentListDocument, one: api.ContentOneDocument, many: api.ContentManyDocument },
    { create: write('contentCreate', api.ContentCreateDocument, contentCreation), update: write('contentEdit', api.ContentEditDocument, contentEdition) },
  ),
  campaigns: resource(
    { operation: 'campaignList', list: api.CampaignListDocument, one: api.CampaignOneDocument, many: api.CampaignManyDocument },
    { create: write('campaignCreate', api.CampaignCreateDocument, campaignCreation), update: write('campaignEdit', api.CampaignEditDocument, campaignEdition) },
  ),
  offers: resource({ operation: 'offerList', list: api.OfferListDocument, one: api.OfferOneDocument, many: api.OfferManyDocument }),
  orders: resource({ operation: 'orderList', list: api.OrderListDocument, one: api.OrderOneDocument, many: api.OrderManyDocument }),
  statements: resource({ operation: 'statementList', list: api.StatementListDocument, one: api.StatementOneDocument, many: api.StatementManyDocument }),
  payouts: resource({ operation: 'payoutList', list: api.PayoutListDocument, one: api.PayoutOneDocument, many: api.PayoutManyDocument }),
  balances: resource({ operation: 'ledgerAccountList', list: api.BalanceListDocument }),
  'exchange-rates': resource({ operation: 'exchangeRateList', list: api.ExchangeRateListDocument }, { create: write('exchangeRateSet', api.ExchangeRateSetDocument, exchangeRateCreation) }),
  'risk-cases': resource(
    { operation: 'riskCaseList', list: api.RiskCaseListDocument, one: api.RiskCaseOneDocument, many: api.RiskCaseManyDocument },
    { create: write('riskCaseOpen', api.RiskCaseOpenDocument, riskCaseOpening) },
  ),
  readers: resource({ operation: 'readerList', list: api.ReaderListDocument, one: api.ReaderOneDocument, many: api.ReaderManyDocument }),
  'model-runs': resource({ operation: 'modelRunList', list: api.ModelRunListDocument, one: api.ModelRunOneDocument, many: api.ModelRunManyDocument }),
  jobs: resource({ operation: 'jobList', list: api.JobListDocument, one: api.JobOneDocument, unsortable: true }),
  accounts: resource(
    { operation: 'accountList', list: api.AccountListDocument, one: api.AccountOneDocument, many: api.AccountManyDocument },
    { create: write('accountCreate', api.AccountCreateDocument, accountCreation) },
  ),
  'api-keys': resource({ operation: 'apiKeyList', list: api.ApiKeyListDocument, one: api.ApiKeyOneDocument, many: api.ApiKeyManyDocument }),
  audit: resource({ operation: 'auditList', list: api.AuditListDocument }),
} as const;

export type ResourceName = keyof typeof resources;

export function isResourceName(name: string): name is ResourceName {
  return Object.hasOwn(resources, name);
}

/** Pages that are no resource, and the operation that opens them. */
const pages: Record<string, string> = { dashboard: 'dashboard', 'feed-inspector': 'readerList', 'contract-board': 'contractList', shortlist: 'shortlist', drift: 'driftReports', risk: 'riskCentre', privacy: 'disclosureList' };

/** The api's operation behind an action of react-admin; undefined when there is none, so that nobody is offered it. */
export function operationOf(name: string, action: string): string | undefined {
  if (!isResourceName(name)) return pages[name];
  const documents: ResourceDocuments = resources[name];
  switch (action) {
    case 'list': return documents.operation;
    case 'show': return documents.one && documents.operation;
    case 'create': return documents.create?.operation;
    case 'edit': return documents.update?.operation;
    default: return undefined;
  }
}
