import { textLinear, textMajority } from '../text/classifier-trainer.js';
import { textPairs } from '../text/pair-classifier.js';
import { textVectorsLinear } from '../text/vector-classifier.js';
import type { TextTrainer } from './text-task.js';

/** Every classifier of texts by the name that `--model` takes. */
export const TEXT_TRAINERS: Readonly<Record<string, TextTrainer>> = {
  'text-majority': textMajority,
  'text-linear': textLinear as TextTrainer,
  'text-pairs': textPairs as TextTrainer,
  'text-vectors-linear': textVectorsLinear as TextTrainer,
};
