import { useRecordContext, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { action, type ActionTable } from '../actions/action.js';
import { Timeline } from '../audit/timeline.js';
import { Fact, Facts, RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import { AccountRestoreDocument, AccountSuspendDocument, type AccountRowFragment } from '../graphql/documents.js';
import { Columns, RecordHead, RecordPage } from '../layout/record-page.js';

const accountActions: ActionTable<AccountRowFragment> = {
  accountRestore: action(AccountRestoreDocument, ({ id, version }: AccountRowFragment) => ({ id, expectedVersion: version }), { ask: 'confirm', main: true }),
  accountSuspend: action(AccountSuspendDocument, ({ id, version }: AccountRowFragment, { reason = '' }) => ({ id, expectedVersion: version, reason }), { ask: 'reason', danger: true }),
};

export function AccountShow() {
  return <RecordPage><Account /></RecordPage>;
}

function Account() {
  const translate = useTranslate();
  const dates = useDates();
  const account = useRecordContext<AccountRowFragment>();
  if (!account) return null;
  const field = (name: string) => `resources.accounts.fields.${name}`;
  return (
    <>
      <RecordHead title={account.displayName} chips={<StateChip of="AccountState" value={account.state} size="medium" />} caption={account.email} actions={<ActionBar record={account} resource="accounts" table={accountActions} />} />
      <Columns
        main={(
          <Section title="ra.message.about">
            <Facts>
              <Fact label={field('role')}>{translate(`enums.Role.${account.role}`)}</Fact>
              <Fact label={field('partner')}>{account.partner && <RecordLink resource="partners" id={account.partner.id}>{account.partner.name}</RecordLink>}</Fact>
              <Fact label={field('locale')}>{translate(`enums.Language.${account.locale}`)}</Fact>
              <Fact label={field('createdAt')}>{dates.moment(account.createdAt)}</Fact>
              <Fact label={field('updatedAt')}>{dates.moment(account.updatedAt)}</Fact>
            </Facts>
          </Section>
        )}
        aside={<Timeline noun="Account" id={account.id} />}
      />
    </>
  );
}
