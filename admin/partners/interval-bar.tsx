import { Box } from '@mui/material';

/** A score between 0 and 1 on its line, with the interval in which it lies. */
export function IntervalBar({ score, low, high }: { score: number; low: number; high: number }) {
  const percent = (value: number) => `${value * 100}%`;
  return (
    <Box role="img" aria-label={`${(score * 100).toFixed(1)} (${(low * 100).toFixed(1)} – ${(high * 100).toFixed(1)})`} sx={{ position: 'relative', height: 16, minWidth: 96 }}>
      <Box sx={{ position: 'absolute', top: 6, height: 4, width: 1, borderRadius: 2, bgcolor: 'action.hover' }} />
      <Box sx={{ position: 'absolute', top: 4, height: 8, left: percent(low), width: percent(high - low), borderRadius: 4, bgcolor: 'primary.main', opacity: 0.45 }} />
      <Box sx={{ position: 'absolute', top: 0, height: 16, width: 4, ml: '-2px', left: percent(score), borderRadius: 2, bgcolor: 'primary.main' }} />
    </Box>
  );
}
