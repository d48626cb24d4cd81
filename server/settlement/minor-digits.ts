/** How many decimal places the minor unit of a currency stands for: 2 for CNY, 0 for JPY (ISO 4217, as ICU knows it). */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
