import { DatasetError, joinInteractions } from '../dataset.js';
import { loadPublishedSplit } from '../published-split.js';
import { coldItems, holdOut, leaveLastOut, rollingOrigins, splitBetween, timeAtShare } from '../splits.js';
import type { Split } from '../splits.js';
import { adTaskOf } from './ad-models.js';
import { isKgcn, loadKgcn } from './folders/clicks.js';
import { isAdLog, loadAdLog } from './folders/impressions.js';
import { interactionsFile, loadInteractions } from './folders/interactions.js';
import { FolderError, listFolder } from './folders/lines.js';
import type { Listing } from './folders/lines.js';
import { isMooccube, loadMooccube, loadS3rec, s3recFiles } from './folders/sequences.js';
import type { OrderedInteractions } from './folders/sequences.js';
import { isFewClue, labelledCsv, loadFewClue, loadLabelledCsv } from './folders/texts.js';
import type { Task } from './tasks.js';

/** How a folder is measured. The first protocol that recognises it is the default; `--protocol` takes another one. */
export interface Protocol {
  readonly name: string;
  /** What a figure of it means: what is learnt from, tuned on, tested on. */
  readonly about: { readonly en: string; readonly zh: string };
  recognises(listing: Listing): boolean | Promise<boolean>;
  load(listing: Listing, seed: number): Promise<Task>;
}

const COLD_SHARE = 0.2;
const COLD_TUNING_SHARE = 0.15;

const isOrdered = (listing: Listing): boolean => s3recFiles(listing) !== null || isMooccube(listing) || interactionsFile(listing) !== null;

function loadOrdered(listing: Listing): Promise<OrderedInteractions> {
  if (s3recFiles(listing)) return loadS3rec(listing);
  return isMooccube(listing) ? loadMooccube(listing) : loadInteractions(listing);
}

const publishedSplit: Protocol = {
  name: 'published-split',
  about: {
    en: 'learnt from train.txt, tested on test.txt; tuned on a tenth of each reader\'s train items',
    zh: '用 train.txt 训练，在 test.txt 上测试；用每位读者训练内容的十分之一调参',
  },
  recognises: ({ names }) => names.includes('train.txt') && names.includes('test.txt'),
  async load({ folder }, seed) {
    const test = await loadPublishedSplit(folder);
    const folds = (count: number): Split[] => Array.from({ length: count }, (_, fold) => holdOut(test.train, 0.1, seed + fold));
    return { kind: 'ranking', test, tuning: holdOut(test.train, 0.1, seed), contents: null, k: 20, folds };
  },
};

const timeSplit: Protocol = {
  name: 'time-split',
  about: {
    en: 'one cut in time for all: tuned on the ninth tenth of the rows, learnt from the first nine, tested on the last',
    zh: '所有读者同一时间切分：前八成训练、第九成调参，最终用前九成训练，在最后一成上测试',
  },
  recognises: (listing) => interactionsFile(listing) !== null,
  async load(listing) {
    const { table, contents } = await loadInteractions(listing);
    const [validFromMs, testFromMs] = [timeAtShare(table, 0.8), timeAtShare(table, 0.9)];
    if (!(validFromMs < testFromMs && table.timesMs.some((timeMs) => timeMs < validFromMs))) {
      throw new DatasetError('the rows lie at too few different times for train < T1 ≤ validation < T2 ≤ test');
    }
    const tuning = splitBetween(table, validFromMs, testFromMs);
    const folds = (count: number): Split[] => rollingOrigins(table, count, testFromMs);
    return { kind: 'ranking', tuning, test: splitBetween(table, testFromMs, Infinity), contents, k: 20, folds };
  },
};

const leaveLastOutProtocol: Protocol = {
  name: 'leave-last-out',
  about: {
    en: 'each reader\'s last item is the test and the one before it tunes; learnt from the rest, the history shown to a test includes the tuning item',
    zh: '每位读者最后一项为测试，倒数第二项用于调参；其余用于训练，测试时历史包含调参项',
  },
  recognises: isOrdered,
  async load(listing) {
    const { table, contents } = await loadOrdered(listing);
    const { train, validation, test } = leaveLastOut(table);
    const histories = joinInteractions(train, validation);
    return { kind: 'ranking', tuning: { train, test: validation }, test: { train, test, histories }, contents, k: 10, folds: null };
  },
};

