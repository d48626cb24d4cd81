import SearchIcon from '@mui/icons-material/Search';
import { Box, Button, Dialog, InputBase, List, ListItemButton, ListItemText, ListSubheader, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useState } from 'react';
import { useDataProvider, usePermissions, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { operationOf } from '../resources.js';
import { usePermittedMenu } from './menu-entries.js';

/** Resources that can be searched by words, and the fields that name a hit. */
const searchable = { partners: ['name', 'code'], contracts: ['title', 'code'], contents: ['title', 'no'], campaigns: ['name', 'code'] } as const;

interface Hit {
  to: string;
  label: string;
  group: string;
  aside?: string;
}

function useHits(query: string): Hit[] {
  const translate = useTranslate();
  const dataProvider = useDataProvider();
  const { permissions = [] } = usePermissions<string[]>();
  const { groups } = usePermittedMenu();
  const words = useDeferredValue(query.trim());
  const { data: records = [] } = useQuery({
    queryKey: ['palette', words],
    enabled: words.length > 0,
    queryFn: async () => (await Promise.all(Object.entries(searchable)
      .filter(([name]) => permissions.includes(operationOf(name, 'list') ?? ''))
      .map(async ([name, [label, aside]]) => {
        const { data } = await dataProvider.getList(name, { pagination: { page: 1, perPage: 5 }, sort: { field: 'id', order: 'DESC' }, filter: { q: words } });
        return data.map((row): Hit => ({ to: `/${name}/${encodeURIComponent(String(row.id))}/show`, label: String(row[label]), aside: String(row[aside]), group: translate(`resources.${name}.name`, { smart_count: 2 }) }));
      }))).flat(),
  });
  const pages = groups.flatMap(({ entries }) => entries)
    .map(({ name, label }): Hit => ({ to: `/${name}`, label: translate(label, { smart_count: 2 }), group: translate('console.palette.pages') }))
    .filter(({ label }) => label.toLowerCase().includes(query.trim().toLowerCase()));
  return [...pages, ...(words ? records : [])];
}

export function PaletteButton({ open }: { open(): void }) {
  const translate = useTranslate();
  return (
    <Button onClick={open} color="inherit" startIcon={<SearchIcon titleAccess={translate('console.palette.open')} />} aria-keyshortcuts="Control+K Meta+K" sx={{ color: 'text.secondary', '& .MuiButton-startIcon': { mr: { xs: 0, sm: 1 } }, minWidth: 0 }}>
      <Box component="span" sx={{ display: { xs: 'none', sm: 'inline' } }}>⌘K</Box>
    </Button>
  );
}

/** ⌘K or Ctrl+K: pages and records by name; arrows choose, Enter opens. */
export function Palette({ open, setOpen }: { open: boolean; setOpen(open: boolean): void }) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOpen(true);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [setOpen]);
  return open ? <PaletteDialog close={() => setOpen(false)} /> : null;
}

function PaletteDialog({ close }: { close(): void }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const hits = useHits(query);
  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    close();
    void navigate(hit.to);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen(Math.min(chosen + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(chosen - 1, 0));
    else if (event.key === 'Enter') go(hits[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-label={translate('console.palette.open')} sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }}>
      <InputBase
        autoFocus fullWidth value={query} placeholder={translate('console.palette.placeholder')} inputProps={{ 'aria-label': translate('console.palette.placeholder') }} onKeyDown={onKeyDown}
        onChange={(event) => { setQuery(event.target.value); setChosen(0); }} sx={{ px: 2, py: 1.5, borderBottom: 1, borderColor: 'divider' }}
      />
      <List dense sx={{ maxHeight: '60vh', overflow: 'auto' }}>
        {hits.length === 0 && <Typography sx={{ px: 2, py: 1 }} color="text.secondary">{translate('console.palette.nothing')}</Typography>}
        {hits.map((hit, index) => [
          hit.group !== hits[index - 1]?.group && <ListSubheader key={`group-${hit.group}`} disableSticky>{hit.group}</ListSubheader>,
          <ListItemButton key={hit.to} selected={index === chosen} onClick={() => go(hit)}>
            <ListItemText primary={hit.label} secondary={hit.aside} />
          </ListItemButton>,
        ])}
      </List>
    </Dialog>
  );
}
