import type { ConnectorKind } from '../../schema/connector.js';

/** Versions of the interfaces that the platform speaks. */
export const profileVersions: readonly string[] = ['1.0'];

/** What a connector of each kind may declare beyond the minimum; scenarios of the layer `capability` ask for one of these. */
export const capabilitiesOf: Readonly<Record<ConnectorKind, readonly string[]>> = {
  content_feed: ['conditional', 'cursors', 'rights', 'tombstones'],
  recommender: ['context', 'repeatable'],
  ad_delivery: ['blocking', 'native', 'test_mode'],
  webhook: ['receipts'],
};
