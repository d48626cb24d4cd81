import { Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { AuditRowFragment } from '../graphql/documents.js';

type Entry = Pick<AuditRowFragment, 'action' | 'noun' | 'detail'>;

/** Which enum a noun's states are words of. */
const stateEnums: Record<string, string> = {
  Partner: 'PartnerState', Contract: 'ContractState', Campaign: 'CampaignState', Content: 'ContentState', ModelRun: 'ModelRunState', Order: 'OrderState', Account: 'AccountState', Offer: 'OfferState', Statement: 'StatementState', Connector: 'ConnectorState', Payout: 'PayoutState',
};

function detailOf({ detail }: Entry): Record<string, unknown> {
  return typeof detail === 'object' && detail !== null ? detail as Record<string, unknown> : {};
}

/** Actions whose from and to are no states of the noun. */
const actionEnums: Record<string, string> = { contentFeedSet: 'FeedPolicy', recommenderStageSet: 'RecommenderStage' };

function useStateWord({ noun, action }: Entry) {
  const translate = useTranslate();
  return (state: unknown) => translate(`enums.${actionEnums[action] ?? stateEnums[noun]}.${String(state).toUpperCase()}`, { _: String(state) });
}

/** The action in words; a partner's step names where it led. */
export function useActionLabel(entry: Entry): string {
  const translate = useTranslate();
  const word = useStateWord(entry);
  return translate(`actions.${entry.action}`, { _: entry.action, to: word(detailOf(entry).to) });
}

/** Ids and hashes prove something to machines; people read what changed. */
const forMachines = /(Id|Ids|Hash|id|hash)$/;

/** What changed: from → to in words of the noun, then name: value; nested values as JSON. */
export function AuditDetail({ entry }: { entry: Entry }) {
  const word = useStateWord(entry);
  const { from, to, ...rest } = detailOf(entry);
  const move = from != null && to != null && typeof from === 'string' && from !== to ? [`${word(from)} → ${word(to)}`] : [];
  const others = Object.entries(rest)
    .filter(([name, value]) => value != null && value !== '' && !forMachines.test(name))
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
  const lines = [...move, ...others];
  return lines.length === 0 ? null : <Typography variant="caption" component="p" sx={{ overflowWrap: 'anywhere' }}>{lines.join(' · ')}</Typography>;
}
