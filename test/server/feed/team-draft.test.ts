import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firstAnswer } from '../../../server/connector/first-answer.js';
import { drillResult, phasesOf, type DrillPhase } from '../../../server/feed/drill-rules.js';
import { stagesFrom } from '../../../server/feed/recommender-rules.js';
import { coinsOf, signTest, teamDraft } from '../../../server/feed/team-draft.js';

const lists = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 20 });

describe('team-draft interleaving', () => {
  it('has every content once, and never lets a side pick two more than the other while both have something to pick', () => {
    fc.assert(fc.property(lists, lists, fc.string(), (ours, partner, feed) => {
      const picks = teamDraft(ours, partner, coinsOf(feed));
      expect(picks.map(({ contentNo }) => contentNo).sort()).toEqual([...new Set([...ours, ...partner])].sort());
      const count = { ours: 0, partner: 0 };
      const taken = new Set<number>();
      for (const { contentNo, side } of picks) {
        const list = side === 'ours' ? ours : partner;
        expect(contentNo).toBe(list.find((one) => !taken.has(one)));
        const other = side === 'ours' ? 'partner' : 'ours';
        const otherHasSome = { ours, partner }[other].some((one) => !taken.has(one));
        if (otherHasSome) expect(count[side]).toBeLessThanOrEqual(count[other]);
        taken.add(contentNo);
        count[side]++;
      }
    }));
  });

  it('is the same list again for the same feed, and fair: in many feeds each side begins about half of them', () => {
    expect(teamDraft([1, 2, 3], [3, 2, 1], coinsOf('a'))).toEqual(teamDraft([1, 2, 3], [3, 2, 1], coinsOf('a')));
    const first = Array.from({ length: 2_000 }, (_, n) => teamDraft([1], [2], coinsOf(`feed ${n}`))[0].side);
    const ours = first.filter((side) => side === 'ours').length;
    expect(Math.abs(ours - 1_000)).toBeLessThan(4 * Math.sqrt(500)); // four standard deviations
  });

  it('favours nobody: a reader who clicks at random lets either side win as often', () => {
    let [ours, partner] = [0, 0];
    for (let n = 0; n < 3_000; n++) {
      const picks = teamDraft([1, 2, 3, 4], [4, 3, 2, 1], coinsOf(`feed ${n}`));
      if (picks[(n * 7) % 4].side === 'ours') ours++;
      else partner++;
    }
    expect(signTest(ours, partner)).toBeGreaterThan(0.001);
  });

  it('sign test: the binomial by hand', () => {
    expect(signTest(0, 0)).toBe(1);
    expect(signTest(5, 5)).toBe(1);
    expect(signTest(10, 0)).toBeCloseTo(2 / 1024, 12);
    expect(signTest(8, 2)).toBeCloseTo((2 * (1 + 10 + 45)) / 1024, 12);
    fc.assert(fc.property(fc.nat(500), fc.nat(500), (a, b) => signTest(a, b) === signTest(b, a) && signTest(a, b) > 0 && signTest(a, b) <= 1));
  });
});

describe('stages', () => {
  it('go up step by step, from the shadow also straight to live; back is always possible', () => {
    expect(stagesFrom('off')).toEqual(['shadow']);
    expect(stagesFrom('shadow')).toEqual(['off', 'interleaved', 'live']);
    expect(stagesFrom('interleaved')).toEqual(['off', 'shadow', 'live']);
    expect(stagesFrom('live')).toEqual(['off', 'shadow', 'interleaved']);
  });
});

describe('failover', () => {
  const chain = ['p', 's1', 's2'];
  /** A drill where each of the chain answers or not; `wrong` breaks the order on purpose. */
  async function drill(answers: ReadonlySet<string>): Promise<DrillPhase[]> {
    return Promise.all(phasesOf(chain).map(async (out) => {
      const { by, tried } = await firstAnswer(chain.filter((id) => !out.includes(id)).map((id) => ({ id })), async ({ id }) => (answers.has(id) ? id : null));
      return { out, answers: [{ by, tried, isAnswered: true, ms: 3 }] };
    }));
  }

  it('P34: whoever fails, every question is answered, in the order of the plan; only a whole chain passes', async () => {
    await fc.assert(fc.asyncProperty(fc.subarray(chain), async (alive) => {
      const result = drillResult(chain, await drill(new Set(alive)), 100);
      expect(result).toMatchObject({ asked: 5, unanswered: 0, outOfOrder: 0, hasReturned: alive.includes('p'), verdict: alive.length === chain.length ? 'passed' : 'failed' });
    }));
  });

  it('P34: a drill that passed somebody over, asked who was out, left a question open, was slow or never came back has failed', async () => {
    const good = await drill(new Set(chain));
    expect(drillResult(chain, good, 100).verdict).toBe('passed');
    const changed = (phase: number, answer: Partial<DrillPhase['answers'][number]>) => good.map((one, at) => (at === phase ? { ...one, answers: [{ ...one.answers[0], ...answer }] } : one));
    expect(drillResult(chain, changed(1, { by: 's2', tried: ['s2'] }), 100)).toMatchObject({ outOfOrder: 1, verdict: 'failed' });
    expect(drillResult(chain, changed(1, { by: 'p', tried: ['p'] }), 100)).toMatchObject({ outOfOrder: 1, verdict: 'failed' });
    expect(drillResult(chain, changed(0, { by: null, tried: [] }), 100)).toMatchObject({ outOfOrder: 1, verdict: 'failed' });
    expect(drillResult(chain, changed(2, { isAnswered: false }), 100)).toMatchObject({ unanswered: 1, verdict: 'failed' });
    expect(drillResult(chain, changed(3, { ms: 101 }), 100)).toMatchObject({ slowestMs: 101, verdict: 'failed' });
    expect(drillResult(chain, good.slice(0, -1), 100)).toMatchObject({ hasReturned: false, verdict: 'failed' });
  });
});
