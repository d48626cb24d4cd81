import type { EntityManager } from 'typeorm';
import { Reader } from '../../schema/reader.js';
import type { Actor } from '../platform/actor.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';

/** Who reads. An account becomes a reader the first time that it needs to be one. */
export class Readers {
  constructor(private readonly database: Database, private readonly newId: NewId) {}

  async ofAccount(accountId: string): Promise<Reader> {
    const [known] = await this.byAccount(accountId);
    if (known) return known;
    await this.database.query(
      `INSERT INTO readers (id, account_id, locale) SELECT $1, a.id, a.locale FROM accounts a WHERE a.id = $2
       ON CONFLICT (account_id) DO NOTHING`,
      [this.newId(), accountId],
    );
    const [made] = await this.byAccount(accountId);
    if (!made) throw new DomainError('NOT_FOUND', { accountId });
    return made;
  }

  /** The reader that acts, for calls that only make sense for somebody who is signed in. */
  async ofActor(actor: Actor): Promise<Reader> {
    if (actor.kind !== 'account') throw new DomainError('UNAUTHENTICATED');
    return this.ofAccount(actor.accountId);
  }

  /** Off: from the next request on the feed ignores everything that this reader did. Inside the caller's transaction. */
  async setPersonalised(tx: EntityManager, { id }: Reader, personalised: boolean): Promise<void> {
    await tx.query('UPDATE readers SET personalised = $2 WHERE id = $1', [id, personalised]);
  }

  private async byAccount(accountId: string): Promise<Reader[]> {
    const rows = await this.database.prepared<Reader>(
      'feed-reader-by-account',
      `SELECT id, no, external_id AS "externalId", account_id AS "accountId", personalised, locale, created_at AS "createdAt"
       FROM readers WHERE account_id = $1`,
      [accountId],
    );
    return rows.map((row) => Object.assign(new Reader(), row));
  }
}
