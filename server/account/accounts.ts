import type { EntityManager } from 'typeorm';
import { Account, type AccountRole, type AccountState, type Locale } from '../../schema/account.js';
import type { Actor } from '../platform/actor.js';
import type { AuditTrail } from '../platform/audit-trail.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { accountStates } from './account-states.js';
import { hashPassword, isPassword } from './passwords.js';
import type { Sessions } from './sessions.js';

export interface NewAccount {
  readonly email: string;
  readonly displayName: string;
  readonly role: AccountRole;
  readonly locale: Locale;
  /** Only and always for the role partner. */
  readonly partnerId?: string | null;
  /** Without one the account cannot sign in: services act through API keys. */
  readonly password?: string | null;
}

/** Accounts, and the reader that comes with each account of that role. */
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /** Throws ALREADY_EXISTS for a known e-mail, BAD_INPUT when role and partner do not fit. */
  async create(input: NewAccount, actor: Actor): Promise<Account> {
    if ((input.role === 'partner') !== (input.partnerId != null)) {
      throw new DomainError('BAD_INPUT', { path: ['partnerId'] }, 'An account of the role partner, and no other, belongs to a partner.');
    }
    const passwordHash = input.password == null ? null : await hashPassword(input.password);
    return this.database.transaction((tx) => this.insert(tx, input, passwordHash, actor, 'accountCreate'));
  }

  /** For everybody who comes by: a reader. */
  async signUp(input: { email: string; displayName: string; locale: Locale; password: string }, actor: Actor): Promise<Account> {
    const passwordHash = await hashPassword(input.password);
    return this.database.transaction((tx) => this.insert(tx, { ...input, role: 'reader' }, passwordHash, actor, 'signUp'));
  }

  /** The account, or BAD_CREDENTIALS: after the same time and with the same words whatever was wrong. */
  async withPassword(email: string, password: string): Promise<string> {
    const [row] = await this.database.query<{ id: string; state: AccountState; password_hash: string }>(
      'SELECT a.id, a.state, c.password_hash FROM accounts a JOIN credentials c ON c.account_id = a.id WHERE a.email = $1', [normalEmail(email)]);
    const matches = await isPassword(password, row?.password_hash);
    if (!matches || row.state !== 'active') throw new DomainError('BAD_CREDENTIALS');
    return row.id;
  }

  /** Ends every other session of the account. */
  async changePassword(input: { current: string; next: string }, actor: Actor): Promise<Account> {
    if (actor.kind !== 'account') throw new DomainError('FORBIDDEN');
    const [row] = await this.database.query<{ password_hash: string }>('SELECT password_hash FROM credentials WHERE account_id = $1', [actor.accountId]);
    if (!await isPassword(input.current, row?.password_hash)) throw new DomainError('BAD_INPUT', { path: ['currentPassword'] }, 'The current password is wrong.');
    const next = await hashPassword(input.next);
    return this.database.transaction(async (tx) => {
      const changed = await tx.query<[unknown[], number]>(
        'UPDATE credentials SET password_hash = $3, updated_at = $4 WHERE account_id = $1 AND password_hash = $2', [actor.accountId, row.password_hash, next, this.clock()]);
      if (changed[1] !== 1) throw new DomainError('CONFLICT');
      await this.sessions.revokeOfAccount(tx, actor.accountId, 'password_change', actor.sessionId);
      await this.audit.append(tx, { actor, action: 'passwordChange', noun: 'Account', nounId: actor.accountId });
      return tx.getRepository(Account).findOneByOrFail({ id: actor.accountId });
    });
  }

  async suspend(id: string, expectedVersion: number, reason: string, actor: Actor): Promise<Account> {
    if (actor.kind === 'account' && actor.accountId === id) throw new DomainError('BAD_INPUT', { path: ['id'] }, 'Nobody can suspend his own account.');
    return this.move(id, 'accountSuspend', expectedVersion, actor, { reason });
  }

  restore(id: string, expectedVersion: number, actor: Actor): Promise<Account> {
    return this.move(id, 'accountRestore', expectedVersion, actor, {});
  }

  private move(id: string, action: keyof typeof accountStates, expectedVersion: number, actor: Actor, detail: Record<string, unknown>): Promise<Account> {
    const { from, to } = accountStates[action];
    return this.database.transaction(async (tx) => {
      const [, moved] = await tx.query<[unknown[], number]>(
        'UPDATE accounts SET state = $3, version = version + 1, updated_at = $5 WHERE id = $1 AND version = $2 AND state = $4', [id, expectedVersion, to, from, this.clock()]);
      const account = await tx.getRepository(Account).findOneBy({ id });
      if (!account) throw new DomainError('NOT_FOUND');
      if (moved !== 1) {
        if (account.version !== expectedVersion) throw new DomainError('CONFLICT', { currentVersion: account.version });
        throw new DomainError('ILLEGAL_TRANSITION', { from: account.state, allowed: Object.values(accountStates).filter((one) => one.from === account.state).map((one) => one.to) });
      }
      if (to === 'suspended') await this.sessions.revokeOfAccount(tx, id, 'suspended');
      await this.audit.append(tx, { actor, action, noun: 'Account', nounId: id, detail });
      return account;
    });
  }

  private async insert(tx: EntityManager, input: NewAccount, passwordHash: string | null, actor: Actor, action: string): Promise<Account> {
    const [id, now, email] = [this.newId(), this.clock(), normalEmail(input.email)];
    const inserted = await tx.query<unknown[]>(`
      INSERT INTO accounts (id, email, display_name, role, locale, partner_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
      ON CONFLICT (email) DO NOTHING RETURNING id`, [id, email, input.displayName, input.role, input.locale, input.partnerId ?? null, now]);
    if (!inserted.length) throw new DomainError('ALREADY_EXISTS', { path: ['email'] }, 'There is an account with this e-mail address.');
    if (passwordHash) await tx.query('INSERT INTO credentials (account_id, password_hash, updated_at) VALUES ($1, $2, $3)', [id, passwordHash, now]);
    if (input.role === 'reader') await tx.query('INSERT INTO readers (id, account_id, locale, created_at) VALUES ($1, $2, $3, $4)', [this.newId(), id, input.locale, now]);
    await this.audit.append(tx, { actor, action, noun: 'Account', nounId: id, detail: { role: input.role } });
    return tx.getRepository(Account).findOneByOrFail({ id });
  }
}

export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
