import { hash, verify } from '@node-rs/argon2';

/** OWASP's setting: 19 MiB, two passes, one lane; about 20 ms on one core. The library's default algorithm is argon2id. */
const settings = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const passwordLength = { min: 10, max: 200 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, settings);
}

let stranger: Promise<string> | undefined;

/** Without a stored hash (unknown e-mail) the work is done all the same, so that the time does not tell who has an account. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  stranger ??= hashPassword('nobody has this password');
  const matches = await verify(stored ?? await stranger, password);
  return matches && stored !== undefined;
}
