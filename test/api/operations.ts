import type { World } from './world.js';

/** One line per operation of the schema: how to call it minimally. A test fails for an operation without a line. */
export interface OperationCase {
  /** Arguments as GraphQL text ('first: 1'), or the `input` variable of a mutation made of a world's things. */
  readonly args?: string | ((world: World) => string);
  readonly input?: (world: World) => Record<string, unknown>;
  /** Selection; '{ items { id } }' for lists and payload for mutations are implied. */
  readonly select?: string;
  /** Lists: which of the world's things must be in the owner's list, and in nobody else's. */
  readonly lists?: keyof World['ids'];
  /** Single things: the owner reaches it; a stranger of the same role gets NOT_FOUND and changes nothing. */
  readonly reaches?: keyof World['ids'];
}

const step = (key: 'connector' | 'content' | 'campaign' | 'account' | 'offer') => (world: World) => ({ id: world.ids[key], expectedVersion: 1 });
const versionStep = (world: World) => ({ versionId: world.ids.contractVersion, expectedVersion: world.contractVersionVersion, idempotencyKey: world.key() });
const terms = { startsAt: '2031-01-01T00:00:00Z', endsAt: '2032-01-01T00:00:00Z', clauses: [{ key: 'scope', text: { heading: 'Scope', body: 'Courses.' } }] };
const reason = 'because of a test';

