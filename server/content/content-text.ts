import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { DomainError } from '../platform/errors.js';
import { searchVector } from './search-text.js';

/** Postgres keeps no NUL, and half a surrogate pair is no character. */
const clean = (text: string) => text.replaceAll('\0', '').replace(/\p{Cs}/gu, '\uFFFD');
const line = (most: number) => z.string().transform(clean).pipe(z.string().trim().max(most));

/** What an editor may write: one version's text. Lengths in UTF-16 units; previewChars in code points. */
export const contentText = z.object({
  title: line(300).pipe(z.string().min(1, 'must not be empty')),
  summary: line(2_000).default(''),
  body: z.string().transform(clean).pipe(z.string().max(200_000)).default(''),
  previewChars: z.int().min(0).max(200_000).default(200),
  mediaUrl: z.url({ protocol: /^https?$/ }).max(2_000).nullable().default(null),
  language: z.enum(['zh', 'en']).default('zh'),
  tags: z.array(line(60).pipe(z.string().min(1))).max(50).default([]).transform((tags) => [...new Set(tags)]),
});

export type ContentText = z.output<typeof contentText>;

/** Throws BAD_INPUT with the path of the first broken field. */
export function parseContentText(input: z.input<typeof contentText>): ContentText {
  const parsed = contentText.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new DomainError('BAD_INPUT', { path: issue.path.map(String) }, `${issue.path.join('.')}: ${issue.message}`);
}

/** SHA-256 of the RFC 8785 form: equal texts have equal hashes, whatever the order of their fields. 32 bytes. */
export function contentHash(text: ContentText): Buffer {
  return createHash('sha256').update(canonicalize(text)!).digest();
}

/** The columns of content_versions that follow from the text, in the order of `versionColumns`. */
export function versionValues(text: ContentText): unknown[] {
  return [text.title, text.summary, text.body, text.previewChars, text.mediaUrl, text.language, text.tags, contentHash(text), searchVector(text)];
}

export const versionColumns = 'title, summary, body, preview_chars, media_url, language, tags, content_hash, search';
