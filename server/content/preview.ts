const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A grapheme longer than this (stacked accents) may be cut. */
const LONGEST_GRAPHEME = 64;

/**
 * The first `previewChars` code points of `body`, fewer when the last of them would split what a reader sees as one
 * character (a surrogate pair, an emoji sequence, a letter with its accents). Never more.
 */
export function cutPreview(body: string, previewChars: number): string {
  if (body.length <= previewChars) return body;
  let end = 0;
  for (let count = 0; count < previewChars && end < body.length; count++) end += body.codePointAt(end)! > 0xffff ? 2 : 1;
  if (end >= body.length) return body;
  const from = Math.max(0, end - LONGEST_GRAPHEME);
  const around = graphemes.segment(body.slice(from, end + LONGEST_GRAPHEME)).containing(end - from);
  return body.slice(0, around && around.index > 0 ? from + around.index : from === 0 ? 0 : end);
}
