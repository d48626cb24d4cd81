/** What the providers need of a browser: fetch on the platform's origin with a cookie jar, and a local storage. */
export class BrowserStandIn {
  readonly cookies = new Map<string, string>();
  readonly stored = new Map<string, string>();
  /** Operation names in the order in which they were sent. */
  readonly sent: string[] = [];
  private readonly fetchBefore = globalThis.fetch;

  constructor(private readonly origin: string) {
    Object.assign(globalThis, {
      fetch: (path: string, init: RequestInit) => this.fetch(path, init),
      localStorage: {
        getItem: (name: string) => this.stored.get(name) ?? null,
        setItem: (name: string, value: string) => this.stored.set(name, value),
        removeItem: (name: string) => this.stored.delete(name),
      },
    });
  }

  leave(): void {
    globalThis.fetch = this.fetchBefore;
  }

  private async fetch(path: string, init: RequestInit): Promise<Response> {
    this.sent.push(/(?:query|mutation) (\w+)/.exec(String(init.body))?.[1] ?? '?');
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.fetchBefore(`${this.origin}${path}`, { ...init, headers: { ...init.headers as Record<string, string>, ...(cookie ? { cookie } : {}) } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return answer;
  }
}
