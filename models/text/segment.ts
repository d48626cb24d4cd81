import { createRequire } from 'node:module';
import type { Jieba } from '@node-rs/jieba';

/**
 * Words of Chinese and Latin text. A model remembers which engine cut its words, because the two differ (ICU splits 实时
 * into 实 and 时) and a model must be served with the words it was fitted on.
 */
export const SEGMENTERS = ['jieba', 'icu'] as const;
export type SegmenterName = (typeof SEGMENTERS)[number];
export type Segment = (text: string) => string[];

export class SegmentError extends Error {
  override readonly name = 'SegmentError';
}

const WORD = /[\p{L}\p{N}]/u;
const load = createRequire(import.meta.url);
let jieba: Jieba | undefined;

/** The dictionary costs about 0.2 s and 60 MB, so the first text that needs it loads it. */
function jiebaEngine(): Jieba {
  if (jieba) return jieba;
  try {
    const { Jieba: Engine } = load('@node-rs/jieba') as typeof import('@node-rs/jieba');
    const { dict } = load('@node-rs/jieba/dict') as typeof import('@node-rs/jieba/dict.js');
    jieba = Engine.withDict(dict);
    return jieba;
  } catch (cause) {
    throw new SegmentError('jieba has no build for this machine; fit and serve with the segmenter icu instead', { cause });
  }
}

/** The cutter of that name: words in reading order, punctuation and white space left out. Expects normalised text. */
export function segmenter(name: SegmenterName): Segment {
  if (name === 'jieba') {
    const engine = jiebaEngine();
    return (text) => engine.cut(text, true).filter((word) => WORD.test(word));
  }
  const icu = new Intl.Segmenter('zh', { granularity: 'word' });
  return (text) => Array.from(icu.segment(text)).filter((part) => part.isWordLike).map((part) => part.segment);
}
