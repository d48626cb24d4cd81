import { DatasetError } from '../../dataset.js';

/**
 * BERT's tokeniser (Devlin et al. 2019; google-research/bert tokenization.py): clean, put spaces round Chinese characters,
 * split at white space and punctuation, then the longest pieces of the vocabulary from the left. Names of special tokens
 * inside a text are read as text: a reader must not be able to write a separator.
 */
export class VocabularyError extends DatasetError {
  override readonly name = 'VocabularyError';
}

export interface Encoded {
  readonly ids: Int32Array;
  /** 0 for the first text and its marks, 1 for the second. */
  readonly segments: Int32Array;
}

export interface WordPieceOptions {
  /** Lower case and without accents, as the uncased and the Chinese models were trained. */
  readonly lowerCase: boolean;
}

const LONGEST_WORD = 100;
const CONTROL = /(?![\t\n\r])[\p{Cc}\p{Cf}\uFFFD]/gu;
/** The blocks that BERT calls Chinese; kana and Hangul are written with them but not split. */
const CHINESE = /[\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B820}-\u{2CEAF}\u{2F800}-\u{2FA1F}]/gu;
/** All ASCII that is no letter, digit or space counts as punctuation, also ^ $ and `, which Unicode calls symbols. */
const PUNCTUATION = /[!-/:-@[-`{-~\p{P}]/gu;
const ACCENT = /\p{Mn}/gu;

/** The words of a text before pieces are looked up. */
export function basicTokens(text: string, { lowerCase }: WordPieceOptions): string[] {
  const spaced = text.replace(CONTROL, '').replace(CHINESE, ' $& ');
  const folded = lowerCase ? spaced.toLowerCase().normalize('NFD').replace(ACCENT, '') : spaced;
  return folded.replace(PUNCTUATION, ' $& ').split(/\s+/u).filter((word) => word !== '');
}

export class WordPiece {
  readonly size: number;
  readonly pad: number;
  readonly mask: number;
  private readonly ids = new Map<string, number>();
  private readonly unknown: number;
  private readonly start: number;
  private readonly end: number;

  /** Refuses a vocabulary with a token twice or without one of [PAD] [UNK] [CLS] [SEP] [MASK]. */
  constructor(readonly tokens: readonly string[], readonly options: WordPieceOptions) {
    tokens.forEach((token, id) => {
      if (this.ids.has(token)) throw new VocabularyError(`vocab.txt has '${token}' on lines ${(this.ids.get(token) as number) + 1} and ${id + 1}; each token stands once`);
      this.ids.set(token, id);
    });
    this.size = tokens.length;
    [this.pad, this.unknown, this.start, this.end, this.mask] = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'].map((name) => {
      const id = this.ids.get(name);
      if (id === undefined) throw new VocabularyError(`vocab.txt has no ${name}; it is not the vocabulary of a BERT model`);
      return id;
    });
  }

  static parse(vocabulary: string, options: WordPieceOptions): WordPiece {
    return new WordPiece(vocabulary.replace(/\r?\n$/, '').split(/\r?\n/), options);
  }

  /** The pieces of one word, or [UNK] where some part of it is in no piece. */
  private piecesOf(word: string): number[] {
    const letters = [...word];
    if (letters.length > LONGEST_WORD) return [this.unknown];
    const pieces: number[] = [];
    for (let from = 0; from < letters.length;) {
      let to = letters.length;
      let id: number | undefined;
      for (; to > from; to--) {
        id = this.ids.get((from > 0 ? '##' : '') + letters.slice(from, to).join(''));
        if (id !== undefined) break;
      }
      if (id === undefined) return [this.unknown];
      pieces.push(id);
      from = to;
    }
    return pieces;
  }

  /** The ids of a text without marks. */
  idsOf(text: string): number[] {
    return basicTokens(text, this.options).flatMap((word) => this.piecesOf(word));
  }

  tokenise(text: string): string[] {
    return this.idsOf(text).map((id) => this.tokens[id]);
  }

  /** [CLS] text [SEP], or [CLS] text [SEP] second [SEP]; cut to `maxLength` ids, 3 at least, at the end of the longer text. */
  encode(text: string, second: string | null, maxLength: number): Encoded {
    const marks = second === null ? 2 : 3;
    if (!(maxLength >= marks)) throw new RangeError(`${maxLength} ids have no room for the ${marks} marks of a text`);
    // No text needs more letters than ids: what lies behind cannot be seen.
    const ids = [text, ...(second === null ? [] : [second])].map((one) => this.idsOf(one.slice(0, 16 * maxLength)));
    while (ids.reduce((sum, one) => sum + one.length, marks) > maxLength) ids.reduce((longest, one) => (one.length > longest.length ? one : longest)).pop();
    const first = [this.start, ...ids[0], this.end];
    const rest = ids.length > 1 ? [...ids[1], this.end] : [];
    const segments = new Int32Array(first.length + rest.length).fill(1, first.length);
    return { ids: Int32Array.from([...first, ...rest]), segments };
  }
}
