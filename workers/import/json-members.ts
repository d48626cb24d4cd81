export interface JsonMember {
  /** Line on which the member begins, from 1. */
  line: number;
  /** Of an object its name, of an array its place. */
  key: string;
  /** undefined: the text is not JSON, or longer than the limit. */
  value: unknown;
}

export class JsonShapeError extends Error {}

/**
 * The members of one huge JSON object or array, one at a time. Only brackets and strings are followed here; each member's
 * text goes to JSON.parse, so the memory held is that of the largest member (at most `maxMemberLength` characters).
 */
export async function* jsonMembers(source: AsyncIterable<Buffer>, maxMemberLength: number): AsyncGenerator<JsonMember> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: false });
  const scan = new MemberScan(maxMemberLength);
  for await (const chunk of source) yield* scan.take(decoder.decode(chunk, { stream: true }));
  yield* scan.take(decoder.decode());
  scan.end();
}

const NEWLINE = 10, QUOTE = 34, BACKSLASH = 92, COMMA = 44, OPEN_SQUARE = 91, CLOSE_SQUARE = 93, OPEN_CURLY = 123, CLOSE_CURLY = 125;

class MemberScan {
  private depth = 0;
  private inString = false;
  private escaped = false;
  private isObject = false;
  private done = false;
  private line = 1;
  private memberLine = 1;
  private place = 0;
  private pending = '';

  constructor(private readonly maxLength: number) {}

  *take(text: string): Generator<JsonMember> {
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) this.line += 1;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (code === BACKSLASH) this.escaped = true;
        else if (code === QUOTE) this.inString = false;
      } else if (code === QUOTE) {
        this.startMember();
        this.inString = true;
      } else if (code === OPEN_CURLY || code === OPEN_SQUARE) {
        if (this.depth === 0) {
          if (this.done) throw new JsonShapeError('There is something after the end of the JSON text.');
          this.isObject = code === OPEN_CURLY;
          from = at + 1;
        } else {
          this.startMember();
        }
        this.depth += 1;
      } else if (code === CLOSE_CURLY || code === CLOSE_SQUARE) {
        this.depth -= 1;
        if (this.depth === 0) {
          yield* this.finish(text.slice(from, at));
          this.done = true;
        }
      } else if (code === COMMA && this.depth === 1) {
        yield* this.finish(text.slice(from, at));
        from = at + 1;
      } else if (code > 32) {
        if (this.depth === 0) throw new JsonShapeError('The file is not one JSON object or array.');
        this.startMember();
      }
    }
    if (this.depth > 0) this.keep(text.slice(from));
  }

  end(): void {
    if (!this.done) throw new JsonShapeError('The JSON text ends in the middle.');
  }

  private startMember(): void {
    if (this.depth === 1 && this.pendingIsBlank) {
      this.memberLine = this.line;
      this.pendingIsBlank = false;
    }
  }
  private pendingIsBlank = true;

  private keep(text: string): void {
    // One character more than allowed is enough to know that it is too long.
    this.pending += text.slice(0, Math.max(0, this.maxLength + 1 - this.pending.length));
  }

  private *finish(text: string): Generator<JsonMember> {
    this.keep(text);
    const member = this.pending;
    const blank = this.pendingIsBlank;
    this.pending = '';
    this.pendingIsBlank = true;
    if (blank) return;
    yield { line: this.memberLine, ...this.parse(member) };
    this.place += 1;
  }

  private parse(member: string): { key: string; value: unknown } {
    const key = String(this.place);
    if (member.length > this.maxLength) return { key, value: undefined };
    try {
      if (!this.isObject) return { key, value: JSON.parse(member) as unknown };
      const [[name, value]] = Object.entries(JSON.parse(`{${member}}`) as Record<string, unknown>);
      return { key: name, value };
    } catch {
      return { key, value: undefined };
    }
  }
}
