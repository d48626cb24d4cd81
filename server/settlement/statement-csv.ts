import type { StatementFile } from './statement-file.js';
import { decimal, fileWords, type FileLocale } from './statement-words.js';

/**
 * All lines, RFC 4180, instants in UTC, amounts as decimals of the currency; the last column is the id of the event. Begins with a
 * byte order mark: without it spreadsheets misread Chinese.
 */
export function statementCsv({ statement, lines }: StatementFile, locale: FileLocale): string {
  const { columns, kinds } = fileWords[locale];
  const head = [columns.number, columns.occurredAt, columns.kind, columns.clause, columns.gross, columns.tax, columns.fee, columns.base, `${columns.amount} (${statement.currency})`, 'id'];
  const rows = lines.map((line) => [
    String(line.number), line.occurredAt.toISOString(), kinds[line.kind], line.clauseKey ?? '',
    ...[line.grossMinor, line.taxMinor, line.feeMinor, line.baseMinor, line.amountMinor].map((minor) => decimal(minor, statement.currency)), line.sourceId ?? '',
  ]);
  return `\u{feff}${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
