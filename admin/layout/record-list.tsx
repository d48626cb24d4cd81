import { Box, Stack, Typography, useMediaQuery, type Theme } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import { CreateButton, DataTable, FilterButton, List, SimpleList, TopToolbar, useCanAccess, useResourceContext, useTranslate, type ListProps, type SimpleListProps } from 'react-admin';

function EmptyList({ action }: { action?: ReactNode }) {
  const translate = useTranslate();
  const resource = useResourceContext()!;
  const { canAccess } = useCanAccess({ resource, action: 'create' });
  return (
    <Stack sx={{ alignItems: 'center', gap: 2, py: 8, textAlign: 'center' }}>
      <Typography variant="h2" component="p" sx={{ fontWeight: 500 }}>{translate(`empty.${resource}`)}</Typography>
      {action ?? (canAccess && <CreateButton variant="contained" />)}
    </Stack>
  );
}

function ListToolbar({ action, filters }: { action?: ReactNode; filters: boolean }) {
  const resource = useResourceContext()!;
  const { canAccess } = useCanAccess({ resource, action: 'create' });
  return <TopToolbar>{filters && <FilterButton />}{action ?? (canAccess && <CreateButton />)}</TopToolbar>;
}

interface RecordListProps extends Omit<ListProps, 'children' | 'title'> {
  /** Columns: DataTable.Col. */
  children: ReactNode;
  /** The card that takes a row's place on a narrow screen. */
  card: Pick<SimpleListProps, 'primaryText' | 'secondaryText' | 'tertiaryText'>;
  filters?: ReactElement[];
  /** Takes the place of “Create”. */
  action?: ReactNode;
  opens?: 'show' | 'edit' | false;
}

/** A list as a table where there is room and as cards where there is not. Sorting and paging are the api's. */
export function RecordList({ children, card, action, filters, opens = 'show', ...rest }: RecordListProps) {
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('md'));
  return (
    <List perPage={25} exporter={false} sort={{ field: 'id', order: 'DESC' }} {...rest} filters={filters} actions={<ListToolbar action={action} filters={Boolean(filters?.length)} />} empty={<EmptyList action={action} />}>
      {narrow ? <SimpleList {...card} rowClick={opens} /> : (
        <Box sx={{ overflowX: 'auto' }}>
          <DataTable rowClick={opens} bulkActionButtons={false} size="small">{children}</DataTable>
        </Box>
      )}
    </List>
  );
}
