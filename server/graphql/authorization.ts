import { holdsScope, type Actor, type Role, type Scope } from '../platform/actor.js';
import { DomainError } from '../platform/errors.js';

/**
 * Who may call which operation. An operation that is not here is refused to everybody. `own` says that the domain
 * narrows what these roles get to their own rows (a foreign row is NOT_FOUND); the generated tests try both.
 */
export interface Rule {
  readonly allow: 'everyone' | 'signed_in' | readonly Role[];
  /** What an API key needs besides the role of its account. Without a scope no key may call it, unless it is for everyone. */
  readonly scope?: Scope;
  /** Roles (of `allow`) that reach only what belongs to them. */
  readonly own?: Readonly<Partial<Record<Role, 'account' | 'partner' | 'author'>>>;
}

const editors = ['author', 'partner', 'partner_manager', 'operator'] as const;
const partnerSides = ['partner', 'partner_manager', 'operator'] as const;
const partnerStaff = ['partner_manager', 'operator'] as const;
const marketing = ['partner', 'marketer', 'partner_manager', 'operator'] as const;
const marketingStaff = ['marketer', 'operator'] as const;
const sellers = ['marketer', 'partner_manager', 'operator'] as const;
const staff = ['partner_manager', 'marketer', 'analyst', 'operator'] as const;
const modelStaff = ['analyst', 'operator', 'service'] as const;
const ownContent = { author: 'author', partner: 'partner' } as const;
const ownPartner = { partner: 'partner' } as const;
const signedInOwn = { reader: 'account', author: 'account', partner: 'account', partner_manager: 'account', marketer: 'account', analyst: 'account', service: 'account', operator: 'account' } as const;

const everyone: Rule = { allow: 'everyone' };
const signedIn: Rule = { allow: 'signed_in', own: signedInOwn };
const edit: Rule = { allow: editors, scope: 'content:write', own: ownContent };
const editorial: Rule = { allow: partnerStaff, scope: 'content:write' };
const agree: Rule = { allow: partnerSides, own: ownPartner };
const partnerWork: Rule = { allow: partnerStaff };
const campaignWork: Rule = { allow: marketing, own: ownPartner };
// What spends money starts with the platform; a partner may always stop its own.
const campaignStart: Rule = { allow: ['marketer', 'partner_manager', 'operator'] };

