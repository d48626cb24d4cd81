import { parse } from 'csv-parse/sync';
import { DatasetError } from '../dataset.js';

/** What a policy showed, row by row: which action in which slot, with which probability, and whether it was clicked. */
export interface BanditLog {
  readonly actions: Int32Array;
  readonly slots: Int32Array;
  readonly propensities: Float64Array;
  readonly clicks: Uint8Array;
  readonly actionCount: number;
  readonly slotCount: number;
}

/** Tables have a cell for every slot and action: a broken id must not ask for gigabytes. */
const HIGHEST_ID = 1_000_000;

const COLUMNS = ['item_id', 'position', 'click', 'propensity_score'] as const;

function recordsOf(csv: string, name: string): Record<string, string>[] {
  try {
    return parse(csv, { columns: true, skip_empty_lines: true });
  } catch (cause) {
    throw new DatasetError(`${name} is no CSV: ${(cause as Error).message}`, { cause });
  }
}

/** A log in the columns of the Open Bandit Dataset (Saito et al. 2021); others are passed over. `name` is for messages. */
export function parseBanditLog(csv: string, name: string): BanditLog {
  const rows = recordsOf(csv, name);
  if (rows.length === 0) throw new DatasetError(`${name} has no rows`);
  const missing = COLUMNS.filter((column) => !(column in rows[0]));
  if (missing.length > 0) throw new DatasetError(`${name} has no column ${missing.join(', ')}; it is no bandit log`);
  const whole = (column: 'item_id' | 'position' | 'click', row: number): number => {
    const text = rows[row][column];
    if (!/^\d{1,9}$/.test(text) || Number(text) > HIGHEST_ID) {
      throw new DatasetError(`${name}, row ${row + 1}: ${column} is '${text.slice(0, 40)}', not a whole number up to ${HIGHEST_ID}`);
    }
    return Number(text);
  };
  const actions = Int32Array.from(rows, (_, row) => whole('item_id', row));
  const positions = Int32Array.from(rows, (_, row) => whole('position', row));
  const first = positions.reduce((least, position) => Math.min(least, position), Infinity);
  const propensities = Float64Array.from(rows, ({ propensity_score: text }, row) => {
    const value = Number(text);
    if (!(value > 0 && value <= 1)) throw new DatasetError(`${name}, row ${row + 1}: propensity_score is '${text}', not a probability above 0`);
    return value;
  });
  const clicks = Uint8Array.from(rows, (_, row) => {
    const click = whole('click', row);
    if (click > 1) throw new DatasetError(`${name}, row ${row + 1}: click is ${click}, not 0 or 1`);
    return click;
  });
  const most = (values: Int32Array): number => values.reduce((largest, value) => Math.max(largest, value), 0);
  return { actions, slots: positions.map((position) => position - first), propensities, clicks, actionCount: most(actions) + 1, slotCount: most(positions) - first + 1 };
}

/**
 * π̂(a | slot) [slots, actions]: the shares with which a policy showed actions in each slot of its own log. For a policy
 * without context whose probabilities move over time this is an unbiased estimate of their mean over the log. It is what
 * the log's `propensities` average to, too, but needs no assumption about actions that were hardly shown.
 */
export function shownShares({ actions, slots, actionCount, slotCount }: BanditLog): Float64Array {
  const shares = new Float64Array(slotCount * actionCount);
  const totals = new Float64Array(slotCount);
  actions.forEach((action, row) => {
    shares[slots[row] * actionCount + action]++;
    totals[slots[row]]++;
  });
  return shares.map((count, at) => count / Math.max(1, totals[Math.floor(at / actionCount)]));
}

/** The click rate of a slot counts as so many rows of each of its actions. */
const PRIOR_ROWS = 100;

/**
 * q(slot, a) for each row, [rows, actions] read through `at`: the click rate of an action in a slot, drawn toward the
 * slot's own, learnt on the folds that the row is not in, so that DR stays unbiased.
 */
export function crossFittedRates(log: BanditLog, folds: number): (row: number, action: number) => number {
  const { actions, slots, clicks, actionCount, slotCount } = log;
  const cells = slotCount * actionCount;
  const shown = new Float64Array(folds * cells);
  const clicked = new Float64Array(folds * cells);
  actions.forEach((action, row) => {
    const cell = (row % folds) * cells + slots[row] * actionCount + action;
    shown[cell]++;
    clicked[cell] += clicks[row];
  });
  const rates = new Float64Array(folds * cells);
  for (let fold = 0; fold < folds; fold++) {
    for (let slot = 0; slot < slotCount; slot++) {
      const others = (counts: Float64Array, from: number, to: number): number => {
        let sum = 0;
        for (let other = 0; other < folds; other++) if (other !== fold) for (let at = from; at < to; at++) sum += counts[other * cells + at];
        return sum;
      };
      const [start, end] = [slot * actionCount, (slot + 1) * actionCount];
      const rate = others(clicked, start, end) / Math.max(1, others(shown, start, end));
      for (let cell = start; cell < end; cell++) {
        rates[fold * cells + cell] = (others(clicked, cell, cell + 1) + PRIOR_ROWS * rate) / (others(shown, cell, cell + 1) + PRIOR_ROWS);
      }
    }
  }
  return (row, action) => rates[(row % folds) * cells + slots[row] * actionCount + action];
}
