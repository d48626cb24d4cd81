import type { OffPolicyRow } from '../../off-policy/open-bandit.js';
import type { Protocol } from '../protocols.js';
import type { ResultRow, RunResult } from '../run.js';
import type { Slice } from '../slices.js';
import { barPanel, scatterPanel, short } from './marks.js';
import { escapeText, htmlPair, htmlWord } from './words.js';

/** What one protocol gave on one folder of data. */
export type ChartReport = Heading & (RunResult | { readonly estimates: readonly OffPolicyRow[] });

interface Heading {
  readonly data: string;
  readonly protocol: string;
  readonly about: Protocol['about'];
  /** 10⁹ float32 operations a second in a matrix product, measured in the same run. */
  readonly gemmGflops: number;
}

/** A page that needs nothing else: every row, figure, slice, fold and trial, in English and 中文, light or dark. */
export function chartPage(reports: readonly ChartReport[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText([...new Set(reports.map(({ data }) => data))].join(', '))}</title><style>${STYLE}</style></head>
<body><input type="radio" name="language" id="en" checked><label for="en">English</label><input type="radio" name="language" id="zh"><label for="zh">中文</label>
<main><h1>${htmlWord('title')}</h1>${reports.map(section).join('\n')}</main></body></html>
`;
}

function section(report: ChartReport): string {
  const { data, protocol, about, gemmGflops } = report;
  const heading = `<h2>${escapeText(data)} · ${escapeText(protocol)}</h2><p class="note">${htmlPair(about)}<br>${short(gemmGflops)} ${htmlWord('rate')} · ${htmlWord('intervals')}`;
  if ('estimates' in report) return `<section>${heading}</p><div class="panels">${report.estimates.map(estimatePanel).join('\n')}</div></section>`;
  const { rows, refused } = report;
  const left = refused.map(({ model, reason }) => `<p class="note"><b>${escapeText(model)}</b> ${htmlWord('left')}: ${escapeText(reason)}</p>`);
  return `<section>${heading} · ${htmlWord('tested')} ${rows[0].tested.toLocaleString('en-GB')}</p>
${table(rows)}${left.join('')}<div class="panels">${figurePanels(rows)}</div>${slicePanels(rows)}${foldPanels(rows)}${trialPanels(rows)}</section>`;
}

/** The estimators over the ruler; a verdict that was refused says why. */
function estimatePanel({ campaign, log, policy, values, onPolicy, effectiveRows, refusal }: OffPolicyRow): string {
  const bars = [...Object.entries(values).map(([label, interval], colour) => ({ label, interval, colour })), { label: `log of ${policy}`, interval: onPolicy, colour: 9 }];
  return `<div>${barPanel(`${campaign}: ${policy} from ${log}, ESS ${short(effectiveRows)}`, bars)}${refusal ? `<p class="note">${escapeText(refusal)}</p>` : ''}</div>`;
}

function table(rows: readonly ResultRow[]): string {
  const [main] = Object.keys(rows[0].figures);
  const cells = rows.map((row) => {
    const { value, low, high } = row.figures[main];
    const params = Object.entries(row.params).map(([name, one]) => `${name} ${short(one)}`).join(', ');
    const change = row.difference
      ? `${row.difference.value >= 0 ? '+' : '−'}${short(Math.abs(row.difference.value))} (${short(row.difference.low)} – ${short(row.difference.high)}) ${htmlWord('difference')} ${escapeText(row.difference.to)}`
      : '';
    const chance = row.seeds > 1 ? ` ± ${short(row.deviation)} (${row.seeds})` : '';
    return `<tr class="${row.role}"><th scope="row">${escapeText(row.model)}</th><td>${short(value)}${chance} <small>${short(low)} – ${short(high)}</small></td><td>${change}</td>
<td>${htmlWord(row.honesty)}</td><td><small>${escapeText(params)}</small></td><td>${short(row.cost.fitSeconds + row.cost.predictSeconds)}</td><td>${Math.round(row.cost.peakRssBytes / 1e6)}</td></tr>`;
  });
  return `<table><thead><tr><th>${htmlWord('model')}</th><th>${htmlWord(main)}</th><th></th><th>${htmlWord('how')}</th><th>${htmlWord('params')}</th><th>${htmlWord('seconds')}</th><th>${htmlWord('memory')}</th></tr></thead><tbody>${cells.join('\n')}</tbody></table>`;
}

function figurePanels(rows: readonly ResultRow[]): string {
  const withIntervals = Object.keys(rows[0].figures).map((name) =>
    barPanel(name, rows.map((row, colour) => ({ label: row.model, interval: row.figures[name], colour }))));
  const plain = Object.keys(rows[0].plain).map((name) =>
    barPanel(name, rows.map((row, colour) => ({ label: row.model, interval: pointOf(row.plain[name]), colour }))));
  return [...withIntervals, ...plain].join('\n');
}

const pointOf = (value: number) => ({ value, low: value, high: value });

const sliceEnds = ({ low, high }: Slice): string => (low === high ? short(low) : `${short(Math.round(low))}–${short(Math.round(high))}`);

/** One panel for each slice, so that models stand side by side in it. */
function slicePanels(rows: readonly ResultRow[]): string {
  if (rows[0].slices.length === 0) return '';
  const kinds = [...new Set(rows[0].slices.map(({ by }) => by))].map((by) => {
    const panels = rows[0].slices.flatMap((slice, at) => (slice.by === by
      ? [barPanel(`${sliceEnds(slice)} · n = ${slice.readers}`, rows.map((row, colour) => ({ label: row.model, interval: row.slices[at].recall, colour })))]
      : []));
    return `<h4>${htmlWord(`by ${by}`)}</h4><div class="panels">${panels.join('\n')}</div>`;
  });
  return `<h3>${htmlWord('slices')}</h3>${kinds.join('\n')}`;
}

function foldPanels(rows: readonly ResultRow[]): string {
  const panels = rows.flatMap(({ model, folds }, colour) => (folds
    ? [scatterPanel(`${model}: ${short(folds.mean)} ± ${short(folds.deviation)}`, folds.values.map((y, at) => ({ x: at + 1, y, title: short(y), chosen: false })), colour)]
    : []));
  return panels.length === 0 ? '' : `<h3>${htmlWord('folds')}</h3><div class="panels">${panels.join('\n')}</div>`;
}

/** The figure of every trial over its order and over each parameter that was searched. */
function trialPanels(rows: readonly ResultRow[]): string {
  const panels = rows.flatMap(({ model, trials }, colour) => {
    const ended = trials.filter(({ value, share }) => value !== null && share === 1);
    if (ended.length === 0) return [];
    const best = ended.reduce((one, other) => (other.value! > one.value! ? other : one));
    const over = (name: string, x: (trial: (typeof ended)[number]) => number): string => scatterPanel(`${model} · ${name}`, ended.map((trial) => ({
      x: x(trial), y: trial.value!, chosen: trial === best,
      title: `${trial.number}: ${short(trial.value!)} · ${Object.entries(trial.params).map(([key, one]) => `${key} ${short(one)}`).join(', ')}`,
    })), colour);
    return [over('#', ({ number }) => number), ...Object.keys(ended[0].params).map((name) => over(name, ({ params }) => params[name]))];
  });
  return panels.length === 0 ? '' : `<h3>${htmlWord('trials')}</h3><div class="panels">${panels.join('\n')}</div>`;
}

const COLOURS = ['#2563eb', '#9ca3af', '#d97706', '#059669', '#db2777', '#7c3aed', '#0891b2', '#65a30d', '#b91c1c', '#525252'];

const STYLE = `:root{color-scheme:light dark;--ink:#1f2328;--soft:#59636e;--paper:#fff;--line:#d1d9e0}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--paper:#14181d;--line:#3d444d}}
body{font:15px/1.5 system-ui,"Noto Sans SC","PingFang SC",sans-serif;color:var(--ink);background:var(--paper);margin:1.5rem auto;max-width:1180px;padding:0 1rem}
h1{font-size:1.5rem;margin:.6rem 0}h2{font-size:1.2rem;margin:2rem 0 .3rem}h3{font-size:1.05rem;margin:1.5rem 0 .3rem}h4{margin:.8rem 0 .2rem;font-weight:500;color:var(--soft)}
.note,small{color:var(--soft)}table{border-collapse:collapse;width:100%;margin:.8rem 0}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;font-variant-numeric:tabular-nums}
tr.model th{font-weight:700}tr.baseline th{font-weight:400}.panels{display:flex;flex-wrap:wrap;gap:1rem 2rem}svg{max-width:100%;height:auto}.panels .note{max-width:32rem;margin:.2rem 0}
svg text{font-size:12px;fill:var(--ink)}svg .head{font-weight:600;font-size:13px}svg .value{font-variant-numeric:tabular-nums}.whisker{stroke:var(--ink);fill:none;stroke-width:1.2}.axis{stroke:var(--line);fill:none}
circle{fill-opacity:.75}.chosen{stroke:var(--ink);stroke-width:2}${COLOURS.map((colour, at) => `.c${at}{fill:${colour}}`).join('')}
input[name=language]{position:absolute;opacity:0}label{padding:.15rem .6rem;border:1px solid var(--line);border-radius:4px;margin-right:.4rem;cursor:pointer}
input:focus-visible+label{outline:2px solid #2563eb}#en:checked+label,#zh:checked+label{background:var(--ink);color:var(--paper)}
#en:checked~main .zh,#zh:checked~main .en{display:none}`;
