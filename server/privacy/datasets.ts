import type { SharingLevel } from '../../schema/clause.js';

/**
 * What a field is to the person in the row. `subject` names the person; `quasi` may single the person out together with others; `sensitive`
 * is what one would learn by that; `plain` is neither.
 */
export type FieldRole = 'subject' | 'quasi' | 'sensitive' | 'plain';

export interface DatasetField {
  readonly role: FieldRole;
  /** The least level of a scope at which the field leaves in a record. */
  readonly level: Extract<SharingLevel, 'pseudonymous' | 'record'>;
  /** The field can be summed: the most that one person counts in one group. */
  readonly most?: bigint;
}

/** `sql` answers subject_id (a reader) and one column of each field; $1 is the recipient partner, $2 the first instant, $3 the end, $4 the most rows. */
export interface Dataset {
  readonly name: string;
  readonly fields: Readonly<Record<string, DatasetField>>;
  /** The most rows of one person that count in one group of an aggregate. */
  readonly mostRows: bigint;
  readonly sql: string;
}

const reader: DatasetField = { role: 'subject', level: 'pseudonymous' };
const quasi: DatasetField = { role: 'quasi', level: 'pseudonymous' };
const sensitive: DatasetField = { role: 'sensitive', level: 'pseudonymous' };

/** Times leave as UTC days: an exact time singles almost everybody out. All rows are about the recipient's own contents. */
export const datasets: readonly Dataset[] = [
  {
    name: 'interactions',
    mostRows: 5n,
    fields: { reader, content: quasi, occurredOn: quasi, kind: sensitive },
    sql: `
      SELECT r.id AS subject_id, c.id AS content, to_char(i.occurred_at, 'YYYY-MM-DD') AS "occurredOn", i.kind
      FROM contents c JOIN interactions i ON i.content_no = c.no JOIN readers r ON r.no = i.reader_no
      WHERE c.partner_id = $1 AND i.occurred_at >= $2 AND i.occurred_at < $3 ORDER BY i.occurred_at, i.event_id LIMIT $4`,
  },
  {
    name: 'reader_profiles',
    mostRows: 1n,
    fields: { reader, locale: quasi, since: quasi, personalised: sensitive, displayName: { role: 'plain', level: 'record' } },
    sql: `
      SELECT r.id AS subject_id, r.locale, to_char(r.created_at, 'YYYY-MM') AS since, r.personalised, a.display_name AS "displayName"
      FROM readers r LEFT JOIN accounts a ON a.id = r.account_id
      WHERE EXISTS (SELECT FROM interactions i JOIN contents c ON c.no = i.content_no WHERE i.reader_no = r.no AND c.partner_id = $1 AND i.occurred_at >= $2 AND i.occurred_at < $3)
      ORDER BY r.id LIMIT $4`,
  },
  {
    name: 'orders',
    mostRows: 2n,
    fields: { reader, content: quasi, orderedOn: quasi, amountMinor: { ...sensitive, most: 100_000n }, currency: { role: 'plain', level: 'pseudonymous' }, state: sensitive },
    sql: `
      SELECT r.id AS subject_id, c.id AS content, to_char(o.created_at, 'YYYY-MM-DD') AS "orderedOn", o.payable_minor::text AS "amountMinor", o.currency, o.state
      FROM contents c JOIN offers f ON f.content_id = c.id JOIN orders o ON o.offer_id = f.id JOIN readers r ON r.account_id = o.account_id
      WHERE c.partner_id = $1 AND o.created_at >= $2 AND o.created_at < $3 ORDER BY o.id LIMIT $4`,
  },
];

export function datasetOf(name: string): Dataset | undefined {
  return datasets.find((one) => one.name === name);
}
