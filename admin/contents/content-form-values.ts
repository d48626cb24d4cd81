import type { ContentCreateInput, ContentEditInput, ContentKind, ContentVersionPartsFragment } from '../graphql/documents.js';

export interface ContentForm {
  id: string;
  version: number;
  kind: ContentKind;
  partnerId?: string | null;
  /** The draft as it is edited; a new content has an empty one. */
  draft: Pick<ContentVersionPartsFragment, 'title' | 'summary' | 'body' | 'previewChars' | 'language' | 'tags'>;
}

function text({ draft }: ContentForm) {
  const { title, summary, body, previewChars, language, tags } = draft;
  return { title, summary: summary ?? '', body: body ?? '', previewChars, language, tags: tags ?? [] };
}

export function contentCreation(form: ContentForm): ContentCreateInput {
  return { kind: form.kind, partnerId: form.partnerId, ...text(form) };
}

export function contentEdition(form: ContentForm): ContentEditInput {
  return { id: form.id, expectedVersion: form.version, ...text(form) };
}
