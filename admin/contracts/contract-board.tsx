import { Alert, Box, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { CreateButton, Error as ErrorPanel, ListButton, Loading, Title, useCanAccess, useGetList, useNotify, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { newKey } from '../actions/action.js';
import { useActionWords } from '../actions/action-bar.js';
import { AskDialog } from '../actions/ask-dialog.js';
import { useAct } from '../actions/use-act.js';
import { StateChip } from '../fields/state-chip.js';
import type { ContractRowFragment, ContractState } from '../graphql/documents.js';
import { contractActions, leadsTo, termsVerbs } from './contract-actions.js';
import { ContractCard } from './contract-card.js';

/** The states in the order of a contract's life; those that end it share the last column. */
const columns: readonly (readonly ContractState[])[] = [
  ['DRAFT'], ['OFFERED'], ['COUNTERED'], ['AGREED'], ['SIGNING'], ['SIGNED'], ['SCHEDULED'], ['ACTIVE'], ['SUSPENDED'], ['IN_NOTICE'], ['TERMINATED', 'EXPIRED', 'SUPERSEDED', 'WITHDRAWN', 'REJECTED', 'LAPSED'],
];

/** Contracts as cards. A drag and the card's menu do the same guarded step: the api says which there are, and refuses the rest. */
export function ContractBoard() {
  const translate = useTranslate();
  const { data = [], total = 0, isPending, error, refetch } = useGetList<ContractRowFragment>('contracts', { pagination: { page: 1, perPage: 100 }, sort: { field: 'id', order: 'DESC' } });
  const { canAccess } = useCanAccess({ resource: 'contracts', action: 'create' });
  const [dragged, setDragged] = useState<ContractRowFragment | null>(null);
  const steps = useSteps();
  if (isPending) return <Loading />;
  if (error) return <ErrorPanel error={error as Error} resetErrorBoundary={() => void refetch()} />;

  return (
    <Box>
      <Title title={translate('contracts.board')} />
      <Stack direction="row" sx={{ alignItems: 'center', justifyContent: 'space-between', flexWrap: 'wrap', gap: 1, mb: 1 }}>
        <Typography variant="body2" color="text.secondary" sx={{ maxWidth: 720 }}>{translate('contracts.board_help')}</Typography>
        <Stack direction="row"><ListButton resource="contracts" />{canAccess && <CreateButton resource="contracts" />}</Stack>
      </Stack>
      {total > data.length && <Alert severity="info" sx={{ mb: 1 }}>{translate('contracts.newest', { shown: data.length, total })}</Alert>}
      <Stack direction="row" tabIndex={0} role="group" aria-label={translate('contracts.board')} sx={{ gap: 1, overflowX: 'auto', pb: 2, alignItems: 'stretch', minHeight: { xs: '60vh', md: 'calc(100vh - 170px)' } }}>
        {columns.map((states) => (
          <Column
            key={states[0]} states={states} contracts={data.filter(({ current }) => states.includes(current.state))} dragged={dragged} setDragged={setDragged}
            drop={(contract) => steps.drop(contract, states)} choose={steps.start}
          />
        ))}
      </Stack>
      {steps.dialog}
    </Box>
  );
}

interface ColumnProps {
  states: readonly ContractState[];
  contracts: ContractRowFragment[];
  dragged: ContractRowFragment | null;
  setDragged(contract: ContractRowFragment | null): void;
  drop(contract: ContractRowFragment): void;
  choose(contract: ContractRowFragment, action: string): void;
}

function Column({ states, contracts, dragged, setDragged, drop, choose }: ColumnProps) {
  const translate = useTranslate();
  const target = dragged !== null && stepInto(dragged, states) !== undefined;
  const wide = contracts.length > 0 || target;
  const name = states.length > 1 ? translate('contracts.ended') : translate(`enums.ContractState.${states[0]}`);
  return (
    <Box
      component="section" aria-label={name} data-column={states[0]}
      onDragOver={(event) => { if (dragged) event.preventDefault(); }} onDrop={(event) => { event.preventDefault(); if (dragged) drop(dragged); setDragged(null); }}
      sx={{ flex: wide ? '0 0 216px' : '0 0 92px', borderRadius: 1, p: 1, bgcolor: 'action.hover', outline: target ? '2px dashed' : 'none', outlineColor: 'primary.main', outlineOffset: -2 }}
    >
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'center', mb: 1, gap: 0.5 }}>
        <Typography variant="h3">{name}</Typography>
        <Typography variant="caption" color="text.secondary">{contracts.length}</Typography>
      </Stack>
      <Stack sx={{ gap: 1 }}>
        {contracts.map((contract) => (
          <ContractCard key={contract.id} contract={contract} chip={states.length > 1 && <StateChip of="ContractState" value={contract.current.state} />} onDrag={(on) => setDragged(on ? contract : null)} choose={(action) => choose(contract, action)} />
        ))}
      </Stack>
    </Box>
  );
}

/** The offered action that leads into one of these states, if there is one. */
function stepInto(contract: ContractRowFragment, states: readonly ContractState[]): string | undefined {
  return contract.availableActions.find((name) => leadsTo[name]?.some((state) => states.includes(state)));
}

/** Starting a step: asks what must be asked, or opens the form when the step needs terms. */
function useSteps() {
  const translate = useTranslate();
  const notify = useNotify();
  const navigate = useNavigate();
  const words = useActionWords();
  const { busy, act } = useAct();
  const [step, setStep] = useState<{ contract: ContractRowFragment; name: string } | null>(null);

  const start = (contract: ContractRowFragment, name: string) => {
    if (termsVerbs.some((verb) => verb === name)) void navigate(`/contracts/${encodeURIComponent(contract.id)}/terms/${name}`);
    else if (contractActions[name].ask === 'nothing') void act(contractActions[name], contract, { key: newKey() }, '', words.label(name));
    else setStep({ contract, name });
  };
  const drop = (contract: ContractRowFragment, states: readonly ContractState[]) => {
    if (states.includes(contract.current.state)) return;
    const name = stepInto(contract, states);
    if (name) start(contract, name);
    else notify('contracts.not_there', { type: 'warning', messageArgs: { from: translate(`enums.ContractState.${contract.current.state}`), to: states.length > 1 ? translate('contracts.ended') : translate(`enums.ContractState.${states[0]}`) } });
  };
  const dialog = step && (
    <AskDialog
      title={translate('actions.confirm', { action: words.label(step.name), record: step.contract.title })} warning={words.warning(step.name, { hash: step.contract.current.contentHash.slice(0, 12) })}
      action={contractActions[step.name] as never} busy={busy} close={() => setStep(null)}
      confirm={(answers) => void act(contractActions[step.name], step.contract, answers, '', words.label(step.name)).then((done) => { if (done) setStep(null); })}
    />
  );
  return { start, drop, dialog };
}
