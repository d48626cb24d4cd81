/** Levels of a stranger's JSON, most: deeper ones would end the stack of whoever walks them. */
export const MOST_LEVELS = 64;

/** JSON as Postgres and RFC 8785 take it: no NUL, no half a surrogate pair, only finite numbers. Throws RangeError for more than MOST_LEVELS levels. */
export function storable(value: unknown, levels = MOST_LEVELS): unknown {
  if (levels === 0) throw new RangeError('too many levels');
  if (typeof value === 'string') return whole(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map((one) => storable(one, levels - 1));
  if (value === null || typeof value !== 'object') return value ?? null;
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined).map(([name, one]) => [whole(name), storable(one, levels - 1)]));
}

const whole = (text: string) => text.replaceAll('\0', '\uFFFD').replace(/\p{Cs}/gu, '\uFFFD');
