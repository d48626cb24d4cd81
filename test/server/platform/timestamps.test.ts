import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseTimestamp } from '../../../server/platform/timestamps.js';

test('reads what Postgres prints in UTC, dropping the microseconds', () => {
  expect(parseTimestamp('2026-11-23 16:31:02+00').toISOString()).toBe('2026-11-23T16:31:02.000Z');
  expect(parseTimestamp('2026-11-23 16:31:02.5+00').toISOString()).toBe('2026-11-23T16:31:02.500Z');
  expect(parseTimestamp('2026-11-23 16:31:02.123987+00').toISOString()).toBe('2026-11-23T16:31:02.123Z');
});

test('leaves other zones, far years and infinity to pg', () => {
  expect(parseTimestamp('2026-11-23 16:31:02+08').toISOString()).toBe('2026-11-23T08:31:02.000Z');
  expect(parseTimestamp('0044-03-15 12:00:00+00 BC').getUTCFullYear()).toBe(-43);
  expect(Number(parseTimestamp('infinity'))).toBe(Infinity);
  expect(parseTimestamp('0099-01-01 00:00:00+00').getUTCFullYear()).toBe(99);
});

test('every instant since the year 1 comes back', () => {
  fc.assert(fc.property(fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }), (date) => {
    const printed = date.toISOString().replace('T', ' ').replace('Z', '+00');
    expect(parseTimestamp(printed).getTime()).toBe(date.getTime());
  }), { numRuns: 2000 });
});
