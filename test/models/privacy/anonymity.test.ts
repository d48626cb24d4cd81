import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anonymityReport, type ReleasedRow } from '../../../models/privacy/anonymity.js';

test('a table worked out by hand: two classes of two and one person', () => {
  const rows: ReleasedRow[] = [
    { subject: 'a', quasi: ['zh'], sensitive: ['view'] }, { subject: 'b', quasi: ['zh'], sensitive: ['like'] },
    { subject: 'c', quasi: ['en'], sensitive: ['view'] }, { subject: 'c', quasi: ['en'], sensitive: ['view'] },
  ];
  // All rows: view 3/4, like 1/4. Class zh: 1/2 and 1/2, so 1/4 away; class en: 1 and 0, so 1/4 away.
  expect(anonymityReport(rows)).toEqual({ rows: 4, subjects: 3, k: 1, l: 1, t: 0.25, uniqueness: 1 / 3 });
  expect(anonymityReport([])).toEqual({ rows: 0, subjects: 0, k: 0, l: 0, t: 0, uniqueness: 0 });
});

test('k and uniqueness are what counting every person against every other gives', () => {
  const row = fc.record({ subject: fc.constantFrom('a', 'b', 'c', 'd', 'e'), quasi: fc.tuple(fc.integer({ min: 0, max: 1 }), fc.constantFrom('x', null)), sensitive: fc.tuple(fc.integer({ min: 0, max: 2 })) });
  fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 25 }), (rows) => {
    const same = (one: ReleasedRow, other: ReleasedRow) => one.quasi.every((value, at) => value === other.quasi[at]);
    const company = (one: ReleasedRow) => new Set(rows.filter((other) => same(one, other)).map(({ subject }) => subject)).size;
    const report = anonymityReport(rows);
    expect(report.k).toBe(Math.min(...rows.map(company)));
    expect(report.l).toBe(Math.min(...rows.map((one) => new Set(rows.filter((other) => same(one, other)).map(({ sensitive }) => String(sensitive))).size)));
    expect(report.uniqueness).toBeCloseTo(new Set(rows.filter((one) => company(one) === 1).map(({ subject }) => subject)).size / new Set(rows.map(({ subject }) => subject)).size, 12);
    expect(report.t).toBeGreaterThanOrEqual(0);
    expect(report.t).toBeLessThanOrEqual(1);
  }));
});
