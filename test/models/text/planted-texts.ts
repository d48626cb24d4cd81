import { Random } from '../../../models/random.js';

/** Reviews of two kinds made from words of their own and words that both share: separable, and not by one word. */
const WORDS = {
  good: ['讲得清楚', '很有收获', '推荐购买', '内容实用', '老师耐心', '案例丰富'],
  bad: ['浪费时间', '内容陈旧', '声音太小', '听不明白', '申请退款', '错误很多'],
  both: ['这门课程', '一共十节', '昨天看完', '价格一般', '关于统计', '每周更新'],
};

export function plantedReviews(count: number, seed: number): { texts: string[]; labels: Int32Array; labelNames: string[] } {
  const random = new Random(seed);
  const pick = (words: readonly string[]): string => words[random.below(words.length)];
  const labels = Int32Array.from({ length: count }, (_, at) => at % 2);
  const texts = Array.from(labels, (label) => {
    const own = label === 1 ? WORDS.good : WORDS.bad;
    return [pick(WORDS.both), pick(own), pick(WORDS.both), pick(own)].join('，');
  });
  return { texts, labels, labelNames: ['差', '好'] };
}
