import type { ContractClock } from '../server/partner/contract-clock.js';
import { systemActor } from '../server/platform/actor.js';

/**
 * Job move-contracts: no payload. Starts, ends, terminates, supersedes and lapses contract versions whose time has come.
 * Repeating it, or running two at once, changes nothing more. Returns the number of contracts that moved.
 */
export async function moveContracts(contracts: ContractClock): Promise<number> {
  let moved = 0;
  for (let taken = 1; taken > 0;) {
    taken = await contracts.moveDue(systemActor('move-contracts'));
    moved += taken;
  }
  return moved;
}
