import { Box, Chip, LinearProgress, Stack, Typography } from '@mui/material';
import { useLocale, useTranslate } from 'react-admin';
import { formatShare } from '../fields/amounts.js';
import { RecordLink } from '../fields/plain-fields.js';
import type { InspectFeedQuery } from '../graphql/documents.js';

type Edge = InspectFeedQuery['feed']['edges'][number];

/** Scores compare only among entries that stand there for the same sort of reason. */
export function strongest(edges: readonly Edge[], { reasons: [reason] }: Edge): number {
  return Math.max(Number.EPSILON, ...edges.filter(({ reasons: [other] }) => other?.kind === reason?.kind).map(({ score }) => score));
}

/** One slot: what stands there, how strong it is, who pays, and why, in words and shares. */
export function FeedEntry({ edge, strongest }: { edge: Edge; strongest: number }) {
  const translate = useTranslate();
  const locale = useLocale();
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 });
  return (
    <Box component="li" data-slot={edge.slot} sx={{ display: 'grid', gridTemplateColumns: '36px minmax(0, 1fr)', gap: 1, py: 1.5, borderTop: 1, borderColor: 'divider' }}>
      <Typography color="text.secondary" sx={{ fontVariantNumeric: 'tabular-nums' }} aria-label={`${translate('feed.slot')} ${edge.slot}`}>{edge.slot}</Typography>
      <Stack sx={{ gap: 0.5, minWidth: 0 }}>
        <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
          <Typography component="div" sx={{ fontWeight: 600, minWidth: 0 }}><RecordLink resource="contents" id={edge.node.id}>{edge.node.title}</RecordLink></Typography>
          <Chip size="small" variant="outlined" label={translate(`enums.ContentKind.${edge.node.kind}`)} />
          {edge.sponsored && <Chip size="small" color="warning" label={`${translate('feed.sponsored')}: ${edge.sponsored.name}`} />}
        </Stack>
        <Stack direction="row" sx={{ gap: 1, alignItems: 'center' }}>
          <LinearProgress variant="determinate" aria-label={translate('feed.score')} value={Math.max(0, Math.min(100, (edge.score / strongest) * 100))} sx={{ width: 120, height: 6, borderRadius: 3 }} />
          <Typography variant="caption" color="text.secondary" sx={{ fontVariantNumeric: 'tabular-nums' }}>
            {translate('feed.score')} {number.format(edge.score)}{edge.propensity < 1 && ` · ${translate('feed.propensity')} ${formatShare(edge.propensity, locale)}`}
          </Typography>
        </Stack>
        <Stack component="ul" aria-label={translate('feed.why')} sx={{ listStyle: 'none', p: 0, m: 0, gap: 0.25 }}>
          {edge.reasons.map((reason, place) => (
            <Typography key={place} component="li" variant="body2" sx={{ overflowWrap: 'anywhere' }}>
              <Chip size="small" label={translate(`enums.ReasonKind.${reason.kind}`)} sx={{ mr: 1, height: 20 }} />
              {reason.text}
              {reason.share != null && <Typography component="span" variant="caption" color="text.secondary"> · {translate('feed.share', { share: formatShare(reason.share, locale) })}</Typography>}
            </Typography>
          ))}
        </Stack>
      </Stack>
    </Box>
  );
}
