import type { ConnectorState } from '../../schema/connector.js';
import type { Side } from '../partner/sides.js';

/** Names of people's moves are mutations; the rest is measured or timed. */
export type ConnectorAction =
  | 'connectorConfigure' | 'connectorRotateSecret' | 'connectorTest' | 'connectorAccept' | 'connectorGoLive' | 'connectorPause' | 'connectorRetire'
  | 'change' | 'accept' | 'lapse' | 'degrade' | 'recover' | 'trip';

export interface ConnectorMove {
  readonly action: ConnectorAction;
  readonly from: ConnectorState;
  readonly to: ConnectorState;
  /** `system`: what health, time or the second signature make due. */
  readonly by: readonly (Side | 'system')[];
}

const either = ['platform', 'partner'] as const;
const system = ['system'] as const;
/** Whoever is here was accepted once; another address, build, profile or capability sends it back. */
export const acceptedStates = ['accepted', 'live', 'degraded', 'tripped'] as const satisfies readonly ConnectorState[];
/** With traffic, be it only probes. */
export const carryingStates = ['live', 'degraded', 'tripped'] as const satisfies readonly ConnectorState[];
const working = ['configured', 'testing', ...acceptedStates] as const;
const same = (action: ConnectorAction, states: readonly ConnectorState[]): ConnectorMove[] => states.map((state) => ({ action, from: state, to: state, by: either }));

/**
 * Every way a connector can change its state; what is not here cannot happen. What raises exposure (going live) is the
 * platform's; what lowers it is anybody's of the two, and needs nobody's approval.
 */
export const connectorMoves: readonly ConnectorMove[] = [
  { action: 'connectorConfigure', from: 'registered', to: 'configured', by: either },
  ...same('connectorConfigure', working),
  ...same('connectorRotateSecret', ['registered', ...working]),
  { action: 'connectorTest', from: 'configured', to: 'testing', by: either },
  ...same('connectorTest', ['testing', ...acceptedStates]),
  ...same('connectorAccept', ['testing']),
  { action: 'connectorGoLive', from: 'accepted', to: 'live', by: ['platform'] },
  ...carryingStates.map((from) => ({ action: 'connectorPause', from, to: 'accepted', by: either }) as const),
  ...(['registered', ...working] as const).map((from) => ({ action: 'connectorRetire', from, to: 'retired', by: either }) as const),
  ...acceptedStates.map((from) => ({ action: 'change', from, to: 'testing', by: system }) as const),
  { action: 'accept', from: 'testing', to: 'accepted', by: system },
  ...acceptedStates.map((from) => ({ action: 'lapse', from, to: 'testing', by: system }) as const),
  { action: 'degrade', from: 'live', to: 'degraded', by: system },
  { action: 'recover', from: 'degraded', to: 'live', by: system },
  { action: 'trip', from: 'live', to: 'tripped', by: system },
  { action: 'trip', from: 'degraded', to: 'tripped', by: system },
  { action: 'recover', from: 'tripped', to: 'live', by: system },
];

export function connectorMove(action: ConnectorAction, from: ConnectorState, by: Side | 'system'): ConnectorMove | undefined {
  return connectorMoves.find((move) => move.action === action && move.from === from && move.by.includes(by));
}

/** Names of the mutations that this side may call now. */
export function allowedConnectorActions(state: ConnectorState, side: Side | null): ConnectorAction[] {
  return side === null ? [] : connectorMoves.filter((move) => move.from === state && move.by.includes(side)).map(({ action }) => action);
}

/** States that this side (or the system) can reach in one step. */
export function reachableConnectorStates(state: ConnectorState, by: Side | 'system'): ConnectorState[] {
  return [...new Set(connectorMoves.filter((move) => move.from === state && move.by.includes(by)).map(({ to }) => to))];
}
