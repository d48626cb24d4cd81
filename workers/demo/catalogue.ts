import type { Audit } from '../../server/audit/audit.js';
import { type NewOffer, Offers } from '../../server/billing/offers.js';
import { ContentImport } from '../../server/content/content-import.js';
import { systemClock } from '../../server/platform/clock.js';
import type { Database } from '../../server/platform/database.js';
import { newId } from '../../server/platform/ids.js';
import { demoContents, demoSeed, type DemoContent } from './contents.js';
import { demoActor } from './people.js';


/** Subject → partner (place in demoPartners) that contributes every fifth content of it. */
const contributors: Readonly<Record<number, number>> = { 0: 1, 2: 5, 5: 0, 6: 0, 7: 2, 9: 1 };
const everyNth = 5;
const subjectCount = 10;

/** Prices in yuan by kind; kinds that are absent are free. */
const prices: Readonly<Record<string, readonly number[]>> = { course: [99, 199, 299], column: [68, 128, 199], video: [19, 39] };

/** The contents of the demo with their offers. */
export class DemoCatalogue {
  readonly contents: readonly DemoContent[];

  constructor(private readonly database: Database, private readonly audit: Audit, nowMs: number) {
    this.contents = demoContents(demoSeed, nowMs);
  }

  async load(partnerIds: readonly string[]): Promise<void> {
    const author = await this.database.query<{ id: string }>(`SELECT id FROM accounts WHERE email = 'author@demo.tandem'`);
    const contentImport = new ContentImport(this.database, this.audit, systemClock, newId);
    const records = this.contents.map(({ subject, appeal: _, ...content }, place) => {
      const partner = this.partnerOf(place);
      return { ...content, partnerId: partner === null ? null : partnerIds[partner], authorId: subject === 0 ? author[0].id : null };
    });
    for (let from = 0; from < records.length; from += 200) await contentImport.upsert(records.slice(from, from + 200), demoActor);
    await this.loadOffers();
  }

  /** Contents that a partner contributed, oldest first: a campaign of two weeks needs one that was there before it. */
  ofPartner(partner: number): DemoContent[] {
    return this.contents.filter((_, place) => this.partnerOf(place) === partner).sort((a, b) => a.publishedAt.getTime() - b.publishedAt.getTime());
  }

  async idOf({ externalId }: DemoContent): Promise<string> {
    const [{ id }] = await this.database.query<{ id: string }>('SELECT id FROM contents WHERE external_id = $1', [externalId]);
    return id;
  }

  private partnerOf(place: number): number | null {
    const partner = contributors[place % subjectCount];
    return partner !== undefined && Math.floor(place / subjectCount) % everyNth === 0 ? partner : null;
  }

  private async loadOffers(): Promise<void> {
    const offers = new Offers(this.database, this.audit, systemClock, newId);
    const sell = (offer: NewOffer) => this.database.transaction((tx) => offers.create(tx, offer, demoActor));
    const ids = new Map((await this.database.query<{ id: string; external_id: string }>(
      `SELECT id, external_id FROM contents WHERE external_id = ANY($1)`, [this.contents.map(({ externalId }) => externalId)])).map((row) => [row.external_id, row.id]));
    const sold = new Set((await this.database.query<{ content_id: string | null; title: string }>('SELECT content_id, title FROM offers')).map((row) => row.content_id ?? row.title));
    for (const [title, yuan, periodDays] of [['全站会员 · 30 天', 39, 30], ['全站会员 · 一年', 268, 365]] as const) {
      if (!sold.has(title)) await sell({ kind: 'subscription', title, amountMinor: BigInt(yuan) * 100n, currency: 'CNY', periodDays });
    }
    for (const [place, { kind, externalId, language }] of this.contents.entries()) {
      const contentId = ids.get(externalId)!;
      const choices = prices[kind];
      if (!choices || sold.has(contentId)) continue;
      const amountMinor = BigInt(choices[place % choices.length]) * 100n;
      await sell({ contentId, kind: 'one_off', title: language === 'zh' ? '永久学习' : 'Yours to keep', amountMinor, currency: 'CNY' });
    }
  }
}
