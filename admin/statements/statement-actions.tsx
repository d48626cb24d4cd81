import { TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { action, type ActionTable, type QuestionProps } from '../actions/action.js';
import { toMinor } from '../fields/amounts.js';
import { DisputeDecideDocument, PayoutProposeDocument, StatementAcknowledgeDocument, StatementDisputeDocument, type DisputePartsFragment, type StatementDetailFragment } from '../graphql/documents.js';

const seen = ({ id, version }: { id: string; version: number }) => ({ id, expectedVersion: version });

function CurrencyQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  return <TextField label={translate('settlement.paid_currency')} helperText={translate('settlement.paid_currency_help')} margin="dense" value={(answers.paidCurrency as string | undefined) ?? ''} onChange={(event) => answer({ paidCurrency: event.target.value })} slotProps={{ htmlInput: { maxLength: 3 } }} />;
}

export const statementActions: ActionTable<StatementDetailFragment> = {
  statementAcknowledge: action(StatementAcknowledgeDocument, (statement: StatementDetailFragment) => seen(statement), { ask: 'confirm', main: true }),
  payoutPropose: action(PayoutProposeDocument, (statement: StatementDetailFragment, { key, paidCurrency }) => ({ statementId: statement.id, expectedVersion: statement.version, paidCurrency: typeof paidCurrency === 'string' && paidCurrency.trim() ? paidCurrency.trim().toUpperCase() : null, idempotencyKey: key }), { ask: CurrencyQuestion, main: true }),
};

/** A line as its button sees it. */
export interface DisputableLine { id: string; version: number; lineNumber: number; availableActions: string[] }

export const lineActions: ActionTable<DisputableLine> = {
  statementDispute: action(StatementDisputeDocument, (line: DisputableLine, { reason = '' }) => ({ ...seen(line), lineNumber: line.lineNumber, reason }), { ask: 'reason', danger: true }),
};

/** What a dispute needs besides its own fields: the currency of its statement. */
export type DecidableDispute = DisputePartsFragment & { currency: string; availableActions: string[] };

/** '-12.5' → '-1250'; null for what is no amount. */
function signedMinor(text: string, currency: string): string | null {
  const minor = toMinor(text.trim().replace(/^-/, ''), currency);
  return minor === null || !text.trim().startsWith('-') ? minor : `-${minor}`;
}

function DecisionQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  return (
    <>
      <TextField label={translate('settlement.decision')} required multiline minRows={2} margin="dense" value={answers.reason ?? ''} onChange={(event) => answer({ reason: event.target.value })} />
      <TextField label={translate('settlement.adjustment')} helperText={translate('settlement.adjustment_help')} margin="dense" value={(answers.adjustment as string | undefined) ?? ''} onChange={(event) => answer({ adjustment: event.target.value })} />
    </>
  );
}

export const disputeActions: ActionTable<DecidableDispute> = {
  disputeDecide: action(DisputeDecideDocument, (dispute: DecidableDispute, { reason = '', adjustment }) => ({
    ...seen(dispute), decision: reason, adjustmentMinor: typeof adjustment === 'string' && adjustment.trim() ? signedMinor(adjustment, dispute.currency) : null,
  }), { ask: DecisionQuestion, main: true }),
};