export const authorization: Readonly<Record<string, Rule>> = {
  'Query.node': everyone,
  'Query.nodes': everyone,
  'Query.viewer': everyone,
  // account, audit
  'Query.accountList': { allow: ['operator'] },
  'Query.apiKeyList': { allow: 'signed_in', own: { ...signedInOwn, operator: undefined } },
  'Query.auditList': { allow: ['operator', 'analyst', 'partner_manager'] },
  'Mutation.signIn': everyone,
  'Mutation.signUp': everyone,
  'Mutation.signOut': everyone,
  'Mutation.refreshSession': everyone,
  'Mutation.passwordChange': signedIn,
  'Mutation.accountCreate': { allow: ['operator'] },
  'Mutation.accountSuspend': { allow: ['operator'] },
  'Mutation.accountRestore': { allow: ['operator'] },
  'Mutation.apiKeyCreate': signedIn,
  'Mutation.apiKeyRevoke': { allow: 'signed_in', own: { ...signedInOwn, operator: undefined } },
  // content
  'Query.contents': everyone,
  'Query.contentList': { allow: ['author', 'partner', ...staff], scope: 'content:write', own: ownContent },
  'Mutation.contentCreate': edit,
  'Mutation.contentEdit': edit,
  'Mutation.contentSubmit': edit,
  'Mutation.contentApprove': editorial,
  'Mutation.contentRequestChanges': editorial,
  'Mutation.contentPublish': editorial,
  'Mutation.contentSchedule': editorial,
  'Mutation.contentUnschedule': editorial,
  'Mutation.contentUnlist': editorial,
  'Mutation.contentRelist': editorial,
  'Mutation.contentArchive': editorial,
  'Mutation.contentTakeDown': editorial,
  'Mutation.contentRestore': editorial,
  'Mutation.contentRevert': editorial,
  // billing
  'Query.offerList': { allow: staff },
  'Query.orderList': { allow: staff },
  'Query.orders': signedIn,
  'Mutation.offerCreate': { allow: sellers },
  'Mutation.offerRetire': { allow: sellers },
  'Mutation.checkoutStart': signedIn,
  'Mutation.sandboxPay': signedIn,
  'Mutation.orderPay': signedIn,
  'Mutation.orderCancel': signedIn,
  // partner
  'Query.partnerList': { allow: ['partner', ...staff], own: ownPartner },
  'Query.contractList': { allow: ['partner', ...staff], own: ownPartner },
  'Mutation.partnerCreate': partnerWork,
  'Mutation.partnerEdit': partnerWork,
  'Query.applicationList': { allow: ['partner', ...staff], own: ownPartner },
  'Query.criterionSet': { allow: staff },
  'Query.shortlist': { allow: staff },
  'Mutation.partnerApply': everyone,
  'Mutation.applicationRecord': agree,
  'Mutation.partnerScreen': partnerWork,
  'Mutation.partnerExamine': partnerWork,
  'Mutation.partnerApprove': partnerWork,
  'Mutation.partnerReject': partnerWork,
  'Mutation.partnerOnboard': partnerWork,
  'Mutation.partnerActivate': partnerWork,
  'Mutation.partnerSuspend': partnerWork,
  'Mutation.partnerResume': partnerWork,
  'Mutation.partnerOffboard': partnerWork,
  'Mutation.partnerClose': partnerWork,
  'Mutation.partnerBlock': partnerWork,
  'Mutation.criterionSetPublish': partnerWork,
  'Mutation.evidenceAdd': partnerWork,
  'Mutation.assessmentRun': partnerWork,
  'Mutation.dueDiligenceReview': partnerWork,
  'Query.contractVerify': everyone,
  'Mutation.contractDraft': agree,
  'Mutation.contractAmend': agree,
  'Mutation.contractEdit': agree,
  'Mutation.contractOffer': agree,
  'Mutation.contractCounter': agree,
  'Mutation.contractAgree': agree,
  'Mutation.contractSign': agree,
  'Mutation.contractApprove': partnerWork,
  'Mutation.contractComment': agree,
  'Mutation.contractResolveComment': agree,
  'Mutation.contractSuspend': agree,
  'Mutation.contractResume': agree,
  'Mutation.contractGiveNotice': agree,
  'Mutation.contractReportBreach': agree,
  'Mutation.contractConfirmCure': agree,
  'Mutation.contractTerminate': agree,
  'Mutation.contractWithdraw': agree,
  'Mutation.contractReject': agree,
  // connector
  'Query.connectorList': { allow: ['partner', ...staff], own: ownPartner },
  'Mutation.connectorRegister': agree,
  'Mutation.connectorConfigure': agree,
  'Mutation.connectorRetire': agree,
  'Query.conformanceSpecification': { allow: ['partner', ...staff] },
  'Mutation.connectorRotateSecret': agree,
  'Mutation.connectorTest': agree,
  'Mutation.connectorAccept': agree,
  'Mutation.acceptanceSign': agree,
  'Mutation.connectorGoLive': partnerWork,
  'Mutation.connectorPause': agree,
  'Mutation.recommenderStageSet': partnerWork,
  'Mutation.fallbackPlanSet': partnerWork,
  'Mutation.failoverDrill': partnerWork,
  'Query.webhookDeliveryList': { allow: ['partner', ...staff], own: ownPartner },
  'Mutation.webhookTest': agree,
  'Mutation.webhookReplay': agree,
  'Query.feedImportList': { allow: ['partner', ...staff], own: ownPartner },
  'Query.quarantinedItemList': { allow: ['partner', ...staff], own: ownPartner },
  'Mutation.contentFeedImport': agree,
  'Mutation.contentFeedSet': partnerWork,
  'Mutation.quarantineRelease': partnerWork,
  'Mutation.quarantineDiscard': partnerWork,
  // campaign
  'Query.campaignList': { allow: ['partner', ...staff], own: ownPartner },
  'Mutation.campaignCreate': campaignWork,
  'Mutation.campaignEdit': campaignWork,
  'Mutation.campaignSubmit': campaignWork,
  'Mutation.campaignApprove': { allow: marketingStaff },
  'Mutation.campaignLaunch': campaignStart,
  'Mutation.campaignPause': campaignWork,
  'Mutation.campaignResume': campaignStart,
  'Mutation.campaignCancel': campaignWork,
  // settlement
  // privacy
  'Query.dataExportList': { allow: ['partner', ...staff], own: ownPartner },
  'Query.disclosureList': { allow: ['partner', ...staff], own: ownPartner },
  'Mutation.dataExportRequest': agree,
  'Mutation.partnerAggregate': agree,
  'Query.erasureTaskList': { allow: ['partner', ...staff], own: ownPartner },
  'Mutation.erasureAcknowledge': { allow: ['partner'], own: ownPartner },
  'Mutation.consentGive': { allow: ['reader'] },
  'Mutation.consentWithdraw': { allow: ['reader'], own: { reader: 'account' } },
  'Query.statementList': { allow: ['partner', ...staff], own: ownPartner },
  'Query.statementCheck': { allow: ['partner', ...staff], own: ownPartner },
  'Query.accrualList': { allow: ['partner', ...staff], own: ownPartner },
  'Query.payoutList': { allow: ['partner', ...staff], own: ownPartner },
  'Query.ledgerAccountList': { allow: ['partner', ...staff], own: ownPartner },
  'Mutation.statementAcknowledge': { allow: ['partner'], own: ownPartner },
  'Mutation.statementDispute': { allow: ['partner'], own: ownPartner },
  'Mutation.disputeDecide': partnerWork,
  'Query.exchangeRateList': { allow: staff },
  'Mutation.exchangeRateSet': partnerWork,
  'Mutation.payoutPropose': partnerWork,
  'Mutation.payoutApprove': partnerWork,
  'Mutation.payoutCancel': partnerWork,
  'Mutation.payoutReturn': partnerWork,
  // risk
  'Query.riskCentre': { allow: staff },
  'Query.riskCaseList': { allow: staff },
  'Mutation.riskReport': partnerWork,
  'Mutation.riskCaseOpen': partnerWork,
  'Mutation.riskCaseTake': partnerWork,
  'Mutation.riskCaseDecide': partnerWork,
  'Mutation.riskCaseClose': partnerWork,
  'Mutation.riskCaseReopen': partnerWork,
  'Mutation.concentrationLimitSet': partnerWork,
  'Mutation.concentrationWaive': partnerWork,
  'Mutation.serviceLevelExcuse': partnerWork,
  // feed, insight
  'Query.feed': everyone,
  'Query.readerList': { allow: staff },
  'Query.dashboard': { allow: staff },
  // Of the reader who is signed in; keys name their readers at POST /events.
  'Mutation.track': { allow: 'signed_in' },
  'Mutation.personalisationSet': signedIn,
  // model-run
  'Query.modelRunList': { allow: [...staff, 'service'], scope: 'model:read' },
  'Query.champion': { allow: [...staff, 'service'], scope: 'model:read' },
  'Query.modelChoices': { allow: [...staff, 'service'], scope: 'model:read' },
  'Query.driftReports': { allow: [...staff, 'service'], scope: 'model:read' },
  'Query.jobList': { allow: modelStaff, scope: 'model:read' },
  'Query.job': { allow: modelStaff, scope: 'model:read' },
  'Mutation.retrainStart': { allow: modelStaff, scope: 'retrain:start' },
  'Mutation.retrainRequest': { allow: ['partner_manager', 'marketer', 'analyst', 'operator'] },
  'Mutation.retrainCancel': { allow: modelStaff, scope: 'retrain:start' },
  'Mutation.modelPromote': { allow: ['analyst', 'operator'] },
  'Mutation.modelAbandon': { allow: ['analyst', 'operator'] },
  'Mutation.modelRollback': { allow: ['analyst', 'operator'] },
  'Mutation.jobRetry': { allow: ['analyst', 'operator'] },
  'Mutation.jobCancel': { allow: ['analyst', 'operator'] },
  'Subscription.modelRunProgress': { allow: [...staff, 'service'], scope: 'model:read' },
  'Subscription.jobProgress': { allow: modelStaff, scope: 'model:read' },
};

export function isAllowed(operation: string, actor: Actor): boolean {
  const rule = Object.hasOwn(authorization, operation) ? authorization[operation] : undefined;
  if (!rule) return false;
  if (rule.allow === 'everyone') return true;
  if (actor.kind !== 'account' && actor.kind !== 'api_key') return false;
  if (rule.allow !== 'signed_in' && !rule.allow.includes(actor.role)) return false;
  return actor.kind === 'account' || (rule.scope !== undefined && holdsScope(actor, rule.scope));
}

/** Throws UNAUTHENTICATED to the anonymous and FORBIDDEN to everybody else who may not call all of them. */
export function authorize(operations: readonly string[], actor: Actor): void {
  for (const operation of operations) {
    if (!isAllowed(operation, actor)) throw new DomainError(actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN', { operation });
  }
}

/** The names, without Query or Mutation, that the actor may call: what a console builds its menus from. */
export function permissionsOf(actor: Actor): string[] {
  return Object.keys(authorization).filter((operation) => isAllowed(operation, actor)).map((operation) => operation.slice(operation.indexOf('.') + 1));
}
