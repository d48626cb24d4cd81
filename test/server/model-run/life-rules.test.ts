import { describe, expect, test } from '@jest/globals';
import type { ShadowFigures } from '../../../schema/shadow-figures.js';
import { alarmsOf } from '../../../server/model-run/drift-rules.js';
import { firedTrigger, type TriggerFacts } from '../../../server/model-run/retrain-triggers.js';
import { shadowVerdict } from '../../../server/model-run/shadow-rules.js';
import { readConfig } from '../../../server/platform/config.js';

describe('the verdict on a shadow', () => {
  const good: ShadowFigures = {
    requests: 100, errors: 0, overlap: 0.7, rankAgreement: 0.6, scoreShift: 0.1, latencyP50: 0.5, latencyP95: 1.25, fill: 1, contents: 40, servedContents: 42,
    clicks: 50, clickRate: 0.5, wouldBeClickRate: 0.4, servedReciprocalRank: 0.3, reciprocalRank: 0.25,
  };

  test('one that works serves, with what it was judged by', () => {
    expect(shadowVerdict(good, 100)).toEqual({ promote: true, reason: '100 feeds, overlap 70.0 %, 95 % of its lists within 1.3 ms, 0 errors' });
    expect(shadowVerdict({ ...good, requests: 40, clickRate: 1.25 }, 100).reason).toMatch(/^40 of 100 feeds in its time, /);
    expect(shadowVerdict({ ...good, requests: 0, overlap: null, latencyP95: null, fill: null }, 100)).toEqual({ promote: true, reason: 'nobody asked for a feed in its time, so the evaluation decides alone' });
  });

  test.each<[Partial<ShadowFigures>, string]>([
    [{ errors: 2 }, '2 of 100 feeds could not be made; at most 1.0 % may fail'],
    [{ latencyP95: 80 }, '5 % of its lists took longer than 80.0 ms; 50 ms are allowed'],
    [{ fill: 0.5 }, 'its lists have 50.0 % of the length of the served ones; 95.0 % are asked'],
    [{ contents: 10 }, 'it shows 10 different contents where the champion showed 42; 50.0 % of them are asked'],
    [{ wouldBeClickRate: 0.05 }, 'only 10.0 % of 50 clicks were on contents that it would have shown; 20.0 % are asked'],
  ])('%j keeps it from serving', (figures, reason) => {
    expect(shadowVerdict({ ...good, ...figures }, 100)).toEqual({ promote: false, reason });
  });

  test('few clicks say nothing; all feeds failed is a no', () => {
    expect(shadowVerdict({ ...good, clicks: 29, wouldBeClickRate: 0 }, 100).promote).toBe(true);
    // Pages of ads and drawn contents alone: there is no length to compare.
    expect(shadowVerdict({ ...good, fill: null, servedContents: 0 }, 100).promote).toBe(true);
    expect(shadowVerdict({ ...good, errors: 100, overlap: null, fill: null }, 100).promote).toBe(false);
  });
});

describe('alarms', () => {
  const thresholds = readConfig({}).drift;
  const shift = { name: 'event.kind', subject: 'event' as const, psi: 0.4, chance: 0.01, expectedCount: 1000, actualCount: 500, bins: [] };
  const all = { group: 'all', count: 1000, predicted: 0.2, observed: 0.1, error: 0.11, bins: [] };
  const quiet = { shifts: [], calibration: [], feedCount: 0, emptyFeedRate: null };

  test('are raised beyond the threshold, in words', () => {
    expect(alarmsOf({ shifts: [shift], calibration: [all], feedCount: 100, emptyFeedRate: 0.1 }, thresholds)).toEqual([
      'event.kind moved: PSI 0.400, above 0.25', 'ads are clicked at 0.100 where 0.200 was predicted: calibration error 0.110, above 0.05', '0.100 of the feeds were empty, above 0.02',
    ]);
  });

  test('are not raised by chance, by few observations, or by one slot alone', () => {
    expect(alarmsOf(quiet, thresholds)).toEqual([]);
    expect(alarmsOf({ ...quiet, shifts: [{ ...shift, actualCount: 150 }, { ...shift, psi: 0.26 }, { ...shift, psi: 0.2 }, { ...shift, name: 'event.contentAge' }] }, thresholds)).toEqual([]);
    expect(alarmsOf({ ...quiet, calibration: [{ ...all, count: 100 }, { ...all, observed: 0.19 }, { ...all, group: 'slot:03' }] }, thresholds)).toEqual([]);
    expect(alarmsOf({ ...quiet, feedCount: 10, emptyFeedRate: 1 }, thresholds)).toEqual([]);
  });

  test('are not raised by the noise of small bins, or by an ad model that is another one than before', () => {
    // 200 impressions that are clicked a little more often than two standard errors above what was predicted: 20 a bin, whose own noise is 0.067.
    const bins = Array.from({ length: 10 }, (_, bin) => ({ count: 20, predicted: 0.1, observed: bin % 2 === 0 ? 0.25 : 0.05 }));
    const noisy = { ...all, count: 200, predicted: 0.1, observed: 0.15, error: 0.1, bins };
    expect(alarmsOf({ ...quiet, calibration: [noisy] }, thresholds)).toEqual([]);
    expect(alarmsOf({ ...quiet, calibration: [{ ...noisy, observed: 0.25, error: 0.15 }] }, thresholds)).toHaveLength(1);
    expect(alarmsOf({ ...quiet, shifts: [{ ...shift, name: 'score.ads', psi: 3 }] }, thresholds)).toEqual([]);
  });
});

describe('triggers', () => {
  const rules = readConfig({}).triggers;
  const calm: TriggerFacts = { report: { alarms: [], eventCount: 5000, negativeRate: 0.02, referenceNegativeRate: 0.02 }, newEvents: 900, snapshotPairs: 100_000 };

  test('drift comes before feedback, feedback before volume', () => {
    expect(firedTrigger(calm, rules)).toBeNull();
    const much = { ...calm, newEvents: 30_000 };
    expect(firedTrigger(much, rules)).toEqual({ trigger: 'volume', reason: '30000 new events since a snapshot of 100000: 30.0 %, of which 20.0 % are enough' });
    const angry = { ...much, report: { ...calm.report, negativeRate: 0.06 } };
    expect(firedTrigger(angry, rules)).toEqual({ trigger: 'feedback', reason: '6.0 % of the events say no, where it was 2.0 %' });
    expect(firedTrigger({ ...angry, report: { ...angry.report, alarms: ['a moved', 'b moved'] } }, rules)).toEqual({ trigger: 'drift', reason: 'a moved; b moved' });
  });

  test('an absolute volume, when it is set; none where both are off; a small platform is left alone', () => {
    expect(firedTrigger(calm, { ...rules, volumeEvents: 900 })?.reason).toBe('900 new events since the last snapshot; 900 are enough');
    expect(firedTrigger({ ...calm, newEvents: 1_000_000 }, { ...rules, volumeShare: 0 })).toBeNull();
    expect(firedTrigger({ ...calm, newEvents: 900, snapshotPairs: 100 }, rules)).toBeNull();
    expect(firedTrigger({ ...calm, newEvents: 1000, snapshotPairs: 100 }, rules)?.trigger).toBe('volume');
  });

  test('a rise within chance is none', () => {
    expect(firedTrigger({ ...calm, report: { ...calm.report, negativeRate: 0.042 } }, rules)).toBeNull();
    expect(firedTrigger({ ...calm, report: { ...calm.report, eventCount: 999, negativeRate: 0.5 } }, rules)).toBeNull();
  });
});
