import { crossTrainer } from './cross-trainer.js';

/** M2 = M1 + what the reader's profile means to content and ad, u′Vc + u′Ta: the order of ads depends on the reader too. */
export const m2 = crossTrainer('m2', { alpha: 0.2, beta: 1, l1: 0, l2: 1, epochs: 3, calibration: 1 });
