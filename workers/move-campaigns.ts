import type { Campaigns } from '../server/campaign/campaigns.js';
import { systemActor } from '../server/platform/actor.js';

/**
 * Job move-campaigns: no payload. Starts campaigns at their time, completes them at their end or when the budget is used up.
 * Repeating it, or running two at once, changes nothing more. Returns the number of campaigns that moved.
 */
export async function moveCampaigns(campaigns: Campaigns): Promise<number> {
  let moved = 0;
  for (let taken = 1; taken > 0;) {
    taken = await campaigns.moveDue(systemActor('move-campaigns'));
    moved += taken;
  }
  return moved;
}
