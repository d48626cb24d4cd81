/** The semantics of TigerBeetle, written again without SQL: four counters an account, limits, two-phase transfers, keys. */
export interface ModelAccount { limited: boolean; debitsPending: bigint; debitsPosted: bigint; creditsPending: bigint; creditsPosted: bigint }
export interface ModelLeg { from: number; to: number; amount: bigint }
export type Outcome = 'new' | 'known' | 'OVER_LIMIT' | 'IDEMPOTENCY_MISMATCH' | 'NOT_FOUND' | 'ILLEGAL_TRANSITION';

export class LedgerModel {
  readonly accounts: ModelAccount[];
  private readonly keys = new Map<string, string>();
  private readonly pending = new Map<string, { legs: ModelLeg[]; resolved: boolean }>();

  constructor(limited: readonly boolean[]) {
    this.accounts = limited.map((one) => ({ limited: one, debitsPending: 0n, debitsPosted: 0n, creditsPending: 0n, creditsPosted: 0n }));
  }

  transfer(key: string, legs: ModelLeg[], pending: boolean): Outcome {
    const input = JSON.stringify([pending, legs.map(({ from, to, amount }) => [from, to, String(amount)])]);
    if (this.keys.has(key)) return this.keys.get(key) === input ? 'known' : 'IDEMPOTENCY_MISMATCH';
    const isDone = this.attempt(() => {
      for (const { from, to, amount } of legs) {
        this.accounts[from][pending ? 'debitsPending' : 'debitsPosted'] += amount;
        this.accounts[to][pending ? 'creditsPending' : 'creditsPosted'] += amount;
      }
    });
    if (!isDone) return 'OVER_LIMIT';
    this.keys.set(key, input);
    if (pending) this.pending.set(key, { legs, resolved: false });
    return 'new';
  }

  resolve(key: string, pendingKey: string, amount: bigint | undefined): Outcome {
    const held = this.pending.get(pendingKey);
    if (!held) return 'NOT_FOUND';
    if (amount !== undefined && held.legs.some((leg) => amount > leg.amount)) return 'OVER_LIMIT';
    const input = JSON.stringify(['resolve', pendingKey, amount === undefined ? null : String(amount)]);
    if (this.keys.has(key)) return this.keys.get(key) === input ? 'known' : 'IDEMPOTENCY_MISMATCH';
    if (held.resolved) return 'ILLEGAL_TRANSITION';
    for (const { from, to, amount: reserved } of held.legs) {
      this.accounts[from].debitsPending -= reserved;
      this.accounts[to].creditsPending -= reserved;
      this.accounts[from].debitsPosted += amount ?? reserved;
      this.accounts[to].creditsPosted += amount ?? reserved;
    }
    held.resolved = true;
    this.keys.set(key, input);
    return 'new';
  }

  /** All or nothing; the limits hold at the end of the group, as they do for the entries of one statement. */
  private attempt(change: () => void): boolean {
    const before = this.accounts.map((account) => ({ ...account }));
    change();
    if (this.accounts.every(({ limited, debitsPending, debitsPosted, creditsPosted }) => !limited || debitsPending + debitsPosted <= creditsPosted)) return true;
    before.forEach((account, place) => Object.assign(this.accounts[place], account));
    return false;
  }
}
