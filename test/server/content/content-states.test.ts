import { describe, expect, test } from '@jest/globals';
import { ContentState } from '../../../schema/content.js';
import { allowedContentActions, assertContentAction, contentTransitions } from '../../../server/content/content-states.js';
import { anonymous, type Role, systemActor, type Actor } from '../../../server/platform/actor.js';

const author = '019a0000-0000-7000-8000-000000000001';
const partner = '019a0000-0000-7000-8000-000000000002';
const actor = (role: Role, accountId = '019a0000-0000-7000-8000-0000000000ff', partnerId: string | null = null): Actor => ({ kind: 'account', accountId, role, partnerId, sessionId: 's' });
const standing = (state: ContentState) => ({ state, authorId: author, partnerId: partner });

/** The design's table, written out a second time: state → what an editor may do. */
const byEditor: Record<ContentState, string[]> = {
  draft: ['contentEdit', 'contentSubmit', 'contentTakeDown'],
  in_review: ['contentEdit', 'contentRequestChanges', 'contentApprove', 'contentTakeDown'],
  changes_requested: ['contentEdit', 'contentSubmit', 'contentTakeDown'],
  approved: ['contentEdit', 'contentPublish', 'contentSchedule', 'contentTakeDown'],
  scheduled: ['contentUnschedule', 'contentTakeDown'],
  published: ['contentEdit', 'contentRevert', 'contentPublish', 'contentUnlist', 'contentTakeDown'],
  unlisted: ['contentEdit', 'contentRevert', 'contentRelist', 'contentArchive', 'contentTakeDown'],
  archived: ['contentTakeDown'],
  takedown: ['contentRestore'],
  restored: ['contentEdit', 'contentSubmit', 'contentPublish', 'contentTakeDown'],
};
const byOwner: Record<ContentState, string[]> = {
  draft: ['contentEdit', 'contentSubmit'], changes_requested: ['contentEdit', 'contentSubmit'], restored: ['contentEdit', 'contentSubmit'],
  published: ['contentEdit'], unlisted: ['contentEdit'], in_review: [], approved: [], scheduled: [], archived: [], takedown: [],
};
const states = Object.values(ContentState);

describe.each(states)('a content in state %s', (state) => {
  test('offers editors exactly the moves of the table', () => {
    for (const editor of [actor('operator'), actor('partner_manager'), systemActor('test')]) expect(allowedContentActions(standing(state), editor)).toEqual(byEditor[state]);
  });

  test('offers its author and its partner writing and submitting', () => {
    expect(allowedContentActions(standing(state), actor('author', author))).toEqual(byOwner[state]);
    expect(allowedContentActions(standing(state), actor('partner', undefined, partner))).toEqual(byOwner[state]);
  });

  test('offers nothing to anybody else', () => {
    for (const other of [anonymous, actor('author'), actor('partner', author, '019a0000-0000-7000-8000-0000000000aa'), actor('reader'), actor('marketer'), actor('analyst'), actor('service')]) {
      expect(allowedContentActions(standing(state), other)).toEqual([]);
    }
  });

  test('refuses what it does not offer, with the right error', () => {
    for (const action of Object.keys(contentTransitions)) {
      const codeFor = (who: Actor) => { try { assertContentAction(action, standing(state), who); return 'allowed'; } catch (error) { return (error as { code: string }).code; } };
      expect(codeFor(actor('operator'))).toBe(byEditor[state].includes(action) ? 'allowed' : 'ILLEGAL_TRANSITION');
      expect(codeFor(actor('author', author))).toBe(byOwner[state].includes(action) ? 'allowed' : action === 'contentSubmit' ? 'ILLEGAL_TRANSITION' : 'FORBIDDEN');
      expect(codeFor(actor('author'))).toBe('NOT_FOUND');
      expect(codeFor(actor('marketer'))).toBe('FORBIDDEN');
    }
  });
});

test('every state but draft can be reached', () => {
  const reached = new Set<string>(Object.values(contentTransitions).map(({ to }) => to));
  expect(states.filter((state) => state !== 'draft' && !reached.has(state))).toEqual([]);
});
