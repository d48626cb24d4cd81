import type { LedgerAccountKind } from '../../schema/ledger-account.js';

/** One account: of a partner (null: of the platform), of a kind, in a currency; `subject` tells apart many of a kind. */
export interface AccountName {
  readonly partnerId: string | null;
  readonly kind: LedgerAccountKind;
  readonly currency: string;
  readonly subject?: string;
}

/** Money that is owed or set aside: the database refuses to let more out than came in, pending transfers included. */
export const limitedKinds: readonly LedgerAccountKind[] = ['partner_payable', 'hold', 'reserve'];

export function nameKey({ partnerId, kind, currency, subject = '' }: AccountName): string {
  return `${partnerId ?? ''}|${kind}|${currency.trim()}|${subject}`;
}
