import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concentrationOf } from '../../../server/risk/concentration.js';
import { bands, contributions, cusum, DWELL_MS, HYSTERESIS, nextBand, riskScore, signalKinds, smallestRelief, thresholds, weights, type Band, type Severities, type SignalKind } from '../../../server/risk/risk-rules.js';

const severity = fc.double({ min: 0, max: 1, noNaN: true });
const severities: fc.Arbitrary<Severities> = fc.record(Object.fromEntries(signalKinds.map((kind) => [kind, severity])) as Record<SignalKind, fc.Arbitrary<number>>, { requiredKeys: [] });

describe('the score', () => {
  it('is the noisy-OR of weights and severities', () => {
    expect(riskScore({})).toBe(0);
    expect(riskScore({ breaches: 1 })).toBeCloseTo(0.6, 12);
    expect(riskScore({ breaches: 1, finance_change: 0.5 })).toBeCloseTo(1 - 0.4 * 0.7, 12);
  });

  it('P31: no signal that grows lowers it, and it stays between 0 and 1', () => {
    fc.assert(fc.property(severities, fc.constantFrom(...signalKinds), severity, (all, kind, more) => {
      const worse = { ...all, [kind]: Math.max(all[kind] ?? 0, more) };
      const [before, after] = [riskScore(all), riskScore(worse)];
      return before >= 0 && after <= 1 && after >= before - 1e-12;
    }));
  });

  it('is the sum of its parts, none below zero, the greatest first', () => {
    fc.assert(fc.property(severities, (all) => {
      const parts = contributions(all);
      expect(parts.reduce((sum, { part }) => sum + part, 0)).toBeCloseTo(riskScore(all), 9);
      expect(parts.every(({ part }, place) => part >= 0 && (place === 0 || parts[place - 1].part >= part))).toBe(true);
    }));
  });

  it('names the one signal whose end lowers the band', () => {
    expect(smallestRelief({ breaches: 1, evidence: 0.1 })).toBe('breaches');
    expect(smallestRelief({ breaches: 1, finance_change: 1, invalid_traffic: 1 })).toBeNull();
    fc.assert(fc.property(severities, (all) => {
      const relief = smallestRelief(all);
      const bandOf = (score: number) => bands.filter((band) => score >= thresholds[band]).at(-1);
      return relief === null || bandOf(riskScore({ ...all, [relief]: 0 })) !== bandOf(riskScore(all));
    }));
  });

  it('every weight is a probability below one: no single signal is certainty', () => {
    expect(Object.values(weights).every((weight) => weight > 0 && weight < 1)).toBe(true);
  });
});

describe('the band', () => {
  const start = new Date('2026-03-01T00:00:00Z').getTime();
  const walk = (scores: readonly number[], stepMs: number) => {
    let before: { band: Band; since: Date } | null = null;
    return scores.map((score, step) => {
      const now = new Date(start + step * stepMs);
      const band = nextBand(before, score, now);
      if (band !== before?.band) before = { band, since: now };
      return band;
    });
  };

  it('P32: the same score gives the same band for ever', () => {
    fc.assert(fc.property(severity, fc.integer({ min: 1, max: 3 * DWELL_MS }), (score, stepMs) => new Set(walk(Array.from({ length: 30 }, () => score), stepMs)).size === 1));
  });

  it('P32: a score that trembles by less than the hysteresis changes the band at most once', () => {
    fc.assert(fc.property(severity, fc.array(fc.double({ min: -HYSTERESIS / 2.001, max: HYSTERESIS / 2.001, noNaN: true }), { minLength: 2, maxLength: 60 }), fc.integer({ min: 1, max: 3 * DWELL_MS }), (score, noise, stepMs) => {
      const path = walk(noise.map((one) => Math.min(1, Math.max(0, score + one))), stepMs);
      return path.filter((band, step) => step > 0 && band !== path[step - 1]).length <= 1;
    }));
  });

  it('rises at once, falls after a day', () => {
    expect(walk([0, 0.9, 0, 0, 0], DWELL_MS / 2)).toEqual(['low', 'critical', 'critical', 'low', 'low']);
    expect(walk([0.5, 0.4, 0.36], 2 * DWELL_MS)).toEqual(['high', 'high', 'watch']);
  });
});

describe('CUSUM', () => {
  it('stays at zero for what is usual, and adds up what is above', () => {
    expect(cusum(Array.from({ length: 60 }, () => 0.05), 0.05, 0.005)).toBe(0);
    expect(cusum([0.105, 0.105], 0.05, 0.005)).toBeCloseTo(0.1, 12);
    expect(cusum([0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0.05, 0.005)).toBe(0);
  });
});

describe('concentration', () => {
  it('P35: lies between 1/n and 1, whatever the amounts and their unit', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 1000 }), (amounts, unit) => {
      const of = (factor: number) => concentrationOf('revenue', new Map(amounts.map((amount, place) => [String(place), amount * factor])));
      const { hhi, shares } = of(1);
      expect(hhi).toBeGreaterThanOrEqual(1 / amounts.length - 1e-12);
      expect(hhi).toBeLessThanOrEqual(1 + 1e-12);
      expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(of(unit).hhi).toBeCloseTo(hhi, 9);
    }));
    expect(concentrationOf('revenue', new Map())).toEqual({ dimension: 'revenue', hhi: 0, shares: [] });
  });
});
