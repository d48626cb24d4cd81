import type { CampaignState } from '../../schema/campaign.js';
import type { Side } from '../partner/sides.js';

export type CampaignAction =
  | 'campaignEdit' | 'campaignSubmit' | 'campaignApprove' | 'campaignLaunch' | 'campaignPause' | 'campaignResume' | 'campaignCancel'
  | 'start' | 'complete' | 'close';

export interface CampaignMove {
  action: CampaignAction;
  from: CampaignState;
  to: CampaignState;
  /** Who may. What raises exposure (approve, launch, resume) is the platform's; what lowers it is anybody's of the two. */
  by: readonly (Side | 'clock')[];
}

const either = ['platform', 'partner'] as const;
const cancellable = ['draft', 'review', 'approved', 'scheduled', 'running', 'paused', 'completing'] as const;

/** Every way a campaign can change its state; what is not here cannot happen. Names of people's moves are mutations. */
export const campaignMoves: readonly CampaignMove[] = [
  { action: 'campaignEdit', from: 'draft', to: 'draft', by: either },
  { action: 'campaignSubmit', from: 'draft', to: 'review', by: either },
  { action: 'campaignApprove', from: 'review', to: 'approved', by: ['platform'] },
  { action: 'campaignLaunch', from: 'approved', to: 'scheduled', by: ['platform'] },
  { action: 'campaignPause', from: 'running', to: 'paused', by: either },
  { action: 'campaignResume', from: 'paused', to: 'running', by: ['platform'] },
  ...cancellable.map((from) => ({ action: 'campaignCancel', from, to: 'cancelled', by: either }) as const),
  { action: 'start', from: 'scheduled', to: 'running', by: ['clock'] },
  { action: 'complete', from: 'running', to: 'completing', by: ['clock'] },
  { action: 'complete', from: 'paused', to: 'completing', by: ['clock'] },
  { action: 'close', from: 'completing', to: 'completed', by: ['clock'] },
];

export function campaignMove(action: CampaignAction, from: CampaignState, by: Side | 'clock'): CampaignMove | undefined {
  return campaignMoves.find((move) => move.action === action && move.from === from && move.by.includes(by));
}

/** Names of the mutations that this side may call now. */
export function allowedCampaignActions(state: CampaignState, side: Side | null): CampaignAction[] {
  return side === null ? [] : campaignMoves.filter((move) => move.from === state && move.by.includes(side)).map(({ action }) => action);
}

/** States that this side (or the clock) can reach in one step. */
export function reachableCampaignStates(state: CampaignState, by: Side | 'clock'): CampaignState[] {
  return [...new Set(campaignMoves.filter((move) => move.from === state && move.by.includes(by)).map(({ to }) => to))];
}

/** Clicks on what was shown before the end still count for an hour: readers keep a feed open. */
export const LATE_CLICKS_MS = 3_600_000;

export interface CampaignClock {
  state: CampaignState;
  startsAt: Date;
  endsAt: Date;
  budgetMinor: bigint;
  spentMinor: bigint;
  bidMinor: bigint;
}

/** The moves that time and budget have made due, in order. Pure; calling it again on the outcome gives none. */
export function dueCampaignMoves(campaign: CampaignClock, now: Date): CampaignMove[] {
  const exhausted = campaign.spentMinor + campaign.bidMinor > campaign.budgetMinor;
  const isDue: Partial<Record<CampaignAction, boolean>> = {
    start: campaign.startsAt <= now,
    complete: campaign.endsAt <= now || exhausted,
    close: exhausted || campaign.endsAt.getTime() + LATE_CLICKS_MS <= now.getTime(),
  };
  const moves: CampaignMove[] = [];
  for (let state = campaign.state; ;) {
    const move = campaignMoves.find(({ action, from, by }) => from === state && by.includes('clock') && isDue[action]);
    if (!move) return moves;
    moves.push(move);
    state = move.to;
  }
}
