import PDFDocument from 'pdfkit';
import type { StatementLine } from '../../schema/statement-line.js';
import { pdfFont } from '../platform/pdf-font.js';
import type { StatementFile } from './statement-file.js';
import { decimal, fileWords, localTime, type FileLocale } from './statement-words.js';

/** More than a person reads; the CSV has all. */
const linesShown = 500;
const margin = 48;
/** Left edges of number, time, kind, clause; right edges of base and amount. In points of an A4 page. */
const columnsAt = { number: 48, time: 88, kind: 190, clause: 290, base: 455, amount: 547 };

/** A statement to read, print and file. Times are those of the partner's zone. */
export async function statementPdf({ statement, partner, lines, issue }: StatementFile, locale: FileLocale): Promise<Buffer> {
  const words = fileWords[locale];
  const { currency, timeZone } = statement;
  const money = (minor: bigint) => `${decimal(minor, currency, true)} ${currency}`;
  const page = new PDFDocument({ size: 'A4', margin, info: { Title: `${words.title} ${statement.code}`, CreationDate: statement.issuedAt! } });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((done, failed) => { page.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', done).on('error', failed); });
  page.font(pdfFont()).fontSize(20).text(`${words.title} ${statement.code}`).moveDown(0.5).fontSize(10);
  const facts = [
    [words.partner, `${partner.name} (${partner.code})`],
    [words.window, `${localTime(statement.startsAt, timeZone)} – ${localTime(statement.endsAt, timeZone)} (${timeZone})`],
    [words.opening, money(statement.openingMinor!)],
    [words.closing, money(statement.closingMinor!)],
    [words.hash, statement.hash!], [words.root, statement.merkleRoot!], [words.audit, String(issue.seq)],
  ];
  for (const [label, value] of facts) page.text(`${label}: `, { continued: true }).text(value);
  heading(page, words.sums);
  for (const [kind, sum] of sumsByKind(lines)) row(page, ['', '', words.kinds[kind], '', '', money(sum)]);
  heading(page, words.lines);
  const { columns } = words;
  row(page, [columns.number, columns.occurredAt, columns.kind, columns.clause, columns.base, columns.amount]);
  for (const line of lines.slice(0, linesShown)) {
    row(page, [String(line.number), localTime(line.occurredAt, timeZone), words.kinds[line.kind], line.clauseKey ?? '', decimal(line.baseMinor, currency, true), decimal(line.amountMinor, currency, true)]);
  }
  if (lines.length > linesShown) page.moveDown().text(words.more(linesShown, lines.length), margin);
  page.end();
  await ended;
  return Buffer.concat(chunks);
}

function heading(page: PDFKit.PDFDocument, text: string): void {
  page.moveDown().fontSize(12).text(text, margin).moveDown(0.3).fontSize(9);
}

function row(page: PDFKit.PDFDocument, [number, time, kind, clause, base, amount]: string[]): void {
  if (page.y > page.page.height - margin - 20) page.addPage();
  const { y } = page;
  const left = (text: string, x: number, width: number) => page.text(text, x, y, { width, lineBreak: false, ellipsis: true });
  const right = (text: string, x: number) => page.text(text, x - 110, y, { width: 110, align: 'right', lineBreak: false });
  left(number, columnsAt.number, 38);
  left(time, columnsAt.time, 100);
  left(kind, columnsAt.kind, 98);
  left(clause, columnsAt.clause, 80);
  right(base, columnsAt.base);
  right(amount, columnsAt.amount);
  page.y = y + 14;
}

function sumsByKind(lines: readonly StatementLine[]): [StatementLine['kind'], bigint][] {
  const sums = new Map<StatementLine['kind'], bigint>();
  for (const { kind, amountMinor } of lines) sums.set(kind, (sums.get(kind) ?? 0n) + amountMinor);
  return [...sums];
}
