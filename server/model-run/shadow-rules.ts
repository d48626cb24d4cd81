import type { ShadowFigures } from '../../schema/shadow-figures.js';

/** What a challenger must hold in shadow; quality was the gate's question, here it is asked whether it works in the open. */
export interface ShadowRules {
  /** Of the feeds, at most this share may have failed. */
  readonly errorShare: number;
  /** 95 % of the lists must be made within so many milliseconds. */
  readonly latencyP95Ms: number;
  /** Length of its lists over that of the served ones. */
  readonly fill: number;
  /** Different contents that it shows over those that the champion showed. */
  readonly contentShare: number;
  /** From so many clicks on, at least this share of them must be on contents that it would have shown too. */
  readonly fewestClicks: number;
  readonly keptClickShare: number;
}

export const shadowRules: ShadowRules = { errorShare: 0.01, latencyP95Ms: 50, fill: 0.95, contentShare: 0.5, fewestClicks: 30, keptClickShare: 0.2 };

export interface ShadowVerdict { promote: boolean; reason: string }

const share = (value: number): string => `${(100 * value).toFixed(1)} %`;

/**
 * The verdict on a shadow that has seen enough, or as much as its time allowed. Without a single feed the gate's verdict
 * stands alone, and the reason says so: a quiet platform must not keep its first challengers for ever.
 */
export function shadowVerdict(figures: ShadowFigures, wanted: number, rules: ShadowRules = shadowRules): ShadowVerdict {
  if (figures.requests === 0) return { promote: true, reason: 'nobody asked for a feed in its time, so the evaluation decides alone' };
  const seen = figures.requests < wanted ? `${figures.requests} of ${wanted} feeds in its time` : `${figures.requests} feeds`;
  const failed = figures.errors / figures.requests;
  if (failed > rules.errorShare) return no(`${figures.errors} of ${figures.requests} feeds could not be made; at most ${share(rules.errorShare)} may fail`);
  if (figures.latencyP95! > rules.latencyP95Ms) return no(`5 % of its lists took longer than ${figures.latencyP95!.toFixed(1)} ms; ${rules.latencyP95Ms} ms are allowed`);
  if (figures.fill !== null && figures.fill < rules.fill) return no(`its lists have ${share(figures.fill)} of the length of the served ones; ${share(rules.fill)} are asked`);
  const spread = figures.servedContents === 0 ? 1 : figures.contents / figures.servedContents;
  if (spread < rules.contentShare) return no(`it shows ${figures.contents} different contents where the champion showed ${figures.servedContents}; ${share(rules.contentShare)} of them are asked`);
  if (figures.clicks >= rules.fewestClicks) {
    const kept = figures.wouldBeClickRate! / figures.clickRate!;
    if (kept < rules.keptClickShare) return no(`only ${share(kept)} of ${figures.clicks} clicks were on contents that it would have shown; ${share(rules.keptClickShare)} are asked`);
  }
  return { promote: true, reason: `${seen}, overlap ${share(figures.overlap ?? 0)}, 95 % of its lists within ${figures.latencyP95!.toFixed(1)} ms, ${figures.errors} errors` };
}

function no(reason: string): ShadowVerdict {
  return { promote: false, reason };
}
