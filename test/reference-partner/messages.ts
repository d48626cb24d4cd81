import type { Defect } from './defects.js';
import { parsed, Refusal, type PartnerAnswer, type PartnerRequest } from './refusal.js';

const known = ['connector.tested', 'contract.signed', 'statement.issued'];

/** Standard Webhooks: takes messages, works on each once, and tells how often one came. */
export class Messages {
  private readonly seen = new Map<string, { deliveries: number; processed: number }>();

  take({ body, headers }: PartnerRequest, has: (defect: Defect) => boolean): PartnerAnswer {
    const { type } = parsed(body);
    if (has('message-refuses-unknown') && !known.includes(String(type))) throw new Refusal(422, 'unknown_type');
    const id = String(headers['webhook-id']);
    const before = this.seen.get(id) ?? { deliveries: 0, processed: 0 };
    if (before.deliveries > 0 && has('message-refuses-again')) throw new Refusal(409, 'seen_before');
    const isNew = before.processed === 0 || has('message-works-twice');
    if (!has('message-loses')) this.seen.set(id, { deliveries: before.deliveries + 1, processed: before.processed + Number(isNew) });
    return { status: 204 };
  }

  receipt(id: string): PartnerAnswer {
    const found = this.seen.get(id);
    if (!found) throw new Refusal(404, 'not_found');
    return { status: 200, json: found };
  }
}
