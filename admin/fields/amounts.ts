export interface Amount {
  amountMinor: string;
  currency: string;
}

const digitsOf = new Map<string, number>();

/** Minor digits of a currency: 2 for CNY, 0 for JPY. */
export function minorDigits(currency: string): number {
  let digits = digitsOf.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digitsOf.set(currency, digits);
  }
  return digits;
}

/** '123456' fen → '1234.56', by moving the point and never through a float. */
export function toMajor(amountMinor: string, currency: string): string {
  const digits = minorDigits(currency);
  const sign = amountMinor.startsWith('-') ? '-' : '';
  const padded = amountMinor.replace('-', '').padStart(digits + 1, '0');
  return digits === 0 ? sign + padded : `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

/** '1,234.5' → '123450'; null when it is no amount of this currency. */
export function toMinor(text: string, currency: string): string | null {
  const digits = minorDigits(currency);
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(text.replaceAll(',', '').trim());
  if (!match || (match[2]?.length ?? 0) > digits) return null;
  return String(BigInt(match[1] + (match[2] ?? '').padEnd(digits, '0')));
}

export function formatAmount({ amountMinor, currency }: Amount, locale: string): string {
  // Intl takes decimal strings whole, so that large amounts keep every digit; its types do not say so yet.
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(toMajor(amountMinor, currency) as unknown as number);
}

/** Millionths → '12.5 %'. */
export function formatPpm(ppm: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 }).format(ppm / 1e6);
}

export function formatShare(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share);
}
