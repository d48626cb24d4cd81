import { DataTable, FunctionField, SelectInput, useRecordContext, useTranslate } from 'react-admin';
import { MomentField, RecordLink } from '../fields/plain-fields.js';
import type { AuditRowFragment } from '../graphql/documents.js';
import type { ResourceName } from '../resources.js';
import { RecordList } from '../layout/record-list.js';
import { AuditDetail, useActionLabel } from './audit-detail.js';

/** Where a noun of the trail has its pages. */
const pages: Record<string, ResourceName> = {
  Partner: 'partners', Contract: 'contracts', Campaign: 'campaigns', Content: 'contents', Order: 'orders', ModelRun: 'model-runs', Account: 'accounts',
};

function ActionLabel() {
  return useActionLabel(useRecordContext<AuditRowFragment>()!);
}

function NounLink() {
  const translate = useTranslate();
  const entry = useRecordContext<AuditRowFragment>()!;
  const page = pages[entry.noun];
  return page ? <RecordLink resource={page} id={entry.nounId}>{translate(`resources.${page}.name`, { smart_count: 1 })}</RecordLink> : entry.noun;
}

export function AuditList() {
  const translate = useTranslate();
  return (
    <RecordList
      opens={false} sort={{ field: 'seq', order: 'DESC' }} filters={[<SelectInput key="noun" source="noun" alwaysOn choices={Object.entries(pages).map(([id, page]) => ({ id, name: translate(`resources.${page}.name`, { smart_count: 1 }) }))} />]}
      card={{
        primaryText: (entry: AuditRowFragment) => `${entry.action} · ${entry.noun}`, secondaryText: (entry: AuditRowFragment) => entry.actorName ?? entry.actor, tertiaryText: (entry: AuditRowFragment) => `#${entry.seq}`,
      }}
    >
      <DataTable.Col source="seq" />
      <DataTable.Col source="at" disableSort><MomentField source="at" /></DataTable.Col>
      <DataTable.Col source="action" disableSort><ActionLabel /></DataTable.Col>
      <DataTable.Col source="noun" disableSort><NounLink /></DataTable.Col>
      <DataTable.Col source="actor" disableSort cellSx={() => ({ whiteSpace: 'nowrap' })}><FunctionField<AuditRowFragment & { id: string }> render={({ actor, actorName }) => actorName ?? actor} /></DataTable.Col>
      <DataTable.Col source="detail" disableSort><FunctionField<AuditRowFragment & { id: string }> render={(entry) => <AuditDetail entry={entry} />} /></DataTable.Col>
    </RecordList>
  );
}
