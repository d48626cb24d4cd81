import { Client } from 'pg';

/** Postgres channels. Notices wake early; whoever listens also polls, because one sent into a broken connection is lost. */
export const channels = {
  /** A row was written to the outbox (a trigger says so). */
  outbox: 'outbox',
  /** Payload: id of a job to stop. */
  cancelJob: 'cancel_job',
  /** Payload: the scenario whose champion changed. */
  champion: 'champion',
} as const;

const reconnectMs = 1_000;

/** One connection that listens for this process, opened again whenever it is lost. */
export class Notices {
  private client: Client | null = null;
  private closed = false;
  private retry: NodeJS.Timeout | undefined;

  private constructor(private readonly url: string, private readonly name: string, private readonly handlers: Record<string, (payload: string) => void>) {}

  /** handlers: by channel. They must not throw. Rejects when the first connection cannot be made. */
  static async open(options: { url: string; name: string; handlers: Record<string, (payload: string) => void> }): Promise<Notices> {
    const notices = new Notices(options.url, options.name, options.handlers);
    await notices.connect();
    return notices;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.client?.end();
  }

  private async connect(): Promise<void> {
    const client = new Client({ connectionString: this.url, application_name: this.name, keepAlive: true });
    client.on('error', () => {}); // 'end' follows
    client.on('notification', ({ channel, payload }) => this.handlers[channel]?.(payload ?? ''));
    await client.connect();
    for (const channel of Object.keys(this.handlers)) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    client.on('end', () => this.reconnectLater());
    this.client = client;
  }

  private reconnectLater(): void {
    if (this.closed) return;
    this.retry = setTimeout(() => void this.connect().catch(() => this.reconnectLater()), reconnectMs);
  }
}
