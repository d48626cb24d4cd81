import type { AccountRole } from '../../schema/account.js';
import { Account } from '../../schema/account.js';
import type { Accounts } from '../../server/account/accounts.js';
import { systemActor, type Actor } from '../../server/platform/actor.js';
import type { Database } from '../../server/platform/database.js';
import { newId } from '../../server/platform/ids.js';
import { demoSubjects } from './subjects.js';

/** One password for all demo accounts, printed at the start: this is a demonstration, not a secret. */
export const demoPassword = 'tandem-demo';

export const demoActor = systemActor('demo');

export interface DemoPerson {
  role: AccountRole;
  email: string;
  displayName: string;
  /** Place in demoPartners whose account it is. */
  partner?: number;
}

/** Those who sign in. */
export const demoPeople: readonly DemoPerson[] = [
  { role: 'partner_manager', email: 'manager@demo.tandem', displayName: '方若琳' },
  { role: 'operator', email: 'operator@demo.tandem', displayName: '秦立' },
  { role: 'marketer', email: 'marketer@demo.tandem', displayName: '白露' },
  { role: 'analyst', email: 'analyst@demo.tandem', displayName: '韩数' },
  { role: 'author', email: 'author@demo.tandem', displayName: demoSubjects[0].author.zh },
  { role: 'partner', email: 'partner@demo.tandem', displayName: '罗晨', partner: 0 },
  { role: 'reader', email: 'reader@demo.tandem', displayName: '小雨' },
];

export function serviceEmail(name: string): string {
  return `${name}@service.demo.tandem`;
}

export type PersonActor = Extract<Actor, { kind: 'account' }>;

/** Accounts of the demo, made where they are missing. */
export class DemoPeople {
  constructor(private readonly database: Database, private readonly accounts: Accounts) {}

  async ensure({ role, email, displayName }: DemoPerson, partnerId: string | null, password: string | null): Promise<PersonActor> {
    const known = await this.find(email);
    const account = known ?? await this.accounts.create({ email, displayName, role, locale: 'zh', partnerId, password }, demoActor);
    return { kind: 'account', accountId: account.id, role, partnerId: account.partnerId, sessionId: newId() };
  }

  find(email: string): Promise<Account | null> {
    return this.database.dataSource.manager.findOneBy(Account, { email });
  }
}
