import { Campaign } from '../../schema/campaign.js';
import type { Audience } from '../../schema/audience.js';
import type { Campaigns } from '../../server/campaign/campaigns.js';
import type { CampaignState } from '../../schema/campaign.js';
import type { Database } from '../../server/platform/database.js';
import type { PersonActor } from './people.js';

const DAY_MS = 86_400_000;
const everybody: Audience = { kinds: [], locales: [], activeWithinDays: null };

export interface DemoCampaign {
  name: string;
  /** Place in demoPartners; its content of that place among the partner's contents is shown. */
  partner: number;
  content: number;
  adType: number;
  audience: Audience;
  days: readonly [from: number, to: number];
  budgetYuan: number;
  bidFen: bigint;
  /** Reached by the steps that a person would take. */
  state: CampaignState;
}

export const demoCampaigns: readonly DemoCampaign[] = [
  { name: '开年专栏推广', partner: 0, content: 0, adType: 0, audience: everybody, days: [-14, 45], budgetYuan: 6_000, bidFen: 120n, state: 'running' },
  { name: '学位课招生季', partner: 1, content: 0, adType: 1, audience: { ...everybody, kinds: ['course', 'video'] }, days: [-14, 60], budgetYuan: 9_000, bidFen: 260n, state: 'running' },
  { name: '睡眠健康周', partner: 2, content: 0, adType: 2, audience: everybody, days: [-14, 20], budgetYuan: 4_000, bidFen: 150n, state: 'running' },
  { name: '指数基金入门', partner: 5, content: 0, adType: 3, audience: { ...everybody, activeWithinDays: 14 }, days: [-14, 30], budgetYuan: 12_000, bidFen: 300n, state: 'running' },
  { name: '读书月预热', partner: 0, content: 1, adType: 4, audience: { ...everybody, locales: ['zh'] }, days: [7, 37], budgetYuan: 3_000, bidFen: 100n, state: 'scheduled' },
  { name: '公开课联播', partner: 1, content: 1, adType: 5, audience: everybody, days: [-3, 27], budgetYuan: 2_500, bidFen: 90n, state: 'paused' },
  { name: '体检季科普', partner: 2, content: 1, adType: 6, audience: everybody, days: [3, 33], budgetYuan: 5_000, bidFen: 180n, state: 'review' },
  { name: '财报季直播课', partner: 5, content: 1, adType: 7, audience: everybody, days: [10, 40], budgetYuan: 8_000, bidFen: 220n, state: 'draft' },
];

const stepsTo: Partial<Record<CampaignState, readonly ('submit' | 'approve' | 'launch' | 'pause')[]>> = {
  review: ['submit'], scheduled: ['submit', 'approve', 'launch'], running: ['submit', 'approve', 'launch'], paused: ['submit', 'approve', 'launch', 'pause'],
};
const before: Readonly<Record<'submit' | 'approve' | 'launch' | 'pause', CampaignState>> = { submit: 'draft', approve: 'review', launch: 'approved', pause: 'running' };

/** Brings one campaign to its state; steps that were taken before an interruption are not taken again. */
export async function loadCampaign(
  { database, campaigns, nowMs }: { database: Database; campaigns: Campaigns; nowMs: number }, demo: DemoCampaign, partnerId: string, contentId: string, marketer: PersonActor,
): Promise<void> {
  const { name, adType, audience, days: [from, to], bidFen, budgetYuan } = demo;
  let campaign = await database.dataSource.manager.findOneBy(Campaign, { name, partnerId }) ?? await database.transaction((tx) => campaigns.create(tx, {
    partnerId, contentId, name, adType, audience, startsAt: new Date(nowMs + from * DAY_MS), endsAt: new Date(nowMs + to * DAY_MS),
    budgetMinor: BigInt(budgetYuan) * 100n, bidMinor: bidFen, currency: 'CNY',
  }, marketer));
  for (const step of stepsTo[demo.state] ?? []) {
    if (campaign.state === before[step]) campaign = await campaigns[step]({ id: campaign.id, expectedVersion: campaign.version }, marketer);
  }
}
