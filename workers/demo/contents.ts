import { Random } from '../../models/random.js';
import type { ContentKind } from '../../schema/content.js';
import type { ContentRecord } from '../../server/content/content-import.js';
import { demoSubjects, type DemoSubject } from './subjects.js';

export interface DemoContent extends ContentRecord {
  subject: number;
  kind: ContentKind;
  publishedAt: Date;
  /** Readers with this taste like it; others rather not. */
  appeal: number;
}

/** Everything of the demo hangs on this number and on the moment at which it was begun. */
export const demoSeed = 20261123;
export const demoContentCount = 600;
const DAY_MS = 86_400_000;
/** Shares of the kinds: much to read, few long courses. */
const kinds: readonly (readonly [ContentKind, number])[] = [['article', 0.46], ['audio', 0.18], ['video', 0.14], ['course', 0.13], ['column', 0.09]];

interface Words { concept: string; other: string; subject: string; author: string; gain: string; lessons: number; minutes: number }
type Phrase = (words: Words) => string;

const zhTitles: Record<ContentKind, readonly Phrase[]> = {
  article: [
    (w) => `${w.concept}：为什么它比你想的更重要`, (w) => `一文读懂${w.concept}`, (w) => `关于${w.concept}，最常见的三个误解`, (w) => `从${w.other}到${w.concept}，中间差了什么`,
    (w) => `${w.concept}的来龙去脉`, (w) => `高手是怎样理解${w.concept}的`,
  ],
  audio: [(w) => `通勤路上听懂${w.concept}`, (w) => `${w.minutes} 分钟讲透${w.concept}`, (w) => `夜谈${w.subject}：${w.concept}`],
  video: [(w) => `看得见的${w.concept}`, (w) => `动画讲解：${w.concept}与${w.other}`, (w) => `${w.author}公开课：${w.concept}`],
  course: [(w) => `${w.concept}系统课（${w.lessons} 讲）`, (w) => `${w.subject}训练营：${w.concept}实战`, (w) => `从零开始学${w.concept}`],
  column: [(w) => `${w.author}的${w.subject}专栏：${w.concept}`, (w) => `${w.subject}年度专栏·${w.concept}卷`],
};
const enTitles: Record<ContentKind, readonly Phrase[]> = {
  article: [(w) => `Why ${w.concept} matters more than you think`, (w) => `Three misunderstandings about ${w.concept}`, (w) => `A short guide to ${w.concept}`],
  audio: [(w) => `${w.minutes} minutes on ${w.concept}`, (w) => `Listening to ${w.subject}: ${w.concept}`],
  video: [(w) => `Seeing ${w.concept}`, (w) => `${w.author} explains ${w.concept}`],
  course: [(w) => `${w.concept} from the ground up (${w.lessons} lessons)`, (w) => `A practical course in ${w.concept}`],
  column: [(w) => `${w.author} on ${w.subject}: ${w.concept}`],
};
const zhSentences: readonly Phrase[] = [
  (w) => `很多人第一次接触${w.concept}，是从一个具体的麻烦开始的。`,
  (w) => `如果只记住一句话：${w.concept}不是技巧，而是一种看问题的方式。`,
  (w) => `我们先用一个生活里的例子，把${w.concept}和${w.other}的关系讲清楚。`,
  () => `接下来的内容分成三步：先看现象，再找原因，最后给出可以马上照做的方法。`,
  (w) => `${w.author}在${w.subject}领域工作多年，他反复强调，${w.concept}最怕的是一知半解。`,
  (w) => `把${w.other}放进来以后，事情会变得更有意思，也更接近真实世界。`,
  (w) => `学完之后，你应该能够${w.gain}。`,
  (w) => `不妨停下来想一想：如果没有${w.concept}，今天的${w.subject}会是什么样子？`,
  () => `这里有一个反直觉的结论，值得慢慢体会。`,
  (w) => `最后留一个小练习，用自己的话向朋友解释${w.concept}。`,
];
const enSentences: readonly Phrase[] = [
  (w) => `Most people meet ${w.concept} for the first time because something went wrong.`,
  (w) => `If you remember one thing: ${w.concept} is not a trick but a way of looking.`,
  (w) => `We begin with an example from daily life that ties ${w.concept} to ${w.other}.`,
  () => `The rest comes in three steps: what we see, why it is so, and what to do about it.`,
  (w) => `${w.author} has worked in ${w.subject} for many years and warns of half-knowledge.`,
  (w) => `At the end you should be able to ${w.gain}.`,
  () => `There is a surprising conclusion here that deserves some time.`,
  (w) => `Try to explain ${w.concept} to a friend in your own words.`,
];

