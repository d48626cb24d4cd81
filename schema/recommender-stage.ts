import { enumOf } from './enum-of.js';

export const RecommenderStage = enumOf('RecommenderStage', 'How far a partner’s recommender goes in a feed.', {
  off: 'It is not asked.',
  shadow: 'It is asked after the reader has his answer; nobody sees what it says.',
  interleaved: 'Readers see its list and ours drafted into one; clicks say which they like better.',
  live: 'Its order is what readers see; where it fails, a substitute’s or ours.',
});
export type RecommenderStage = (typeof RecommenderStage)[keyof typeof RecommenderStage];
