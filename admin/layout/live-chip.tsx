import { Chip } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { LiveMode } from './use-live-record.js';

/** Says how fresh the page is; nothing when nothing moves. */
export function LiveChip({ mode }: { mode: LiveMode }) {
  const translate = useTranslate();
  if (mode === 'still') return null;
  return <Chip size="small" color={mode === 'live' ? 'success' : 'default'} label={translate(mode === 'live' ? 'runs.live' : 'runs.polling')} />;
}
