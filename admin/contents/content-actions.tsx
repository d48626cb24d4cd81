import { TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { action, type ActionTable, type QuestionProps } from '../actions/action.js';
import {
  ContentApproveDocument, ContentArchiveDocument, ContentPublishDocument, ContentRelistDocument, ContentRequestChangesDocument, ContentRestoreDocument, ContentScheduleDocument, ContentSubmitDocument, ContentTakeDownDocument,
  ContentUnlistDocument, ContentUnscheduleDocument, type ContentDetailFragment,
} from '../graphql/documents.js';

type Subject = Pick<ContentDetailFragment, 'id' | 'version' | 'availableActions' | 'draft' | 'live'>;

const seen = ({ id, version }: Subject) => ({ id, expectedVersion: version });

function PublishAtQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  return (
    <TextField
      type="datetime-local" label={translate('contents.publish_at')} required margin="dense" slotProps={{ inputLabel: { shrink: true } }} value={(answers.publishAt as string | undefined) ?? ''}
      onChange={(event) => answer({ publishAt: event.target.value })}
    />
  );
}

/** The editorial steps, most wanted first. */
export const contentActions: ActionTable<Subject> = {
  contentSubmit: action(ContentSubmitDocument, (content: Subject) => seen(content), { main: true }),
  contentApprove: action(ContentApproveDocument, (content: Subject) => seen(content), { ask: 'confirm', main: true }),
  contentPublish: action(ContentPublishDocument, (content: Subject) => seen(content), { ask: 'confirm', main: ({ draft, live }) => draft?.id !== live?.id }),
  contentSchedule: action(ContentScheduleDocument, (content: Subject, { publishAt }) => ({ ...seen(content), publishAt: new Date(String(publishAt)).toISOString() }), { ask: PublishAtQuestion }),
  contentUnschedule: action(ContentUnscheduleDocument, (content: Subject) => seen(content), { ask: 'confirm' }),
  contentRequestChanges: action(ContentRequestChangesDocument, (content: Subject, { reason = '' }) => ({ ...seen(content), reason }), { ask: 'reason' }),
  contentUnlist: action(ContentUnlistDocument, (content: Subject) => seen(content), { ask: 'confirm' }),
  contentRelist: action(ContentRelistDocument, (content: Subject) => seen(content), { ask: 'confirm', main: true }),
  contentArchive: action(ContentArchiveDocument, (content: Subject) => seen(content), { ask: 'confirm' }),
  contentRestore: action(ContentRestoreDocument, (content: Subject) => seen(content), { ask: 'confirm' }),
  contentTakeDown: action(ContentTakeDownDocument, (content: Subject, { reason = '' }) => ({ ...seen(content), reason }), { ask: 'reason', danger: true }),
};
