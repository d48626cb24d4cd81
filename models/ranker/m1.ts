import { crossTrainer } from './cross-trainer.js';

/** M1 = M0 + cᵀWa + a bias for each ad and place, by FTRL-Proximal: the order of ads depends on the page. */
export const m1 = crossTrainer('m1', { alpha: 0.2, beta: 1, l1: 0, l2: 1, epochs: 3, calibration: 1 });
