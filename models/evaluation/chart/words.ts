/** Words of the chart: [English, 中文]. A word that is not here, such as a model's name, is the same in both. */
const WORDS: Readonly<Record<string, readonly [string, string]>> = {
  title: ['Evaluation', '模型评测'],
  difference: ['difference to', '相对'],
  intervals: ['bars are means with 95 % intervals', '柱为均值，细线为 95 % 区间'],
  trials: ['Trials, on rows held out of train', '调参试验（仅用训练集中留出的数据）'],
  order: ['trial', '第几次试验'],
  value: ['held-out figure', '留出集指标'],
  chosen: ['chosen', '选中'],
  slices: ['Recall by slice', '分组召回率'],
  'by activity': ['items in the reader\'s history', '读者历史内容数'],
  'by popularity': ['readers of the test item in train (0: cold)', '测试内容的训练集读者数（0 为冷启动）'],
  'by age': ['days since the item was made or first read', '内容发布（或首次阅读）至训练结束的天数'],
  folds: ['Folds: rolling origins, or repeated hold-outs where rows have no times', '各折：滚动时间窗；无时间信息时为多次留出'],
  model: ['model', '模型'],
  params: ['parameters', '参数'],
  how: ['protocol', '口径'],
  honest: ['honest: tuned on held-out train rows, tested once', '诚实：只在训练集留出部分调参，测试集只看一次'],
  leaderboard: ['leaderboard: parameters may have been chosen on this test', '榜单：参数可能在本测试集上选出'],
  'held-out': ['held-out: of rows held out of train', '留出：指标来自训练集留出部分'],
  seconds: ['seconds', '秒'],
  memory: ['peak MB', '内存峰值 MB'],
  tested: ['tested', '测试样本数'],
  rate: ['GFLOP/s in a matrix product, one thread', 'GFLOP/s（单线程矩阵乘）'],
  left: ['left out', '未参与'],
  accuracy: ['accuracy', '准确率'],
  macroF1: ['macro F1', '宏平均 F1'],
  precision: ['precision', '精确率'],
  novelty: ['novelty (bits)', '新颖度（比特）'],
  coverage: ['coverage', '覆盖率'],
  gini: ['Gini', '基尼系数'],
  intraListDistance: ['distance within a list', '列表内距离'],
  logLoss: ['log-loss', '对数损失'],
  normalisedEntropy: ['normalised entropy', '归一化熵'],
  calibrationError: ['calibration error', '校准误差'],
  threshold: ['threshold', '阈值'],
};

/** Escapes what HTML and XML read as markup. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** In HTML: both languages, of which the page shows one. */
export function htmlWord(name: string): string {
  const word = WORDS[name];
  return word ? htmlPair({ en: word[0], zh: word[1] }) : escapeText(name);
}

export function htmlPair({ en, zh }: { readonly en: string; readonly zh: string }): string {
  return `<span class="en" lang="en">${escapeText(en)}</span><span class="zh" lang="zh">${escapeText(zh)}</span>`;
}

/** Inside an SVG text. */
export function svgWord(name: string): string {
  const word = WORDS[name];
  return word ? `<tspan class="en" lang="en">${escapeText(word[0])}</tspan><tspan class="zh" lang="zh">${escapeText(word[1])}</tspan>` : escapeText(name);
}
