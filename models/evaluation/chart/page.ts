export function chartPage(_reports: readonly object[]): string {
  return '';
}
