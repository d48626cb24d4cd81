import { Box, Stack, Typography } from '@mui/material';
import { useLocale, useTranslate } from 'react-admin';
import { formatShare } from '../fields/amounts.js';
import { StateChip } from '../fields/state-chip.js';
import type { PartnerRiskPartsFragment } from '../graphql/documents.js';

/** A share of a whole as a bar; `limit` is marked on it. */
export function ShareBar({ share, limit }: { share: number; limit?: number | null }) {
  return (
    <Box aria-hidden sx={{ position: 'relative', height: 8, borderRadius: 1, bgcolor: 'action.hover', flexGrow: 1, minWidth: 40 }}>
      <Box sx={{ position: 'absolute', insetBlock: 0, left: 0, width: `${Math.min(1, share) * 100}%`, borderRadius: 1, bgcolor: limit != null && share > limit ? 'error.main' : 'primary.main' }} />
      {limit != null && <Box sx={{ position: 'absolute', insetBlock: -3, left: `${Math.min(1, limit) * 100}%`, width: 2, bgcolor: 'text.primary' }} />}
    </Box>
  );
}

/** The score of a partner and what it is made of: the parts sum to the score. */
export function RiskSignals({ risk: { score, band, signals, relief } }: { risk: PartnerRiskPartsFragment }) {
  const translate = useTranslate();
  const locale = useLocale();
  return (
    <Stack sx={{ gap: 1 }}>
      <Typography variant="body2">{translate('risk.score', { score: formatShare(score, locale) })} <StateChip of="RiskBand" value={band} /></Typography>
      {signals.map(({ kind, part }) => (
        <Stack key={kind} direction="row" sx={{ gap: 1.5, alignItems: 'center' }}>
          <Typography variant="body2" sx={{ width: 200, flexShrink: 0 }}>{translate(`risk.kinds.${kind}`)}</Typography>
          <ShareBar share={part} />
          <Typography variant="body2" sx={{ width: 56, textAlign: 'right', fontVariantNumeric: 'tabular-nums' }}>{formatShare(part, locale)}</Typography>
        </Stack>
      ))}
      {signals.length === 0 && <Typography variant="body2" color="text.secondary">{translate('risk.nothing')}</Typography>}
      {relief && <Typography variant="caption" color="text.secondary">{translate('risk.relief', { signal: translate(`risk.kinds.${relief}`) })}</Typography>}
    </Stack>
  );
}
