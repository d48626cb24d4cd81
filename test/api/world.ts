import { randomBytes, randomUUID } from 'node:crypto';
import { Money } from '../../schema/money.js';
import { fromGlobalId, toGlobalId } from '../../server/graphql/global-ids.js';
import { toJobId } from '../../server/model-run/job-ids.js';
import type { Actor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import type { TestApp } from '../support/app.js';

type AccountActor = Actor & { kind: 'account' };

/** Things that belong to one account: made through the api itself, by whoever may make them. */
export interface World {
  readonly ids: Record<'account' | 'partner' | 'application' | 'content' | 'publication' | 'contract' | 'contractVersion' | 'connector' | 'webhookDelivery' | 'feedImport' | 'quarantinedItem' | 'campaign' | 'offer' | 'order' | 'apiKey' | 'statement' | 'accrual' | 'payout' | 'dispute' | 'ledgerAccount' | 'job' | 'modelRun' | 'dataExport' | 'disclosure' | 'erasureTask' | 'consent', string>;
  readonly contentHash: string;
  readonly contractVersionVersion: number;
  readonly orderVersion: number;
  /** A fresh idempotency key. */
  key(): string;
}

/** What a partner has, where the owner is not one: nobody's partner. */
export async function worldOf(api: TestApp, owner: AccountActor): Promise<World> {
  const operator = await api.actor('operator');
  const partnerId = owner.partnerId ?? await api.newPartner();
  const partner = toGlobalId('Partner', partnerId);
  const key = () => randomUUID();
  // oxlint-disable-next-line typescript/no-explicit-any -- answers are asserted on, not typed
  const make = async (name: string, type: string, select: string, input: Record<string, unknown>, as: Actor): Promise<any> => {
    const answer = await api.execute(`mutation($input: ${type}!) { ${name}(input: $input) { result { ${select} } userErrors { code message path } } }`, { input }, as);
    if (!answer.data?.[name]?.result) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return answer.data[name].result;
  };

  const writes = owner.role === 'author' || owner.role === 'partner';
  const content = await make('contentCreate', 'ContentCreateInput', 'id', { kind: 'ARTICLE', title: 'Own', body: 'Text.', ...(owner.role !== 'author' && !writes && { partnerId: partner }) }, writes ? owner : operator);
  const partnerContent = owner.role === 'author'
    ? await make('contentCreate', 'ContentCreateInput', 'id', { kind: 'ARTICLE', title: 'Partner', partnerId: partner }, operator) : content;
  const applicationId = newId();
  await api.database.query(`INSERT INTO applications (id, partner_id, code, statement, submitted_at) VALUES ($1, $2, 'own', 'Courses.', now())`, [applicationId, partnerId]);
  const version = await make('contractDraft', 'ContractDraftInput', 'id version contentHash contract { id }', {
    partnerId: partner, title: 'Own', idempotencyKey: key(), startsAt: '2030-01-01T00:00:00Z', endsAt: '2031-01-01T00:00:00Z',
    clauses: [{ key: 'scope', text: { heading: 'Scope', body: 'Courses.' } }, { key: 'share', revenueShare: { sharePpm: 100_000, base: 'NET' } }],
  }, operator);
  const offered = await make('contractOffer', 'ContractOfferInput', 'id version contentHash', { versionId: version.id, expectedVersion: version.version, idempotencyKey: key() }, operator);
  const campaign = await make('campaignCreate', 'CampaignCreateInput', 'id', {
    idempotencyKey: key(), partnerId: partner, contentId: partnerContent.id, name: 'Own', startsAt: '2030-01-01T00:00:00Z', endsAt: '2030-02-01T00:00:00Z',
    budget: { amountMinor: '1000', currency: 'CNY' }, bid: { amountMinor: '10', currency: 'CNY' },
  }, operator);
  const connectorName = key();
  const connector = await make('connectorRegister', 'ConnectorRegisterInput', 'id', { partnerId: partner, kind: 'RECOMMENDER', name: connectorName }, operator);
  const deliveryId = newId();
  await api.database.query(`INSERT INTO webhook_deliveries (id, connector_id, partner_id, type, body, next_at, created_at) SELECT $1, id, partner_id, 'connector.tested', '{}', now(), now() FROM connectors WHERE name = $2`, [deliveryId, connectorName]);
  const [importId, itemId] = [newId(), newId()];
  await api.database.query(`INSERT INTO feed_imports (id, connector_id, partner_id, is_dry, state, started_at, finished_at) SELECT $1, id, partner_id, false, 'finished', now(), now() FROM connectors WHERE name = $2`, [importId, connectorName]);
  await api.database.query(`INSERT INTO quarantined_items (id, connector_id, item_id, partner_id, version, hash, reason, item, seen_at) SELECT $1, id, 'own', partner_id, 1, repeat('0', 64), 'no_title', '{}', now() FROM connectors WHERE name = $2`, [itemId, connectorName]);
  const offer = await make('offerCreate', 'OfferCreateInput', 'id', { idempotencyKey: key(), kind: 'SUBSCRIPTION', title: 'Month', price: { amountMinor: '100', currency: 'CNY' }, periodDays: 30 }, operator);
  const order = await make('checkoutStart', 'CheckoutStartInput', 'id version', { offerId: offer.id, idempotencyKey: key() }, owner);
  const apiKeyId = newId();
  await api.database.query(`INSERT INTO api_keys (id, account_id, name, prefix, key_hash, scopes) VALUES ($1, $2, 'own', 'own', $3, '{model:read}')`, [apiKeyId, owner.accountId, randomBytes(32)]);
  // Settlement has no mutation that makes money: a credit opens the statement, the rest is as its jobs would leave it.
  const { settlement } = api.app.nouns;
  await api.database.transaction((tx) => settlement.postings.postServiceCredit(tx, { partnerId, key: key(), amount: Money.of(1_000n, 'CNY') }));
  const [accrual] = await api.database.query<{ id: string; statementId: string }>('SELECT id, statement_id AS "statementId" FROM accruals WHERE partner_id = $1', [partnerId]);
  const [ledgerAccount] = await api.database.query<{ id: string }>('SELECT id FROM ledger_accounts WHERE partner_id = $1', [partnerId]);
  const [exportId, disclosureId, consentId, epochId, taskId] = [newId(), newId(), newId(), newId(), newId()];
  await api.database.query(
    `INSERT INTO data_exports (id, contract_id, partner_id, dataset, purpose, fields, requested_at) SELECT $1, contract_id, $3, 'interactions', 'study', '{kind}', now() FROM contract_versions WHERE id = $2`, [exportId, fromGlobalId('ContractVersion', version.id), partnerId]);
  await api.database.query(`INSERT INTO pseudonym_keys (id, partner_id, epoch, starts_at, ends_at, destroyed_at) SELECT $1, $2, 1 + count(*), now(), now() + interval '1 day', now() FROM pseudonym_keys WHERE partner_id = $2`, [epochId, partnerId]);
  await api.database.query(
    `INSERT INTO disclosures (id, export_id, partner_id, contract_id, contract_version_id, clause_key, dataset, purpose, level, basis, fields, rows, subjects, subjects_digest, export_hash, pseudonym_key_id, disclosed_at, expires_at)
     SELECT $1, e.id, e.partner_id, e.contract_id, $3, 'data', e.dataset, e.purpose, 'pseudonymous', 'law', e.fields, 1, 1, $4, $4, $5, now(), now() FROM data_exports e WHERE e.id = $2`, [disclosureId, exportId, fromGlobalId('ContractVersion', version.id), randomBytes(32), epochId]);
  await api.database.query(`INSERT INTO erasure_tasks (id, partner_id, disclosure_id, pseudonym, created_at, due_at) VALUES ($1, $2, $3, $4, now(), now() + interval '1 day')`, [taskId, partnerId, disclosureId, randomBytes(32)]);
  await api.database.query(`INSERT INTO consents (id, reader_id, partner_id, purpose, given_at) SELECT $1, id, $3, 'own', now() FROM readers WHERE account_id = $2`, [consentId, owner.accountId, partnerId]);
  const payoutId = newId();
  await api.database.query(
    `INSERT INTO payouts (id, code, partner_id, statement_id, currency, amount_minor, proposed_by, created_at, updated_at) VALUES ($1, $2, $3, $4, 'CNY', 1, $5, now(), now())`, [payoutId, `PO-${payoutId}`, partnerId, accrual.statementId, operator.accountId]);
  return {
    ids: {
      statement: toGlobalId('Statement', accrual.statementId), accrual: toGlobalId('Accrual', accrual.id), payout: toGlobalId('Payout', payoutId),
      dispute: toGlobalId('StatementDispute', randomUUID()), ledgerAccount: toGlobalId('LedgerAccount', ledgerAccount.id),
      account: toGlobalId('Account', owner.accountId), partner, application: toGlobalId('Application', applicationId), content: content.id, contract: version.contract.id, contractVersion: offered.id,
      connector: connector.id, webhookDelivery: toGlobalId('WebhookDelivery', deliveryId), feedImport: toGlobalId('FeedImport', importId), quarantinedItem: toGlobalId('QuarantinedItem', itemId), campaign: campaign.id, offer: offer.id, order: order.id, apiKey: toGlobalId('ApiKey', apiKeyId),
      dataExport: toGlobalId('DataExport', exportId), disclosure: toGlobalId('Disclosure', disclosureId), consent: toGlobalId('Consent', consentId), erasureTask: toGlobalId('ErasureTask', taskId),
      publication: toGlobalId('ContentPublication', randomUUID()), job: toJobId('light', 'none'), modelRun: toGlobalId('ModelRun', randomUUID()),
    },
    contentHash: offered.contentHash,
    contractVersionVersion: offered.version,
    orderVersion: order.version,
    key,
  };
}
