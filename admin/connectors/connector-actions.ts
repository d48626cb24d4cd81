import { action, type ActionTable, type Answers } from '../actions/action.js';
import * as api from '../graphql/documents.js';
import type { AcceptancePartsFragment, ConnectorDetailFragment, FeedPolicy, RecommenderStage, WebhookDeliveryRowFragment } from '../graphql/documents.js';
import { acceptableRun } from './acceptable-run.js';
import { AcceptQuestion, waiversOf, type AcceptAnswers } from './accept-question.js';
import { configuration, ConfigureQuestion, type ConfigureAnswers } from './configure-question.js';
import { FallbackQuestion, planOf, type FallbackAnswers } from './fallback-question.js';
import { moment, SinceQuestion, type SinceAnswers } from './since-question.js';

type Subject = ConnectorDetailFragment;

const seen = ({ id, version }: Pick<Subject, 'id' | 'version'>) => ({ id, expectedVersion: version });
const because = (connector: Subject, { reason = '' }: Answers) => ({ ...seen(connector), reason });

export const connectorActions: ActionTable<Subject> = {
  connectorGoLive: action(api.ConnectorGoLiveDocument, seen, { ask: 'confirm', main: true }),
  connectorTest: action(api.ConnectorTestDocument, seen, { ask: 'confirm', main: ({ state }: Subject) => state === 'CONFIGURED' }),
  connectorConfigure: action(api.ConnectorConfigureDocument, (connector: Subject, answers: ConfigureAnswers) => ({ ...seen(connector), ...configuration(connector, answers) }), { ask: ConfigureQuestion, main: ({ state }: Subject) => state === 'REGISTERED' }),
  webhookTest: action(api.WebhookTestDocument, seen, { ask: 'confirm' }),
  connectorPause: action(api.ConnectorPauseDocument, because, { ask: 'reason', danger: true }),
  connectorRetire: action(api.ConnectorRetireDocument, because, { ask: 'reason', danger: true }),
};

/** The signatures: the buttons of the acceptance. */
export const signingActions: ActionTable<Subject> = {
  connectorAccept: action(api.ConnectorAcceptDocument, (connector: Subject, answers: AcceptAnswers) => {
    const run = acceptableRun(connector)!;
    return { ...seen(connector), runId: run.id, evidenceHash: run.evidenceHash!, waivers: waiversOf(answers) };
  }, { ask: AcceptQuestion, main: ({ acceptance }: Subject) => !acceptance }),
  acceptanceSign: action(api.AcceptanceSignDocument, (connector: Subject) => ({ ...seen(connector), hash: connector.acceptance!.hash }), { ask: 'confirm', main: true }),
};

/** The buttons of a content feed; targets are policies. */
export const feedActions: ActionTable<Subject> = {
  contentFeedImport: action(api.ContentFeedImportDocument, ({ id }: Subject, { key }) => ({ connectorId: id, isDry: false, idempotencyKey: key }), { main: true }),
  contentFeedSet: action(api.ContentFeedSetDocument, (connector: Subject, _answers, target) => ({ ...seen(connector), policy: target as FeedPolicy }), { ask: 'confirm' }),
};

/** What becomes of an item that waits. */
export const quarantineActions: ActionTable<{ id: string; availableActions: string[] }> = {
  quarantineRelease: action(api.QuarantineReleaseDocument, ({ id }: { id: string }) => ({ id }), { ask: 'confirm' }),
  quarantineDiscard: action(api.QuarantineDiscardDocument, ({ id }: { id: string }) => ({ id }), { ask: 'confirm', danger: true }),
};

/** Sends all again since a time: the button of the deliveries. */
export const replayActions: ActionTable<Subject> = {
  webhookReplay: action(api.WebhookReplayDocument, (connector: Subject, { since }: SinceAnswers) => ({ ...seen(connector), since: moment(since) }), { ask: SinceQuestion }),
};

/** A message as its button sees it. */
export interface ReplayableDelivery { id: string; deliveryId: WebhookDeliveryRowFragment['id']; version: number; availableActions: string[] }

export const deliveryActions: ActionTable<ReplayableDelivery> = {
  webhookReplay: action(api.WebhookReplayDocument, (delivery: ReplayableDelivery) => ({ ...seen(delivery), deliveryId: delivery.deliveryId })),
};

/** A recommender in one feed, as its buttons see it; targets are stages. */
export interface StandingSubject { id: string; version: number; scenario: string; availableActions: string[] }

export const standingActions: ActionTable<StandingSubject> = {
  recommenderStageSet: action(api.RecommenderStageSetDocument, (subject: StandingSubject, { reason = '' }, target) => ({ ...seen(subject), scenario: subject.scenario, stage: target as RecommenderStage, reason }), { ask: 'reason' }),
};

export const fallbackActions: ActionTable<Subject> = {
  fallbackPlanSet: action(api.FallbackPlanSetDocument, (connector: Subject, answers: FallbackAnswers) => ({ ...seen(connector), ...planOf(connector, answers) }), { ask: FallbackQuestion }),
  failoverDrill: action(api.FailoverDrillDocument, seen, { ask: 'confirm' }),
};

/** Whether the acceptance waits for the signature of the viewer's side. */
export function waitsFor(side: 'platform' | 'partner', acceptance: AcceptancePartsFragment | null | undefined): boolean {
  if (!acceptance || new Date(acceptance.expiresAt) <= new Date()) return false;
  return side === 'platform' ? !acceptance.platformSignedAt : !acceptance.partnerSignedAt;
}
