export interface LineBatch {
  /** Number of the first line, from 1. */
  firstLine: number;
  /** null: a line longer than the limit, its bytes thrown away. */
  lines: (string | null)[];
}

const NEWLINE = 10;

/**
 * Cuts a stream of bytes into batches of lines, full by their number or their bytes, without ever holding more than one batch, one chunk and one line.
 * The stream is not read while the caller works on a batch, so a slow database slows the sender (back-pressure).
 */
export async function* lineBatches(
  source: AsyncIterable<Buffer>, { batchLines, batchBytes, maxLineBytes }: { batchLines: number; batchBytes: number; maxLineBytes: number },
): AsyncGenerator<LineBatch> {
  let firstLine = 1;
  let lines: (string | null)[] = [];
  let linesBytes = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;
  let tooLong = false;

  const keep = (piece: Buffer): void => {
    restBytes += piece.length;
    if (restBytes > maxLineBytes) {
      tooLong = true;
      rest = [];
    } else {
      rest.push(piece);
    }
  };
  const endLine = (): void => {
    const text = tooLong ? null : (rest.length === 1 ? rest[0] : Buffer.concat(rest)).toString('utf8');
    lines.push(text?.endsWith('\r') ? text.slice(0, -1) : text);
    if (!tooLong) linesBytes += restBytes;
    rest = [];
    restBytes = 0;
    tooLong = false;
  };

  for await (const chunk of source) {
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to !== -1; to = chunk.indexOf(NEWLINE, from)) {
      keep(chunk.subarray(from, to));
      endLine();
      from = to + 1;
      if (lines.length === batchLines || linesBytes >= batchBytes) {
        yield { firstLine, lines };
        firstLine += lines.length;
        lines = [];
        linesBytes = 0;
      }
    }
    if (from < chunk.length) keep(chunk.subarray(from));
  }
  if (restBytes > 0) endLine();
  if (lines.length > 0) yield { firstLine, lines };
}