export const operations: Record<string, OperationCase> = {
  'Query.viewer': { select: '{ role }' },
  'Query.node': { args: ({ ids }) => `id: "${ids.content}"`, select: '{ id }' },
  'Query.nodes': { args: ({ ids }) => `ids: ["${ids.content}"]`, select: '{ id }' },
  'Query.accountList': {},
  'Query.apiKeyList': { lists: 'apiKey' },
  'Query.auditList': {},
  'Query.contents': { args: 'first: 2', select: '{ nodes { id } }' },
  'Query.contentList': { lists: 'content' },
  'Query.offerList': {},
  'Query.orderList': {},
  'Query.orders': { args: 'first: 10', select: '{ items: nodes { id } }', lists: 'order' },
  'Query.partnerList': { lists: 'partner' },
  'Query.contractList': { lists: 'contract' },
  'Query.connectorList': { lists: 'connector' },
  'Query.campaignList': { lists: 'campaign' },
  'Query.feed': { args: 'first: 2', select: '{ feedId }' },
  'Query.readerList': {},
  'Query.dashboard': { select: '{ __typename }' },
  'Query.modelRunList': {},
  'Query.modelChoices': { select: '{ ads }' },
  'Query.driftReports': { select: '{ id }' },
  'Query.champion': { select: '{ id }' },
  'Query.jobList': {},
  'Query.job': { args: ({ ids }) => `id: "${ids.job}"`, select: '{ id }' },
  'Mutation.signIn': { input: () => ({ email: 'nobody@example.test', password: 'not the password' }) },
  'Mutation.signUp': { input: (world) => ({ email: `${world.key()}@example.test`, password: 'long enough for all', displayName: 'New' }) },
  'Mutation.signOut': {},
  'Mutation.refreshSession': {},
  'Mutation.passwordChange': { input: () => ({ currentPassword: 'wrong', newPassword: 'long enough for all' }) },
  'Mutation.accountCreate': { input: (world) => ({ email: `${world.key()}@example.test`, displayName: 'New', role: 'AUTHOR' }) },
  'Mutation.accountSuspend': { input: (world) => ({ ...step('account')(world), reason }) },
  'Mutation.accountRestore': { input: step('account') },
  'Mutation.apiKeyCreate': { input: () => ({ name: 'k', scopes: ['model:read'] }) },
  'Mutation.apiKeyRevoke': { input: ({ ids }) => ({ id: ids.apiKey }), reaches: 'apiKey' },
  'Mutation.contentCreate': { input: () => ({ kind: 'ARTICLE', title: 'New' }) },
  'Mutation.contentEdit': { input: (world) => ({ ...step('content')(world), title: 'Other' }), reaches: 'content' },
  'Mutation.contentSubmit': { input: step('content'), reaches: 'content' },
  'Mutation.contentApprove': { input: step('content') },
  'Mutation.contentRequestChanges': { input: (world) => ({ ...step('content')(world), reason }) },
  'Mutation.contentPublish': { input: step('content') },
  'Mutation.contentSchedule': { input: (world) => ({ ...step('content')(world), publishAt: '2040-01-01T00:00:00Z' }) },
  'Mutation.contentUnschedule': { input: step('content') },
  'Mutation.contentUnlist': { input: step('content') },
  'Mutation.contentRelist': { input: step('content') },
  'Mutation.contentArchive': { input: step('content') },
  'Mutation.contentTakeDown': { input: (world) => ({ ...step('content')(world), reason }) },
  'Mutation.contentRestore': { input: step('content') },
  'Mutation.contentRevert': { input: (world) => ({ ...step('content')(world), publicationId: world.ids.publication }) },
  'Mutation.offerCreate': { input: (world) => ({ idempotencyKey: world.key(), kind: 'SUBSCRIPTION', title: 'Month', price: { amountMinor: '100', currency: 'CNY' }, periodDays: 30 }) },
  'Mutation.offerRetire': { input: step('offer') },
  'Mutation.checkoutStart': { input: (world) => ({ offerId: world.ids.offer, idempotencyKey: world.key() }) },
  'Mutation.orderPay': { input: (world) => ({ id: world.ids.order, idempotencyKey: world.key() }), reaches: 'order' },
  'Mutation.orderCancel': { input: (world) => ({ id: world.ids.order, expectedVersion: world.orderVersion, idempotencyKey: world.key() }), reaches: 'order' },
  'Mutation.sandboxPay': { input: (world) => ({ orderId: world.ids.order, outcome: 'FAIL', idempotencyKey: world.key() }), reaches: 'order' },
  'Mutation.partnerCreate': { input: () => ({ name: 'New', industry: 'education', kind: 'EDUCATION' }) },
  'Mutation.partnerEdit': { input: ({ ids }) => ({ id: ids.partner, expectedVersion: 1, name: 'Other', industry: 'education', kind: 'EDUCATION' }) },
  'Mutation.partnerTransition': { input: ({ ids }) => ({ id: ids.partner, expectedVersion: 1, to: 'SUSPENDED', reason }) },
  'Mutation.contractDraft': { input: (world) => ({ partnerId: world.ids.partner, title: 'New', idempotencyKey: world.key(), ...terms }), reaches: 'partner' },
  'Mutation.contractAmend': { input: (world) => ({ contractId: world.ids.contract, idempotencyKey: world.key(), ...terms }), reaches: 'contract' },
  'Mutation.contractEdit': { input: (world) => ({ ...versionStep(world), ...terms }), reaches: 'contractVersion' },
  'Mutation.contractOffer': { input: versionStep, reaches: 'contractVersion' },
  'Mutation.contractCounter': { input: (world) => ({ ...versionStep(world), answersHash: world.contentHash, ...terms }), reaches: 'contractVersion' },
  'Mutation.contractAgree': { input: (world) => ({ ...versionStep(world), answersHash: world.contentHash }), reaches: 'contractVersion' },
  'Mutation.contractSign': { input: (world) => ({ ...versionStep(world), contentHash: world.contentHash }), reaches: 'contractVersion' },
  'Mutation.contractSuspend': { input: (world) => ({ ...versionStep(world), reason }), reaches: 'contractVersion' },
  'Mutation.contractResume': { input: versionStep, reaches: 'contractVersion' },
  'Mutation.contractGiveNotice': { input: (world) => ({ ...versionStep(world), reason }), reaches: 'contractVersion' },
  'Mutation.contractWithdraw': { input: versionStep, reaches: 'contractVersion' },
  'Mutation.contractReject': { input: (world) => ({ ...versionStep(world), reason }), reaches: 'contractVersion' },
  'Mutation.connectorRegister': { input: (world) => ({ partnerId: world.ids.partner, kind: 'WEBHOOK', name: world.key() }), reaches: 'partner' },
  'Mutation.connectorConfigure': { input: (world) => ({ ...step('connector')(world), baseUrl: 'https://partner.example', profileVersion: '1.0', buildDigest: 'a'.repeat(64) }), reaches: 'connector' },
  'Mutation.connectorRetire': { input: (world) => ({ ...step('connector')(world), reason }), reaches: 'connector' },
  'Mutation.campaignCreate': {
    input: (world) => ({ idempotencyKey: world.key(), partnerId: world.ids.partner, contentId: world.ids.content, name: 'New', startsAt: '2031-01-01T00:00:00Z', endsAt: '2031-02-01T00:00:00Z', budget: { amountMinor: '1000', currency: 'CNY' }, bid: { amountMinor: '10', currency: 'CNY' } }),
    reaches: 'partner',
  },
  'Mutation.campaignEdit': {
    input: (world) => ({ ...step('campaign')(world), contentId: world.ids.content, name: 'Other', startsAt: '2031-01-01T00:00:00Z', endsAt: '2031-02-01T00:00:00Z', budget: { amountMinor: '1000', currency: 'CNY' }, bid: { amountMinor: '10', currency: 'CNY' } }),
    reaches: 'campaign',
  },
  'Mutation.campaignSubmit': { input: step('campaign'), reaches: 'campaign' },
  'Mutation.campaignApprove': { input: step('campaign') },
  'Mutation.campaignLaunch': { input: step('campaign') },
  'Mutation.campaignPause': { input: step('campaign'), reaches: 'campaign' },
  'Mutation.campaignResume': { input: step('campaign') },
  'Mutation.campaignCancel': { input: (world) => ({ ...step('campaign')(world), reason }), reaches: 'campaign' },
  'Mutation.track': { input: ({ ids }) => ({ events: [{ eventId: '01890000-0000-7000-8000-000000000001', contentId: ids.content, kind: 'VIEW', occurredAt: new Date().toISOString() }] }) },
  'Mutation.retrainStart': { input: () => ({ scenario: 'home', model: 'popularity', reason }) },
  'Mutation.retrainRequest': { input: () => ({ scenario: 'home', reason }) },
  'Mutation.retrainCancel': { input: ({ ids }) => ({ id: ids.modelRun }) },
  'Mutation.modelPromote': { input: ({ ids }) => ({ id: ids.modelRun, reason }) },
  'Mutation.modelAbandon': { input: ({ ids }) => ({ id: ids.modelRun, reason }) },
  'Mutation.modelRollback': { input: () => ({ scenario: 'home', reason }) },
  'Mutation.jobRetry': { input: ({ ids }) => ({ id: ids.job }) },
  'Mutation.jobCancel': { input: ({ ids }) => ({ id: ids.job }) },
  'Mutation.personalisationSet': { input: (world) => ({ personalised: true, idempotencyKey: world.key() }) },
};
