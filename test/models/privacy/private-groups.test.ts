import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { discreteLaplace, uniformBelow, type RandomBytes } from '../../../models/privacy/discrete-laplace.js';
import { privateGroups, releaseThreshold, type Contribution, type PrivacyTerms } from '../../../models/privacy/private-groups.js';

/** xorshift32, bytes from the top: the same numbers on every machine. */
function seeded(seed: number): RandomBytes {
  let state = seed >>> 0 || 1;
  return (count) => Uint8Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) >>> 24;
  });
}

const terms: PrivacyTerms = { epsilonMicro: 1_000_000n, delta: 1e-6, groupsOfPerson: 1, mostOfPerson: null, kMin: 2 };
const crowd = (size: number, group = 'g'): Contribution[] => Array.from({ length: size }, (_, at) => ({ person: `p${at}`, group, amount: 1n }));

test('uniform numbers stay below their bound and reach every value', () => {
  const random = seeded(1);
  const drawn = Array.from({ length: 7_000 }, () => Number(uniformBelow(7n, random)));
  for (let value = 0; value < 7; value++) expect(Math.abs(drawn.filter((one) => one === value).length - 1000)).toBeLessThan(150);
});

test.each([[1n, 1n], [3n, 2n], [5n, 1n]])('discrete Laplace noise of scale %s/%s has the probabilities of its formula (χ²)', (t, s) => {
  const [random, n, reach] = [seeded(7), 20_000, 6];
  const a = Number(s) / Number(t);
  const p = (x: number) => (Math.expm1(a) / (Math.exp(a) + 1)) * Math.exp(-Math.abs(x) * a);
  const counts = new Map<number, number>();
  for (let at = 0; at < n; at++) {
    const x = Math.max(-reach, Math.min(reach, Number(discreteLaplace(t, s, random))));
    counts.set(x, (counts.get(x) ?? 0) + 1);
  }
  let chi = 0;
  let inner = 0;
  for (let x = -reach + 1; x < reach; x++) {
    inner += p(x);
    chi += ((counts.get(x) ?? 0) - n * p(x)) ** 2 / (n * p(x));
  }
  for (const end of [-reach, reach]) chi += ((counts.get(end) ?? 0) - n * (1 - inner) / 2) ** 2 / (n * (1 - inner) / 2);
  expect(chi).toBeLessThan(32.9); // χ² of 12 degrees of freedom, p = 0.001
});

test('P41: no group of fewer than kMin people is ever released, nor a count below the threshold', () => {
  const contribution = fc.record({ person: fc.nat({ max: 30 }).map(String), group: fc.constantFrom('a', 'b', 'c'), amount: fc.bigInt({ min: 0n, max: 50n }) });
  fc.assert(fc.property(fc.array(contribution, { maxLength: 120 }), fc.integer({ min: 2, max: 20 }), fc.boolean(), fc.integer({ min: 1, max: 1e6 }), (rows, kMin, sums, seed) => {
    const asked = { ...terms, epsilonMicro: 20_000_000n, kMin, groupsOfPerson: 2, mostOfPerson: sums ? 10n : null };
    for (const { group, people, amount } of privateGroups(rows, asked, seeded(seed))) {
      expect(new Set(rows.filter((row) => row.group === group).map(({ person }) => person)).size).toBeGreaterThanOrEqual(kMin);
      expect(Number(people)).toBeGreaterThanOrEqual(releaseThreshold(asked));
      expect(releaseThreshold(asked)).toBeGreaterThanOrEqual(kMin);
      expect(amount === null).toBe(!sums);
    }
  }), { numRuns: 300 });
});

test('whatever one person does, it moves a sum by L0 · L∞ at most', () => {
  const asked = { ...terms, epsilonMicro: 2_000_000_000_000n, groupsOfPerson: 2, mostOfPerson: 10n, delta: 0.5 };
  const loud: Contribution[] = ['a', 'b', 'c', 'd'].flatMap((group) => Array.from({ length: 9 }, () => ({ person: 'loud', group, amount: 1_000_000n })));
  const all = ['a', 'b', 'c', 'd'].flatMap((group) => crowd(40, group).map((one) => ({ ...one, person: `${group}${one.person}` })));
  const sum = (rows: Contribution[]) => privateGroups(rows, asked, seeded(3)).reduce((total, { amount }) => total + amount!, 0n);
  expect(sum([...all, ...loud]) - sum(all)).toBe(20n);
});

test('P41: the ε that an attacker measures on neighbouring data, at 99.9 % confidence, is below the stated one', () => {
  const [n, with21, with20] = [6_000, crowd(21), crowd(20)];
  const stated = { ...terms, epsilonMicro: 1_000_000n, delta: 0.01 };
  // The attacker guesses "the person is there" when the count is at least c; (ε, δ)-DP bounds P(guess | there) ≤ e^ε P(guess | not there) + δ. Jagielski et al. 2020.
  const hits = (rows: Contribution[], c: number, random: RandomBytes) => Array.from({ length: n }, () => privateGroups(rows, stated, random)).filter(([one]) => one && Number(one.people) >= c).length;
  const margin = 3.29;
  const bound = (count: number, sign: 1 | -1) => { // Wilson score
    const p = count / n;
    return (p + margin ** 2 / (2 * n) + sign * margin * Math.sqrt(p * (1 - p) / n + margin ** 2 / (4 * n * n))) / (1 + margin ** 2 / n);
  };
  const measured = (c: number, strong: typeof with20, weak: typeof with20) => Math.log((bound(hits(strong, c, seeded(11)), -1) - stated.delta) / bound(hits(weak, c, seeded(12)), 1));
  const worst = Math.max(...[20, 21, 22, 23].map((c) => measured(c, with21, with20)));
  expect(worst).toBeLessThan(1);
  expect(worst).toBeGreaterThan(0.5); // the audit has teeth: it finds most of ε
});

test('P41: one person more opens a group with at most the chance δ', () => {
  const asked = { ...terms, delta: 0.05, kMin: 5 };
  const random = seeded(5);
  const opened = Array.from({ length: 10_000 }, () => privateGroups(crowd(5), asked, random)).filter((groups) => groups.length > 0).length;
  expect(opened / 10_000).toBeLessThan(0.05 + 3.29 * Math.sqrt(0.05 * 0.95 / 10_000));
  expect(opened).toBeGreaterThan(0);
  expect(privateGroups(crowd(4), asked, random)).toEqual([]);
});
