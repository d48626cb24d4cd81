import { Random } from '../../models/random.js';
import { deliverByHttp, SandboxGateway } from '../../server/adapters/payment/sandbox.js';
import type { Audit } from '../../server/audit/audit.js';
import { Checkouts } from '../../server/billing/checkouts.js';
import { Orders } from '../../server/billing/orders.js';
import { Payments } from '../../server/billing/payments.js';
import type { Config } from '../../server/platform/config.js';
import type { Database } from '../../server/platform/database.js';
import { FieldEncryption } from '../../server/platform/field-encryption.js';
import { Idempotency } from '../../server/platform/idempotency.js';
import { newId } from '../../server/platform/ids.js';
import { Outbox } from '../../server/platform/outbox.js';
import type { DemoPeople } from './people.js';

const buyers = 24;
const days = 30;
/** Orders of the first day; sales grow to three times as many. */
const firstDay = 2;
/** Of ten orders one is left unpaid, and expires by itself. */
const unpaidShare = 0.1;
const dayMs = 86_400_000;

interface DemoOrder { buyer: number; offer: number; atMs: number; isPaid: boolean }

/** A month of sales through the ordinary checkout, as if its clock had stood at each order's moment. */
export class DemoOrders {
  private at = new Date();
  private readonly checkouts: Checkouts;
  private readonly payments: Payments;

  constructor(private readonly database: Database, audit: Audit, config: Config, private readonly people: DemoPeople) {
    const clock = () => this.at;
    const gateway = new SandboxGateway(database, config.publicUrl, deliverByHttp(config), clock, newId, new FieldEncryption(database, config.fieldKeys));
    this.checkouts = new Checkouts(database, new Orders(database, audit, clock, newId), new Idempotency(database), gateway, clock);
    this.payments = new Payments(database, new Outbox(newId), audit, clock, newId);
  }

  /** Repeatable: key and event id of each order hang on its place. */
  async load(seed: number, nowMs: number): Promise<void> {
    const offers = await this.database.query<{ id: string }>(
      `SELECT f.id FROM offers f LEFT JOIN contents c ON c.id = f.content_id WHERE f.state = 'active' AND f.price_minor > 0 ORDER BY f.content_id IS NULL DESC, c.partner_id IS NULL, c.external_id, f.price_minor`);
    const actors = [];
    for (let buyer = 0; buyer < buyers; buyer++) {
      actors.push(await this.people.ensure({ role: 'reader', email: `buyer${buyer + 1}@readers.demo.tandem`, displayName: `读者 ${buyer + 1}` }, null, null));
    }
    for (const [place, { buyer, offer, atMs, isPaid }] of demoOrders(seed, nowMs, offers.length).entries()) {
      this.at = new Date(atMs);
      const order = await this.checkouts.start({ offerId: offers[offer].id, idempotencyKey: `demo-order-${place}` }, actors[buyer]);
      if (!isPaid) continue;
      const [{ ref }] = await this.database.query<{ ref: string }>('SELECT provider_ref AS ref FROM payments WHERE order_id = $1', [order.id]);
      this.at = new Date(atMs + 40_000);
      await this.payments.receive('sandbox', { eventId: `demo-${place}`, ref, kind: 'succeeded', amountMinor: order.payableMinor, currency: order.currency });
    }
  }
}

/** Oldest first; nobody buys the same thing twice. */
export function demoOrders(seed: number, nowMs: number, offerCount: number): DemoOrder[] {
  const random = new Random(seed + 104_729);
  const sold = new Set<string>();
  const orders: DemoOrder[] = [];
  for (let day = 0; day < days; day++) {
    const count = Math.round(firstDay * (1 + (2 * day) / (days - 1)) + random.unit());
    for (let turn = 0; turn < count; turn++) {
      const [buyer, offer] = [random.below(buyers), Math.floor(offerCount * random.unit() ** 2)];
      const [share, chance] = [random.unit(), random.unit()];
      if (sold.has(`${buyer}/${offer}`)) continue;
      sold.add(`${buyer}/${offer}`);
      orders.push({ buyer, offer, atMs: nowMs - (days - day) * dayMs + Math.floor(share * (dayMs - 3_600_000)), isPaid: chance >= unpaidShare });
    }
  }
  return orders.sort((a, b) => a.atMs - b.atMs);
}
