import type { Asking } from '../connector/asking.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { NewId } from '../platform/ids.js';
import type { Log } from '../platform/log.js';
import type { SigningKeys } from '../platform/signing-keys.js';
import { Champions } from './champion.js';
import { EventIntake } from './event-intake.js';
import { FeedReasons } from './feed-reasons.js';
import { Feeds } from './feeds.js';
import { Interactions } from './interactions.js';
import { LiveState } from './live-state.js';
import { PublishedContents } from './published-contents.js';
import { Readers } from './readers.js';
import { RecommenderLog } from './recommender-log.js';
import { RecommenderShadow } from './recommender-shadow.js';
import { Recommenders } from './recommenders.js';
import { RunningNumbers } from './running-numbers.js';
import { ServedLog } from './served-log.js';
import { Shadow } from './shadow.js';
import { SponsoredClicks } from './sponsored-clicks.js';
import { Sponsors } from './sponsors.js';

export interface FeedGround {
  database: Database;
  signingKeys: SigningKeys;
  clock: Clock;
  newId: NewId;
  log: Log;
  /** How partners' recommenders are asked. */
  asking: Asking;
  /** Share of the feeds that a challenger in shadow answers too, 0–1; all of them unless given. */
  shadowShare?: number;
}

/** Everything of this noun, put together. `live` is empty until it is opened (or refreshed by hand, in tests). */
export function openFeed({ database, signingKeys, clock, newId, log, asking, shadowShare = 1 }: FeedGround, contentKeyOf: (text: string) => string) {
  const contents = new PublishedContents(database, clock);
  const champions = new Champions(database, async () => (await signingKeys.get('artefact')).publicKey, log);
  const recommenders = new Recommenders(database, contents, asking, clock);
  const trialLog = new RecommenderLog(database, recommenders);
  const trials = new RecommenderShadow(recommenders, trialLog, log);
  const live = new LiveState(contents, champions, new Sponsors(database, contents), recommenders, { clock, log });
  const interactions = new Interactions(database, new RunningNumbers(database, newId), [new SponsoredClicks(database), trialLog]);
  const readers = new Readers(database, newId);
  const shadow = new Shadow(database, live, shadowShare, log);
  return {
    live,
    shadow,
    trials,
    interactions,
    readers,
    intake: new EventIntake(interactions, clock, contentKeyOf),
    feeds: new Feeds(database, live, { served: new ServedLog(database), shadow }, { recommenders, log: trialLog, shadow: trials }, readers, { clock, newId }),
    reasons: new FeedReasons(database, live),
  };
}
