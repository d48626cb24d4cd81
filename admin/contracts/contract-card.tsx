import MoreIcon from '@mui/icons-material/MoreVert';
import { Card, IconButton, Menu, MenuItem, Stack, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { RecordLink, useDates } from '../fields/plain-fields.js';
import { useActionWords } from '../actions/action-bar.js';
import type { ContractRowFragment } from '../graphql/documents.js';
import { contractActions, termsVerbs } from './contract-actions.js';

interface ContractCardProps {
  contract: ContractRowFragment;
  chip: ReactNode;
  onDrag(on: boolean): void;
  choose(action: string): void;
}

/** One contract on the board: dragged with a pointer, or moved with its menu from the keyboard. */
export function ContractCard({ contract, chip, onDrag, choose }: ContractCardProps) {
  const translate = useTranslate();
  const dates = useDates();
  const words = useActionWords();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const steps = contract.availableActions.filter((name) => name in contractActions || termsVerbs.some((verb) => verb === name));
  return (
    <Card
      draggable={steps.length > 0} data-contract={contract.code} onDragStart={(event) => { event.dataTransfer.effectAllowed = 'move'; event.dataTransfer.setData('text/plain', contract.id); onDrag(true); }} onDragEnd={() => onDrag(false)}
      sx={{ p: 1.25, cursor: steps.length > 0 ? 'grab' : 'default' }}
    >
      <Stack direction="row" sx={{ alignItems: 'flex-start', gap: 0.5 }}>
        <Stack sx={{ flex: 1, minWidth: 0, gap: 0.25 }}>
          <Typography variant="body2" sx={{ fontWeight: 600 }}><RecordLink resource="contracts" id={contract.id}>{contract.title}</RecordLink></Typography>
          <Typography variant="caption" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>{contract.partner.name}</Typography>
          <Typography variant="caption" color="text.secondary">{contract.code}</Typography>
          <Typography variant="caption" color="text.secondary" noWrap>{dates.short(contract.current.startsAt)} – {dates.short(contract.current.endsAt)}</Typography>
          {chip && <span>{chip}</span>}
        </Stack>
        <IconButton size="small" aria-label={`${translate('actions.move_to')} ${contract.title}`} aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}><MoreIcon fontSize="small" /></IconButton>
      </Stack>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {steps.length === 0 && <MenuItem disabled>{translate('actions.no_moves')}</MenuItem>}
        {steps.map((name) => <MenuItem key={name} data-action={name} onClick={() => { setAnchor(null); choose(name); }}>{words.label(name)}</MenuItem>)}
      </Menu>
    </Card>
  );
}
