import type { QuarantineState } from '../../schema/quarantined-item.js';
import { isLater, type ItemPlace, type JudgedItem, type QuarantineReason, type SoundItem } from './content-feed-items.js';

/** What was taken last under an id. */
export interface TakenItem extends ItemPlace {
  readonly isDeleted: boolean;
  /** Somebody here has changed the text since. */
  readonly isEdited: boolean;
}

/** The latest item of an id that was not taken. */
export interface HeldItem extends ItemPlace {
  readonly reason: QuarantineReason;
  readonly state: QuarantineState;
}

/** What follows from one item. `hold` and `overtake` write the quarantine, `take` writes the item. */
export interface FeedVerdict {
  readonly take?: SoundItem;
  readonly hold?: HeldItem;
  readonly overtake?: true;
}

const ordered = ({ version, hash, reason }: Pick<HeldItem, 'version' | 'hash' | 'reason'>) => ({ version, hash, isDeleted: reason === 'tombstone_with_text' });

/**
 * Of all items of one id the latest sound one is taken and the latest unsound one held, which waits exactly while it is later than
 * what was taken: so the end does not depend on the order in which they came, nor on how often.
 */
export function verdictOf(judged: JudgedItem, taken: TakenItem | undefined, held: HeldItem | undefined): FeedVerdict {
  if ('unsound' in judged) return hold(judged.unsound, taken, held);
  const { sound } = judged;
  if (taken && !isLater(sound, taken)) return {};
  if (taken?.isEdited && !sound.isDeleted) return hold({ ...sound, reason: 'edited_here' }, taken, held);
  return { take: sound, ...(held?.state === 'waiting' && !isLater(ordered(held), sound) && { overtake: true }) };
}

function hold({ itemId, version, hash, reason }: ItemPlace & { readonly reason: QuarantineReason }, taken: TakenItem | undefined, held: HeldItem | undefined): FeedVerdict {
  const next = { version, hash, reason };
  if (held && !isLater(ordered(next), ordered(held))) return {};
  return { hold: { itemId, ...next, state: taken && !isLater(ordered(next), taken) ? 'overtaken' : 'waiting' } };
}
