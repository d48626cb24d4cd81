import 'reflect-metadata';
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { liveWindow, parseEvent, serviceWindow, uuidOf } from '../../../server/feed/event.js';
import { contentKeyOf } from '../../../server/feed/events-route.js';
import { toGlobalId } from '../../../server/graphql/global-ids.js';
import { isUuid } from '../../../server/platform/ids.js';

const now = Date.parse('2026-11-23T12:00:00Z');
const uuid = '018f0000-0000-7000-8000-00000000000a';
const good = { eventId: uuid, contentId: 'course-1', kind: 'read', occurredAt: '2026-11-23T11:59:00Z' };
const parse = (change: object) => parseEvent({ ...good, ...change }, liveWindow(now), contentKeyOf);

describe('an event', () => {
  test('is taken as it was said', () => {
    expect(parse({ readerId: 'r1', value: 0.5, feedId: uuid.toUpperCase(), slot: 3 })).toEqual({
      eventId: uuid, readerKey: 'r1', contentKey: 'course-1', kind: 'read', occurredAtMs: now - 60_000, value: 0.5, feedId: uuid, slot: 3,
    });
    expect(parse({ contentId: toGlobalId('Content', uuid) })).toMatchObject({ contentKey: uuid, readerKey: null, value: null, feedId: null, slot: null });
    expect(parse({ occurredAt: now })).toMatchObject({ occurredAtMs: now });
    expect(parse({ occurredAt: '2026-11-23T20:00:00+08:00' })).toMatchObject({ occurredAtMs: now });
  });

  test.each([
    [{ eventId: '' }, 'bad_event_id'], [{ eventId: 7 }, 'bad_event_id'], [{ eventId: 'x'.repeat(201) }, 'bad_event_id'], [{ eventId: 'a\0b' }, 'bad_event_id'], [{ readerId: 'half a pair \ud83d' }, 'bad_reader'], [{ contentId: '\udc00' }, 'bad_content'],
    [{ readerId: {} }, 'bad_reader'], [{ contentId: null }, 'bad_content'], [{ kind: 'READ' }, 'bad_kind'], [{ kind: 'toString' }, 'bad_kind'],
    [{ occurredAt: undefined }, 'bad_time'], [{ occurredAt: '2026-11-23T11:59:00' }, 'bad_time'], [{ occurredAt: 'yesterday Z' }, 'bad_time'], [{ occurredAt: 1.5 }, 'bad_time'],
    [{ occurredAt: now + 301_000 }, 'in_future'], [{ occurredAt: now - 61 * 86_400_000 }, 'too_old'],
    [{ value: 'much' }, 'bad_value'], [{ value: 1e10 }, 'bad_value'], [{ feedId: 'feed' }, 'bad_feed'], [{ slot: -1 }, 'bad_slot'], [{ slot: 1.5 }, 'bad_slot'], [{ slot: 1001 }, 'bad_slot'],
  ])('%j is refused: %s', (change, reason) => {
    expect(parse(change)).toBe(reason);
  });

  test.each([null, undefined, 'text', 4, [good]])('%j is no event', (input) => {
    expect(parseEvent(input, liveWindow(now), contentKeyOf)).toBe('not_json');
  });

  test('a partner may bring a year of history, a reader two months', () => {
    const old = { ...good, occurredAt: now - 300 * 86_400_000 };
    expect(parseEvent(old, liveWindow(now), contentKeyOf)).toBe('too_old');
    expect(parseEvent(old, serviceWindow(now), contentKeyOf)).toMatchObject({ kind: 'read' });
  });
});

test('any text makes one uuid, and two texts make two', () => {
  fc.assert(fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
    expect(isUuid(uuidOf(a))).toBe(true);
    expect(uuidOf(a)[14]).toBe('8');
    expect(uuidOf(a) === uuidOf(b)).toBe(a === b);
  }));
});

test('a global id of another type, or a broken one, is an external id like any other text', () => {
  for (const text of [toGlobalId('Partner', uuid), `${toGlobalId('Content', uuid)}x`, 'Q29udGVudDpuby11dWlk', 'course']) expect(contentKeyOf(text)).toBe(text);
});
