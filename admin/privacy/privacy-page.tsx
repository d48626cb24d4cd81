import { Box, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Error as ErrorPanel, Loading, Title, useLocale, usePermissions, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { action, type ActionTable } from '../actions/action.js';
import { formatShare } from '../fields/amounts.js';
import { RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import { ErasureAcknowledgeDocument, PrivacyPageDocument, type PrivacyPageQuery } from '../graphql/documents.js';
import { request } from '../providers/request.js';

type Task = PrivacyPageQuery['tasks']['items'][number];
type Export = PrivacyPageQuery['exports']['items'][number];
type Disclosure = PrivacyPageQuery['disclosures']['items'][number];

/** The newest of each; older ones are asked of the api. */
const perPage = 20;

const taskActions: ActionTable<{ id: string; availableActions: string[] }> = {
  erasureAcknowledge: action(ErasureAcknowledgeDocument, ({ id }: { id: string }) => ({ id }), { ask: 'confirm', main: true }),
};

/** Whose data went where, under which clause, and what must be erased. A partner sees its own side of it. */
export function PrivacyPage() {
  const translate = useTranslate();
  const { data, error, refetch } = useQuery({ queryKey: ['privacy'], queryFn: ({ signal }) => request(PrivacyPageDocument, { perPage }, signal) });
  return (
    <Stack sx={{ gap: 2 }}>
      <Title title={translate('privacy.title')} />
      {error && !data && <ErrorPanel error={error} resetErrorBoundary={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <Rows title="privacy.tasks" intro="privacy.tasks_intro" empty="privacy.no_tasks" total={data.tasks.total}>{data.tasks.items.map((task) => <TaskRow key={task.id} task={task} />)}</Rows>
          <Rows title="privacy.exports" intro="privacy.exports_intro" empty="privacy.no_exports" total={data.exports.total}>{data.exports.items.map((one) => <ExportRow key={one.id} dataExport={one} />)}</Rows>
          <Rows title="privacy.disclosures" intro="privacy.disclosures_intro" empty="privacy.no_disclosures" total={data.disclosures.total}>{data.disclosures.items.map((one) => <DisclosureRow key={one.id} disclosure={one} />)}</Rows>
        </>
      )}
    </Stack>
  );
}

function Rows({ title, intro, empty, total, children }: { title: string; intro: string; empty: string; total: number; children: ReactNode }) {
  const translate = useTranslate();
  return (
    <Section title={title}>
      <Typography color="text.secondary" sx={{ mb: 1, maxWidth: 760 }}>{translate(intro)}</Typography>
      {total === 0 && <Typography variant="body2">{translate(empty)}</Typography>}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>{children}</Box>
      {total > perPage && <Typography variant="caption" color="text.secondary">{translate('privacy.newest', { shown: perPage, total })}</Typography>}
    </Section>
  );
}

function Row({ head, detail, aside }: { head: ReactNode; detail: ReactNode; aside: ReactNode }) {
  return (
    <Stack component="li" direction="row" sx={{ py: 1, gap: 2, flexWrap: 'wrap', justifyContent: 'space-between', alignItems: 'center', borderTop: 1, borderColor: 'divider' }}>
      <Typography variant="body2" component="span" sx={{ minWidth: 0, flex: '1 1 240px', overflowWrap: 'anywhere' }}>
        {head}
        <Typography variant="caption" color="text.secondary" component="span" sx={{ display: 'block' }}>{detail}</Typography>
      </Typography>
      {aside}
    </Stack>
  );
}

function TaskRow({ task: { id, partner, subject, createdAt, dueAt, acknowledgedAt } }: { task: Task }) {
  const translate = useTranslate();
  const dates = useDates();
  const { permissions = [] } = usePermissions<string[]>();
  const isLate = !acknowledgedAt && new Date(dueAt) < new Date();
  const availableActions = acknowledgedAt ? [] : permissions.filter((operation) => operation in taskActions);
  return (
    <Row
      head={<><RecordLink resource="partners" id={partner.id}>{partner.name}</RecordLink> · <code title={subject}>{subject.slice(0, 16)}…</code></>}
      detail={<>{translate('privacy.demanded', { at: dates.moment(createdAt) })} · <Box component="span" sx={{ color: isLate ? 'error.main' : 'inherit' }}>{acknowledgedAt ? translate('privacy.erased', { at: dates.moment(acknowledgedAt) }) : translate(isLate ? 'privacy.overdue' : 'privacy.due', { at: dates.moment(dueAt) })}</Box></>}
      aside={<ActionBar record={{ id, availableActions }} resource="partners" table={taskActions} />}
    />
  );
}

function ExportRow({ dataExport }: { dataExport: Export }) {
  const translate = useTranslate();
  const dates = useDates();
  const locale = useLocale();
  const { partner, dataset, purpose, fields, state, refusal, report, requestedAt, fetchedAt, expiresAt, destroyedBecause } = dataExport;
  return (
    <Row
      head={<><RecordLink resource="partners" id={partner.id}>{partner.name}</RecordLink> · {dataset} · {purpose}</>}
      detail={(
        <>
          {fields.join(', ')} · {dates.moment(requestedAt)}
          {report && ` · ${translate('privacy.report', { k: report.k, l: report.l, t: report.t.toFixed(2), unique: formatShare(report.uniqueness, locale), rows: report.rows, subjects: report.subjects })}`}
          {refusal && ` · ${translate(`privacy.refusal.${refusal}`, { _: refusal })}`}
          {fetchedAt && ` · ${translate('privacy.fetched', { at: dates.moment(fetchedAt) })}`}
          {state === 'READY' && expiresAt && ` · ${translate('privacy.expires', { at: dates.moment(expiresAt) })}`}
          {destroyedBecause && ` · ${translate(`enums.ArchiveEnd.${destroyedBecause}`)}`}
        </>
      )}
      aside={<StateChip of="DataExportState" value={state} />}
    />
  );
}

function DisclosureRow({ disclosure: { partner, dataset, purpose, fields, level, basis, rows, subjects, disclosedAt, expiresAt } }: { disclosure: Disclosure }) {
  const translate = useTranslate();
  const dates = useDates();
  return (
    <Row
      head={<><RecordLink resource="partners" id={partner.id}>{partner.name}</RecordLink> · {dataset} · {purpose}</>}
      detail={`${fields.join(', ')} · ${translate(`enums.SharingLevel.${level}`)} · ${translate(`enums.LegalBasis.${basis}`)} · ${dates.moment(disclosedAt)} · ${translate('privacy.expires', { at: dates.moment(expiresAt) })}`}
      aside={<Typography variant="body2" sx={{ fontVariantNumeric: 'tabular-nums' }}>{translate('privacy.rows', { rows, subjects })}</Typography>}
    />
  );
}
