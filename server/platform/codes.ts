import type { EntityManager } from 'typeorm';

/**
 * The next code that people read aloud: prefix, UTC year, running number ("P-2026-0001"). The counter's row is locked until
 * the caller's transaction ends, so codes have neither doubles nor holes; creations of one noun wait for each other.
 */
export async function nextCode(tx: EntityManager, prefix: string, now: Date): Promise<string> {
  const year = now.getUTCFullYear();
  const [{ last }] = await tx.query<{ last: number }[]>(
    `INSERT INTO code_counters (prefix, year, last) VALUES ($1, $2, 1)
     ON CONFLICT (prefix, year) DO UPDATE SET last = code_counters.last + 1 RETURNING last`,
    [prefix, year],
  );
  return `${prefix}-${year}-${String(last).padStart(4, '0')}`;
}
