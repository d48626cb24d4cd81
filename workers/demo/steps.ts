import type { Audit } from '../../server/audit/audit.js';
import { uuidOf } from '../../server/feed/event.js';
import type { Database } from '../../server/platform/database.js';
import { demoActor } from './people.js';

const action = 'demoLoad';
const nounId = uuidOf('demo platform');

/** Which parts of the demo are there. The marks are entries of the audit log, where one would look for them anyway. */
export class DemoSteps {
  constructor(private readonly database: Database, private readonly audit: Audit) {}

  async done(): Promise<Set<string>> {
    const rows = await this.database.query<{ step: string }>(`SELECT detail->>'step' AS step FROM audit_entries WHERE noun = 'Platform' AND noun_id = $1 AND action = $2`, [nounId, action]);
    return new Set(rows.map(({ step }) => step));
  }

  async mark(step: string, detail: Record<string, unknown> = {}): Promise<void> {
    await this.database.transaction((tx) => this.audit.append(tx, { actor: demoActor, action, noun: 'Platform', nounId, detail: { step, ...detail } }));
  }

  /** When the demo was begun: its dates hang on this moment, so that a second try makes the same events. */
  async beginning(): Promise<Date | null> {
    const [row] = await this.database.query<{ at: Date }>(
      `SELECT at FROM audit_entries WHERE noun = 'Platform' AND noun_id = $1 AND action = $2 AND detail->>'step' = 'begin'`, [nounId, action]);
    return row?.at ?? null;
  }

  /** Whether somebody else's data is here already. */
  async isForeign(): Promise<boolean> {
    const [{ foreign }] = await this.database.query<{ foreign: boolean }>(
      'SELECT EXISTS (SELECT FROM accounts) OR EXISTS (SELECT FROM contents) OR EXISTS (SELECT FROM readers) AS foreign');
    return foreign;
  }
}
