import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Database } from './database.js';
import { FieldKeys, type FieldKey } from './field-keys.js';

/** Where a sealed text stands. It opens there and nowhere else. */
export interface FieldPlace {
  readonly table: string;
  readonly column: string;
  /** Primary key of the row, as text. */
  readonly rowId: string;
}

const header = 'sealed1';
const ivBytes = 12;
const tagBytes = 16;
const shape = new RegExp(`^${header}:([a-z0-9-]{1,20}):([A-Za-z0-9+/]+=*)$`);

/** Everything that is sealed under `keyId` begins with this. */
export const sealedPrefix = (keyId: string) => `${header}:${keyId}:`;

/**
 * AES-256-GCM (NIST SP 800-38D) over single fields: "sealed1:<key id>:<base64 of 12 bytes IV, ciphertext, 16 bytes tag>". The
 * place is the additional authenticated data, so a text that was moved to another row, column or table does not open.
 */
export class FieldEncryption {
  readonly keys: FieldKeys;
  private readonly lookups = new Map<string, Promise<Buffer>>();

  constructor(private readonly database: Database, configured: readonly FieldKey[]) {
    this.keys = new FieldKeys(database, configured);
  }

  async seal(place: FieldPlace, text: string): Promise<string> {
    const { id, bytes } = await this.keys.current();
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', bytes, iv).setAAD(placeBytes(place));
    const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${sealedPrefix(id)}${sealed.toString('base64')}`;
  }

  /**
   * The text. Throws when it was sealed elsewhere or altered, and when its key is gone. A text without the header
   * was written before fields were sealed and is answered as it is, until rewrap-fields has sealed it.
   */
  async open(place: FieldPlace, sealed: string): Promise<string> {
    const match = shape.exec(sealed);
    if (!match) return sealed;
    const { bytes } = await this.keys.byId(match[1]);
    const body = Buffer.from(match[2], 'base64');
    try {
      const decipher = createDecipheriv('aes-256-gcm', bytes, body.subarray(0, ivBytes), { authTagLength: tagBytes }).setAAD(placeBytes(place)).setAuthTag(body.subarray(-tagBytes));
      return decipher.update(body.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new Error(`The sealed ${place.table}.${place.column} of ${place.rowId} does not open: it was altered, or moved from another row.`, { cause });
    }
  }

  /**
   * 32 bytes by which equal texts are found without opening them: HMAC-SHA256 under a key of its own per `purpose`, which stays when the
   * sealing keys change and is itself sealed under them.
   */
  async lookup(purpose: string, text: string): Promise<Buffer> {
    let key = this.lookups.get(purpose);
    if (!key) {
      key = this.lookupKey(purpose);
      this.lookups.set(purpose, key);
      key.catch(() => this.lookups.delete(purpose)); // the database may answer next time
    }
    return createHmac('sha256', await key).update(text).digest();
  }

  private async lookupKey(purpose: string): Promise<Buffer> {
    const place = { table: 'lookup_keys', column: 'sealed_key', rowId: purpose };
    const read = () => this.database.query<{ sealed_key: string }>('SELECT sealed_key FROM lookup_keys WHERE purpose = $1', [purpose]);
    let [row] = await read();
    if (!row) {
      await this.database.query('INSERT INTO lookup_keys (purpose, sealed_key) VALUES ($1, $2) ON CONFLICT DO NOTHING', [purpose, await this.seal(place, randomBytes(32).toString('base64'))]);
      [row] = await read();
    }
    return Buffer.from(await this.open(place, row.sealed_key), 'base64');
  }
}

function placeBytes({ table, column, rowId }: FieldPlace): Buffer {
  return Buffer.from(`${table}|${column}|${rowId}`, 'utf8');
}
