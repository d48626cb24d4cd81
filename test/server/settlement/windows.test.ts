import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { firstWindow, nextWindow, type Window } from '../../../server/settlement/windows.js';

const zones = ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia', 'America/Sao_Paulo', 'UTC'] as const;

describe('windows', () => {
  test('P25: gapless and disjoint through clock changes and moves of the partner, each ending at a local midnight of a first day', () => {
    fc.assert(fc.property(fc.date({ min: new Date('2009-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }), fc.array(fc.constantFrom(...zones), { minLength: 1, maxLength: 30 }), (at, lived) => {
      const windows: Window[] = [firstWindow(at, lived[0])];
      for (const zone of lived.slice(1)) windows.push(nextWindow(windows.at(-1)!, zone));
      expect(windows[0].startsAt <= at && at < windows[0].endsAt).toBe(true);
      windows.forEach((window, place) => {
        if (place > 0) expect(window.startsAt).toEqual(windows[place - 1].endsAt);
        const days = (window.endsAt.getTime() - window.startsAt.getTime()) / 86_400_000;
        expect(days).toBeGreaterThanOrEqual(place ? 1 : 0.9);
        expect(days).toBeLessThan(33.5);
        const local = DateTime.fromJSDate(window.endsAt, { zone: lived[place] });
        expect([local.day, +local.startOf('day')]).toEqual([1, window.endsAt.getTime()]);
      });
    }), { numRuns: 200 });
  });

  test('March in New York is an hour shorter, November an hour longer', () => {
    const hours = ({ startsAt, endsAt }: Window) => (endsAt.getTime() - startsAt.getTime()) / 3_600_000;
    expect(hours(firstWindow(new Date('2026-03-10T12:00:00Z'), 'America/New_York'))).toBe(31 * 24 - 1);
    expect(hours(firstWindow(new Date('2026-11-10T12:00:00Z'), 'America/New_York'))).toBe(30 * 24 + 1);
  });
});
