import { MenuItem, TextField } from '@mui/material';
import { useGetList, useRecordContext, useTranslate } from 'react-admin';
import type { Answers, QuestionProps } from '../actions/action.js';
import type { ConnectorDetailFragment, ConnectorRowFragment } from '../graphql/documents.js';

export interface FallbackAnswers extends Answers { substituteIds?: string[]; recoveryMs?: string }

const firstRecoveryMs = 500;

/** What was not touched stays as the plan has it. */
export function planOf({ fallbackPlan }: ConnectorDetailFragment, { substituteIds, recoveryMs }: FallbackAnswers) {
  return { substituteIds: substituteIds ?? fallbackPlan?.substitutes.map(({ id }) => id) ?? [], recoveryMs: Number(recoveryMs ?? fallbackPlan?.recoveryMs ?? firstRecoveryMs) };
}

export function FallbackQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  const connector = useRecordContext<ConnectorDetailFragment>()!;
  const { data = [] } = useGetList<ConnectorRowFragment>('connectors', { pagination: { page: 1, perPage: 100 }, sort: { field: 'name', order: 'ASC' }, filter: { kind: connector.kind } });
  const { substituteIds, recoveryMs } = planOf(connector, answers as FallbackAnswers);
  return (
    <>
      <TextField
        select margin="dense" label={translate('connectors.substitutes')} helperText={translate('connectors.substitutes_help')} value={substituteIds} slotProps={{ select: { multiple: true } }}
        onChange={(event) => answer({ substituteIds: event.target.value as unknown as string[] })}
      >
        {data.filter(({ id }) => id !== connector.id).map(({ id, code, name }) => <MenuItem key={id} value={id}>{code} · {name}</MenuItem>)}
      </TextField>
      <TextField type="number" margin="dense" required label={translate('connectors.recovery')} helperText={translate('connectors.recovery_help')} value={recoveryMs} onChange={(event) => answer({ recoveryMs: event.target.value })} />
    </>
  );
}
