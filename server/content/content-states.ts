import type { ContentState } from '../../schema/content.js';
import { holdsScope, type Actor, type Role } from '../platform/actor.js';
import { DomainError } from '../platform/errors.js';

/**
 * The editorial machine as a value. `by`: an owner is the author, or the partner whose content it is; an editor is a
 * partner manager, an operator or the platform itself. Names are the mutations' names. Where the design's table stops
 * (changes_requested, restored) the way back into review is added, and `published` may publish its newer draft.
 */
export const contentTransitions = {
  contentSubmit: { from: ['draft', 'changes_requested', 'restored'], to: 'in_review', by: 'owner' },
  contentRequestChanges: { from: ['in_review'], to: 'changes_requested', by: 'editor' },
  contentApprove: { from: ['in_review'], to: 'approved', by: 'editor' },
  contentPublish: { from: ['approved', 'published', 'restored'], to: 'published', by: 'editor' },
  contentSchedule: { from: ['approved'], to: 'scheduled', by: 'editor' },
  contentUnschedule: { from: ['scheduled'], to: 'draft', by: 'editor' },
  contentUnlist: { from: ['published'], to: 'unlisted', by: 'editor' },
  contentRelist: { from: ['unlisted'], to: 'published', by: 'editor' },
  contentArchive: { from: ['unlisted'], to: 'archived', by: 'editor' },
  contentTakeDown: {
    from: ['draft', 'in_review', 'changes_requested', 'approved', 'scheduled', 'published', 'unlisted', 'archived', 'restored'],
    to: 'takedown', by: 'editor',
  },
  contentRestore: { from: ['takedown'], to: 'restored', by: 'editor' },
} as const satisfies Record<string, { from: readonly ContentState[]; to: ContentState; by: 'owner' | 'editor' }>;

export type ContentTransition = keyof typeof contentTransitions;

/** What else may be done, without a change of state. An owner edits only what no editor is judging at that moment. */
export const contentChanges = {
  contentEdit: {
    owner: ['draft', 'changes_requested', 'restored', 'published', 'unlisted'],
    editor: ['draft', 'changes_requested', 'restored', 'published', 'unlisted', 'in_review', 'approved'],
  },
  contentRevert: { owner: [], editor: ['published', 'unlisted'] },
} as const satisfies Record<string, { owner: readonly ContentState[]; editor: readonly ContentState[] }>;

export interface ContentStanding {
  state: ContentState;
  authorId: string | null;
  partnerId: string | null;
}

/** An API key works on contents only with its scope, whatever the role of its account. */
function workingRole(actor: Actor): Role | null {
  if (actor.kind === 'account' || holdsScope(actor, 'content:write')) return actor.role;
  return null;
}

export function isEditor(actor: Actor): boolean {
  return actor.kind === 'system' || ['partner_manager', 'operator'].includes(workingRole(actor) ?? '');
}

/** Staff read every content whole; only editors change it. */
export function isStaff(actor: Actor): boolean {
  return isEditor(actor) || ['marketer', 'analyst'].includes(workingRole(actor) ?? '');
}

export function ownsContent(actor: Actor, content: Omit<ContentStanding, 'state'>): boolean {
  const role = workingRole(actor);
  if (role === null || !('partnerId' in actor)) return false;
  if (role === 'partner') return actor.partnerId !== null && actor.partnerId === content.partnerId;
  return content.authorId === actor.accountId;
}

/** May see drafts, versions and the publish log. */
export function seesWorkshop(actor: Actor, content: Omit<ContentStanding, 'state'>): boolean {
  return isStaff(actor) || ownsContent(actor, content);
}

/** The mutations that this actor may call on this content now, in the table's order. */
export function allowedContentActions(content: ContentStanding, actor: Actor): string[] {
  const editor = isEditor(actor);
  if (!editor && !ownsContent(actor, content)) return [];
  const role = editor ? 'editor' : 'owner';
  const changes = Object.entries(contentChanges).filter(([, states]) => (states[role] as readonly string[]).includes(content.state));
  const moves = Object.entries(contentTransitions)
    .filter(([, move]) => (editor || move.by === 'owner') && (move.from as readonly string[]).includes(content.state));
  return [...changes, ...moves].map(([action]) => action);
}

/** Throws NOT_FOUND for who may not know of it, FORBIDDEN for the wrong role, ILLEGAL_TRANSITION for the wrong state, with the states that this actor can reach. */
export function assertContentAction(action: string, content: ContentStanding, actor: Actor): void {
  if (!seesWorkshop(actor, content)) throw new DomainError('NOT_FOUND');
  const allowed = allowedContentActions(content, actor);
  if (allowed.includes(action)) return;
  const editorsOnly = action in contentTransitions ? contentTransitions[action as ContentTransition].by === 'editor' : action === 'contentRevert';
  if (!isEditor(actor) && (editorsOnly || !ownsContent(actor, content))) throw new DomainError('FORBIDDEN');
  const states = allowed.flatMap((name) => (name in contentTransitions ? [contentTransitions[name as ContentTransition].to] : []));
  throw new DomainError('ILLEGAL_TRANSITION', { from: content.state, allowed: states });
}
