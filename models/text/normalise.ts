/** Characters that show nothing: zero-width, soft hyphen, byte order mark, direction marks, controls other than white space. */
const INVISIBLE = /(?!\s)[\p{Cc}\p{Cf}\p{Co}]|\uFEFF/gu;
const SPACES = /\s+/gu;

/**
 * The one form in which texts are compared: NFKC (full-width letters and digits become ASCII, ligatures come apart),
 * lower case, no invisible characters, runs of white space as one space. Traditional characters stay as written: a
 * conversion would need a dictionary and loses names.
 */
export function normaliseText(text: string): string {
  return text.normalize('NFKC').replace(INVISIBLE, '').toLowerCase().replace(SPACES, ' ').trim();
}