const coldItemsProtocol: Protocol = {
  name: 'cold-items',
  about: {
    en: 'a fifth of the items is unknown to train and ranked among itself; 15 % of the other items are cold in the same way for tuning',
    zh: '五分之一的内容在训练中完全未出现，只在它们之间排序；另取其余内容的 15 % 同样处理用于调参',
  },
  recognises: (listing) => s3recFiles(listing) !== null || isMooccube(listing) || (interactionsFile(listing) !== null && listing.names.some((name) => /^(contents|items)\./.test(name))),
  async load(listing, seed) {
    const { table, contents } = await loadOrdered(listing);
    if (!contents) throw new DatasetError('nothing is known of the items; cold ones can only be told apart by texts or attributes');
    const test = coldItems(table, COLD_SHARE, seed);
    const tuning = coldItems(table, COLD_TUNING_SHARE, seed + 1, test.candidates);
    return { kind: 'ranking', tuning, test, contents, k: 20, folds: null };
  },
};

const clicks: Protocol = {
  name: 'clicks',
  about: {
    en: 'taken pairs and as many sampled others, 6 : 2 : 2 at random; tuned and thresholds chosen on the validation fifth',
    zh: '正例加等量随机采样的其他内容，按 6 : 2 : 2 随机划分；调参与阈值只用验证集',
  },
  recognises: isKgcn,
  load: async (listing, seed) => ({ kind: 'clicks', ...await loadKgcn(listing, seed) }),
};

const adClicks: Protocol = {
  name: 'ad-clicks',
  about: {
    en: 'logged showings of ads in order of time: learnt from the first eight tenths, tuned and thresholds chosen on the ninth, tested on the last; each showing in its place',
    zh: '广告曝光日志按时间排序：前八成训练，第九成用于调参与选阈值，最后一成测试；每次曝光按其所在位置评估',
  },
  recognises: isAdLog,
  load: async (listing) => ({ kind: 'ads', ...adTaskOf(await loadAdLog(listing)) }),
};

const texts: Protocol = {
  name: 'texts',
  about: {
    en: 'accuracy on test_public.json, or on a random tenth where no test was published; tuned on the validation part',
    zh: '在 test_public.json 上的准确率；没有公开测试集时随机取十分之一；用验证集调参',
  },
  recognises: async (listing) => isFewClue(listing) || await labelledCsv(listing) !== null,
  async load(listing, seed) {
    if (isFewClue(listing)) return { kind: 'texts', ...await loadFewClue(listing) };
    return { kind: 'texts', ...await loadLabelledCsv(listing, (await labelledCsv(listing))!, seed) };
  },
};

const offPolicy: Protocol = {
  name: 'off-policy',
  about: {
    en: 'the value of each policy from the log of the other one, beside what its own log says',
    zh: '由另一策略的日志估计每个策略的价值，并与其自身日志对照',
  },
  recognises: ({ names }) => names.includes('random') && names.includes('bts'),
  load: ({ folder }) => Promise.resolve({ kind: 'off-policy', folder }),
};

export const PROTOCOLS: readonly Protocol[] = [publishedSplit, timeSplit, leaveLastOutProtocol, coldItemsProtocol, clicks, adClicks, texts, offPolicy];

/** The protocols of a folder, the default one first; with a name, that one. Throws FolderError for a folder or name without any. */
export async function protocolsOf(folder: string, name?: string): Promise<{ listing: Listing; protocols: Protocol[] }> {
  const listing = await listFolder(folder);
  const protocols: Protocol[] = [];
  for (const protocol of PROTOCOLS) if (await protocol.recognises(listing)) protocols.push(protocol);
  const names = (all: readonly Protocol[]): string => all.map((one) => one.name).join(', ');
  if (name !== undefined && !PROTOCOLS.some((one) => one.name === name)) throw new FolderError(`there is no protocol '${name}'; there are ${names(PROTOCOLS)}`);
  if (protocols.length === 0) {
    throw new FolderError(`no protocol knows the files of ${folder} (${listing.names.slice(0, 8).join(', ')}); ${FORMATS}`);
  }
  if (name === undefined) return { listing, protocols };
  const chosen = protocols.filter((one) => one.name === name);
  if (chosen.length === 0) throw new FolderError(`the protocol ${name} cannot measure ${folder}; ${names(protocols)} can`);
  return { listing, protocols: chosen };
}

const FORMATS = 'give a folder with train.txt and test.txt, interactions.csv (reader, content, time), NAME.txt with NAME_item2attributes.json, '
  + 'user_courses.json with ids_texts.json, user_artists.dat with kg.txt, impressions.bin (tandem simulate --ad-log), a CSV with label and review, or train_few_all.json with test_public.json';
