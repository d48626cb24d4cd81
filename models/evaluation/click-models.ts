import type { ClickTrainer } from './click-task.js';

/** Every model of clicks by the name that `--model` takes. */
export const CLICK_TRAINERS: Readonly<Record<string, ClickTrainer>> = {};
