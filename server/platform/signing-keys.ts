import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import type { Database } from './database.js';
import { FieldEncryption } from './field-encryption.js';
import type { FieldKey } from './field-keys.js';

export type SigningPurpose = 'access_token' | 'artefact' | 'contract' | 'connector' | 'message' | 'audit';

export interface SigningKeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** One Ed25519 pair per purpose, made at first use and shared by every process through the database; the private halves are sealed there. */
export class SigningKeys {
  private readonly pairs = new Map<SigningPurpose, Promise<SigningKeyPair>>();

  private readonly fields: FieldEncryption;

  /** `fieldKeys`: those of the configuration; none: they are kept in the database. */
  constructor(private readonly database: Database, fieldKeys: readonly FieldKey[] = []) {
    this.fields = new FieldEncryption(database, fieldKeys);
  }

  get(purpose: SigningPurpose): Promise<SigningKeyPair> {
    const known = this.pairs.get(purpose);
    if (known) return known;
    const pair = this.load(purpose);
    this.pairs.set(purpose, pair);
    pair.catch(() => this.pairs.delete(purpose)); // the database may answer next time
    return pair;
  }

  async sign(purpose: SigningPurpose, bytes: Uint8Array): Promise<Buffer> {
    return sign(null, bytes, (await this.get(purpose)).privateKey);
  }

  async verify(purpose: SigningPurpose, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
    return verify(null, bytes, (await this.get(purpose)).publicKey, signature);
  }

  private async load(purpose: SigningPurpose): Promise<SigningKeyPair> {
    const place = { table: 'signing_keys', column: 'private_key', rowId: purpose };
    const select = 'SELECT private_key, public_key FROM signing_keys WHERE purpose = $1';
    let [row] = await this.database.query<{ private_key: string; public_key: string }>(select, [purpose]);
    if (!row) {
      const fresh = generateKeyPairSync('ed25519', { privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
      // Of several processes that start at once, one wins here and the others read its pair.
      await this.database.query('INSERT INTO signing_keys (purpose, private_key, public_key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [purpose, await this.fields.seal(place, fresh.privateKey), fresh.publicKey]);
      [row] = await this.database.query<{ private_key: string; public_key: string }>(select, [purpose]);
    }
    return { privateKey: createPrivateKey(await this.fields.open(place, row.private_key)), publicKey: createPublicKey(row.public_key) };
  }
}
