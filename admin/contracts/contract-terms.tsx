import { useState } from 'react';
import { Alert, Card, Typography } from '@mui/material';
import { DateTimeInput, Error as ErrorPanel, Loading, maxLength, ResourceContextProvider, SaveButton, SimpleForm, TextInput, Title, Toolbar, useGetOne, useNotify, useTranslate } from 'react-admin';
import { useNavigate, useParams } from 'react-router-dom';
import { newKey } from '../actions/action.js';
import { ContractAmendDocument, ContractCounterDocument, ContractEditDocument, type ContractDetailFragment } from '../graphql/documents.js';
import { whole } from '../layout/record-page.js';
import { unwrap } from '../providers/post.js';
import { RequestError } from '../providers/problems.js';
import { request } from '../providers/request.js';
import { offerTalk, termsVerbs, type TermsVerb } from './contract-actions.js';
import { TermsInputs } from './contract-create.js';
import { terms, type TermsForm } from './contract-form-values.js';

interface OfferForm { rationale?: string | null; expiresAt?: string | null }

/** Edit a draft, counter an offer, or amend what is in force: the same terms, three verbs. */
async function save(verb: TermsVerb, contract: ContractDetailFragment, form: TermsForm & OfferForm, idempotencyKey: string): Promise<void> {
  const { current } = contract;
  const version = { versionId: current.id, expectedVersion: current.version, idempotencyKey, ...terms(form) };
  switch (verb) {
    case 'contractEdit': unwrap((await request(ContractEditDocument, { input: version })).outcome); return;
    case 'contractCounter': unwrap((await request(ContractCounterDocument, { input: { ...version, ...offerTalk(form), answersHash: current.contentHash } })).outcome); return;
    case 'contractAmend': unwrap((await request(ContractAmendDocument, { input: { contractId: contract.id, idempotencyKey, ...terms(form) } })).outcome);
  }
}

const titles: Record<TermsVerb, string> = { contractEdit: 'contracts.edit_title', contractCounter: 'contracts.counter_title', contractAmend: 'contracts.amend_title' };

export function ContractTerms() {
  const { id = '', verb } = useParams();
  const { data: contract, error, refetch } = useGetOne<ContractDetailFragment>('contracts', { id, meta: whole });
  const translate = useTranslate();
  const notify = useNotify();
  const navigate = useNavigate();
  const [key] = useState(newKey);
  const known = termsVerbs.find((one) => one === verb);
  if (error || !known) return <ErrorPanel error={(error as Error | null) ?? new Error('errors.NOT_FOUND')} resetErrorBoundary={() => void refetch()} />;
  if (!contract) return <Loading />;

  const back = `/contracts/${encodeURIComponent(id)}/show`;
  const onSubmit = async (form: unknown) => {
    try {
      await save(known, contract, form as TermsForm & OfferForm, key);
      notify('actions.done', { type: 'success', messageArgs: { action: translate(`actions.${known}`) } });
      void navigate(back);
    } catch (problem) {
      if (!(problem instanceof RequestError)) throw problem;
      notify(translate(problem.message, { _: problem.message }), { type: 'error', autoHideDuration: 8000 });
      if (problem.status === 409) await refetch();
      return problem.body.errors;
    }
  };
  const title = translate(titles[known], { title: contract.title });
  return (
    <ResourceContextProvider value="contracts">
      <Card sx={{ maxWidth: 900 }}>
        <Title title={title} />
        <Typography variant="h2" sx={{ p: 2, pb: 0 }}>{title}</Typography>
        {known === 'contractEdit' && <Alert severity="info" sx={{ m: 2, mb: 0 }}>{translate('contracts.draft_help')}</Alert>}
        <SimpleForm key={contract.current.version} record={{ ...contract.current }} onSubmit={onSubmit} toolbar={<Toolbar><SaveButton alwaysEnable={known !== 'contractEdit'} label={`actions.${known}`} /></Toolbar>}>
          <TermsInputs />
          {known === 'contractCounter' && <TextInput source="rationale" label="contracts.rationale" multiline minRows={2} validate={maxLength(2000)} />}
          {known === 'contractCounter' && <DateTimeInput source="expiresAt" label="contracts.expires" helperText="contracts.expires_help" />}
        </SimpleForm>
      </Card>
    </ResourceContextProvider>
  );
}
