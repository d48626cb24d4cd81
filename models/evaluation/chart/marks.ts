import type { Interval } from '../../metrics/interval.js';
import { escapeText, svgWord } from './words.js';

/** Numbers as people write them: four significant digits at most. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en-GB') : String(Number(value.toPrecision(4)));
}

export interface Bar {
  readonly label: string;
  readonly interval: Interval;
  /** Index into the colours of models. */
  readonly colour: number;
}

/** Classes c0 … c9 of the page's style. */
export const COLOUR_COUNT = 10;
const ROW = 26;
const LABEL = 120;
const WIDTH = 300;
const VALUE = 96;

/** Horizontal bars with whiskers, one row each; the axis begins at 0 unless values are negative. */
export function barPanel(name: string, bars: readonly Bar[]): string {
  const low = Math.min(0, ...bars.map(({ interval }) => finite(interval.low)));
  const high = Math.max(1e-12, ...bars.map(({ interval }) => finite(interval.high)));
  const x = (value: number): number => LABEL + (WIDTH * (value - low)) / (high - low);
  const height = 26 + ROW * bars.length;
  const rows = bars.map(({ label, interval, colour }, at) => {
    const y = 26 + ROW * at;
    const [from, to] = [x(Math.min(0, finite(interval.value))), x(Math.max(0, finite(interval.value)))];
    return `<g><title>${escapeText(`${label}: ${short(interval.value)} (${short(interval.low)} – ${short(interval.high)})`)}</title>
<text x="${LABEL - 8}" y="${y + 14}" text-anchor="end">${escapeText(label)}</text>
<rect x="${from.toFixed(1)}" y="${y + 3}" width="${Math.max(1, to - from).toFixed(1)}" height="15" rx="2" class="c${colour % COLOUR_COUNT}"/>
<path d="M${x(finite(interval.low)).toFixed(1)} ${y + 10.5}H${x(finite(interval.high)).toFixed(1)}m0 -4v8M${x(finite(interval.low)).toFixed(1)} ${y + 6.5}v8" class="whisker"/>
<text x="${LABEL + WIDTH + 10}" y="${y + 14}" class="value">${short(interval.value)}</text></g>`;
  });
  return svg(LABEL + WIDTH + VALUE, height, `<text x="${LABEL}" y="15" class="head">${svgWord(name)}</text>${rows.join('\n')}`);
}

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly chosen: boolean;
}

const PLOT = { width: 250, height: 150, left: 64, top: 26, bottom: 34 };

/** Points over one axis; `log` where the largest is more than twenty times the smallest. */
export function scatterPanel(name: string, points: readonly Point[], colour: number): string {
  const { width, height, left, top, bottom } = PLOT;
  const xs = points.map((point) => point.x);
  const log = Math.min(...xs) > 0 && Math.max(...xs) / Math.min(...xs) > 20;
  const along = scale(xs.map((value) => (log ? Math.log(value) : value)), left, left + width);
  const up = scale(points.map((point) => point.y), top + height, top);
  const marks = points.map((point) => `<circle cx="${along(log ? Math.log(point.x) : point.x).toFixed(1)}" cy="${up(point.y).toFixed(1)}" r="${point.chosen ? 6 : 4}" class="c${colour % COLOUR_COUNT}${point.chosen ? ' chosen' : ''}"><title>${escapeText(point.title)}</title></circle>`);
  const ends = `<text x="${left}" y="${top + height + 16}">${short(Math.min(...xs))}</text><text x="${left + width}" y="${top + height + 16}" text-anchor="end">${short(Math.max(...xs))}${log ? ' (log)' : ''}</text>`;
  const ys = points.map((point) => point.y);
  const sides = `<text x="${left - 6}" y="${top + 8}" text-anchor="end">${short(Math.max(...ys))}</text><text x="${left - 6}" y="${top + height}" text-anchor="end">${short(Math.min(...ys))}</text>`;
  const frame = `<path d="M${left} ${top}V${top + height}H${left + width}" class="axis"/>`;
  return svg(left + width + 12, top + height + bottom, `<text x="${left}" y="15" class="head">${svgWord(name)}</text>${frame}${ends}${sides}${marks.join('')}`);
}

function scale(values: readonly number[], from: number, to: number): (value: number) => number {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return (value) => (high === low ? (from + to) / 2 : from + ((to - from) * (value - low)) / (high - low));
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function svg(width: number, height: number, inside: string): string {
  return `<svg role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" xmlns="http://www.w3.org/2000/svg">${inside}</svg>`;
}
