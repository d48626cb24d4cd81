import { LRUCache } from 'lru-cache';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';

/** How many seconds' worth of points may be saved up. */
const savedSeconds = 10;
/** API keys stand for whole applications. */
const keyFactor = 10;

interface Bucket { points: number; at: number }

/**
 * A bucket of points per actor (anonymous: per address), refilled evenly. Each api process keeps its own, in memory: a
 * shared store would cost every request a round trip, and a limit times the number of processes is still a limit.
 * Where the exact number matters (sign-in attempts) it is counted in Postgres.
 */
export class RateLimit {
  private readonly buckets = new LRUCache<string, Bucket>({ max: 50_000 });

  /** perSecond 0: no limit. */
  constructor(private readonly perSecond: number, private readonly clock: Clock) {}

  /** Takes `cost` points and says how many are left; null without a limit. Throws RATE_LIMITED with retryAfterSeconds. */
  take(actor: Actor, address: string, cost: number): number | null {
    if (this.perSecond === 0) return null;
    const rate = this.perSecond * (actor.kind === 'api_key' ? keyFactor : 1);
    const key = actor.kind === 'account' ? actor.accountId : actor.kind === 'api_key' ? actor.keyId : address;
    const capacity = rate * savedSeconds;
    const now = this.clock().getTime();
    const before = this.buckets.get(key) ?? { points: capacity, at: now };
    const points = Math.min(capacity, before.points + Math.max(0, now - before.at) * rate / 1000);
    const enough = points >= cost;
    this.buckets.set(key, { points: enough ? points - cost : points, at: now });
    if (!enough) throw new DomainError('RATE_LIMITED', { retryAfterSeconds: Math.max(1, Math.ceil((Math.min(cost, capacity) - points) / rate)), cost });
    return Math.floor(points - cost);
  }
}