/** The same contents for the same seed; only their dates hang on `nowMs`. */
export function demoContents(seed: number, nowMs: number): DemoContent[] {
  const random = new Random(seed);
  const parts = new Map<string, number>();
  return Array.from({ length: demoContentCount }, (_, at) => {
    const content = demoContent(random, at, nowMs);
    const part = (parts.get(content.title) ?? 0) + 1;
    parts.set(content.title, part);
    // The same title again is the next part of a series.
    if (part > 1) content.title += content.language === 'zh' ? `（第 ${part} 期）` : ` (part ${part})`;
    return content;
  });
}

function demoContent(random: Random, at: number, nowMs: number): DemoContent {
  const subject = at % demoSubjects.length;
  const kind = kindOf(random.unit());
  const language = random.unit() < 0.15 ? 'en' : 'zh';
  const words = wordsOf(random, demoSubjects[subject], language);
  const pick = <Value>(values: readonly Value[]): Value => values[random.below(values.length)];
  const title = pick((language === 'zh' ? zhTitles : enTitles)[kind])(words);
  const sentences = language === 'zh' ? zhSentences : enSentences;
  const paragraph = () => [0, 1, 2, 3].map(() => pick(sentences)(words)).join(language === 'zh' ? '' : ' ');
  // One in fifteen is of the last two weeks: something for exploration to find.
  const ageDays = random.unit() < 1 / 15 ? 14 * random.unit() : 14 + 400 * random.unit() ** 2;
  return {
    externalId: `demo-content-${at + 1}`, subject, kind, language,
    title: title[0].toUpperCase() + title.slice(1),
    summary: summaryOf(words, language),
    body: [0, 1, 2, 3, 4, 5].map(paragraph).join('\n\n'),
    previewChars: 160,
    tags: [words.subject, words.concept],
    publishedAt: new Date(nowMs - Math.ceil(ageDays * DAY_MS)),
    // Zipf within the subject, in an order of its own.
    appeal: 1 / (1 + random.below(demoContentCount / demoSubjects.length)) ** 0.8,
  };
}

function wordsOf(random: Random, subject: DemoSubject, language: 'zh' | 'en'): Words {
  const place = language === 'zh' ? 0 : 1;
  const first = random.below(subject.concepts.length);
  const second = (first + 1 + random.below(subject.concepts.length - 1)) % subject.concepts.length;
  return {
    concept: subject.concepts[first][place], other: subject.concepts[second][place], subject: subject[language], author: subject.author[language],
    gain: subject.gain[language], lessons: 8 + 4 * random.below(8), minutes: 6 + 3 * random.below(8),
  };
}

function summaryOf({ concept, other, subject, author, gain }: Words, language: 'zh' | 'en'): string {
  return language === 'zh'
    ? `${author}带你从${other}出发理解${concept}，${subject}入门者也能跟上；学完可以${gain}。`
    : `${author} goes from ${other} to ${concept}; a start in ${subject} after which you can ${gain}.`;
}

function kindOf(draw: number): ContentKind {
  let left = draw;
  for (const [kind, share] of kinds) if ((left -= share) < 0) return kind;
  return 'article';
}
