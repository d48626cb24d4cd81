import PDFDocument from 'pdfkit';
import { pdfFont } from '../platform/pdf-font.js';
import type { ContractContent } from './contract-content.js';
import { contractText } from './contract-text.js';
import type { TextLocale } from './contract-words.js';

const margin = 56;

const words = {
  zh: { audit: '签署记录', hash: '内容哈希（SHA-256，RFC 8785）', signed: (party: string, name: string, at: string) => `${party}：${name} 于 ${at} 签署`, entry: (seq: string) => `审计日志序号 ${seq}`, platform: '平台', partner: '合作方', check: '本文件与 proof.json 一起，可以用 tandem verify-contract 离线核验。' },
  en: { audit: 'Record of signatures', hash: 'Hash of the content (SHA-256 of RFC 8785 JSON)', signed: (party: string, name: string, at: string) => `${party}: signed by ${name} on ${at}`, entry: (seq: string) => `entry ${seq} of the audit log`, platform: 'The platform', partner: 'The partner', check: 'Together with proof.json this file can be checked offline by tandem verify-contract.' },
} as const;

export interface SignedFacts {
  readonly content: ContractContent;
  readonly contentHash: string;
  readonly signatures: readonly { readonly party: 'platform' | 'partner'; readonly title: string | null; readonly name: string; readonly signedAt: Date; readonly signature: Buffer; readonly auditSeq: string; readonly auditHash: string }[];
}

/** The contract in words and, on a page of its own, who signed what when. */
export async function contractPdf({ content, contentHash, signatures }: SignedFacts, locale: TextLocale): Promise<Buffer> {
  const said = words[locale];
  const page = new PDFDocument({ size: 'A4', margin, info: { Title: `${content.code} ${content.title}`, CreationDate: signatures.at(-1)!.signedAt } });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((done, failed) => { page.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', done).on('error', failed); });
  page.font(pdfFont()).fontSize(18).text(`${content.code} · ${content.title}`).moveDown(0.6).fontSize(10.5).text(contractText(content, locale), { lineGap: 3 });
  page.addPage().fontSize(14).text(said.audit).moveDown(0.6).fontSize(9).text(`${said.hash}:`).text(contentHash).moveDown();
  for (const { party, title, name, signedAt, signature, auditSeq, auditHash } of signatures) {
    page.fontSize(10).text(said.signed(title === null ? said[party] : `${said[party]} · ${title}`, name, signedAt.toISOString())).fontSize(8)
      .text(`Ed25519 ${signature.toString('base64')}`).text(`${said.entry(auditSeq)}: ${auditHash}`).moveDown();
  }
  page.fontSize(9).text(said.check);
  page.end();
  await ended;
  return Buffer.concat(chunks);
}
