import { Button, Stack } from '@mui/material';
import { useState } from 'react';
import { useGetRecordRepresentation, useTranslate } from 'react-admin';
import { newKey, parseAction, type Action, type ActionTable, type Answers } from './action.js';
import { AskDialog } from './ask-dialog.js';
import { useAct } from './use-act.js';

interface Actionable {
  id: string;
  availableActions: string[];
}

/** What a button says, and what it warns of. Targets of a transition are words of `targets`, an enum's name. */
export function useActionWords(targets?: string) {
  const translate = useTranslate();
  return {
    label: (available: string) => {
      const { name, target } = parseAction(available);
      return translate(`actions.${name}`, target ? { to: translate(`enums.${targets}.${target}`) } : undefined);
    },
    warning: (available: string, args: object) => translate(`actions.warning.${parseAction(available).name}`, { _: '', ...args }),
  };
}

interface ActionBarProps<R extends Actionable> {
  record: R;
  resource: string;
  table: ActionTable<R>;
  targets?: string;
  warningArgs?: object;
  /** What is offered, where it is not simply availableActions. */
  offered?: readonly string[];
}

function find<R>(table: ActionTable<R>, available: string): Action<R> {
  return table[available] ?? table[parseAction(available).name];
}

/** A button for each thing that the api says this person may do with this record now, in the table's order. */
export function ActionBar<R extends Actionable>({ record, resource, table, targets, warningArgs = {}, offered = record.availableActions }: ActionBarProps<R>) {
  const translate = useTranslate();
  const represent = useGetRecordRepresentation(resource);
  const words = useActionWords(targets);
  const { busy, act } = useAct();
  const [asking, setAsking] = useState<string | null>(null);
  const order = Object.keys(table);
  const buttons = offered
    .filter((available) => parseAction(available).name in table)
    .sort((a, b) => order.indexOf(parseAction(a).name) - order.indexOf(parseAction(b).name));

  const run = async (available: string, answers: Answers) => {
    const { target } = parseAction(available);
    if (await act(find(table, available), record, answers, target, words.label(available))) setAsking(null);
  };

  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
      {buttons.map((available) => {
        const action = find(table, available);
        return (
          <Button
            key={available} size="small" disabled={busy} variant={(typeof action.main === 'function' ? action.main(record) : action.main) ? 'contained' : 'outlined'} color={action.danger ? 'error' : 'primary'} data-action={available}
            onClick={() => (action.ask === 'nothing' ? run(available, { key: newKey() }) : setAsking(available))}
          >
            {words.label(available)}
          </Button>
        );
      })}
      {asking && (
        <AskDialog
          title={translate('actions.confirm', { action: words.label(asking), record: String(represent(record)) })} warning={words.warning(asking, warningArgs)}
          action={find(table, asking) as Action<never>} busy={busy} close={() => setAsking(null)} confirm={(answers) => void run(asking, answers)}
        />
      )}
    </Stack>
  );
}
