import { Box, Button, Stack, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useState } from 'react';
import { useLocale, useRecordContext, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { ActionBar } from '../actions/action-bar.js';
import { Timeline } from '../audit/timeline.js';
import { Fact, Facts, RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import type { ContractDetailFragment, ContractVersionPartsFragment } from '../graphql/documents.js';
import { Columns, RecordHead, RecordPage } from '../layout/record-page.js';
import { ClauseCard } from './clause-card.js';
import { contractActions, termsVerbs } from './contract-actions.js';
import { Signatures } from './contract-signatures.js';
import { Offers, Talks } from './contract-talks.js';

export function ContractShow() {
  return <RecordPage><Contract /></RecordPage>;
}

function Contract() {
  const contract = useRecordContext<ContractDetailFragment>();
  if (!contract) return null;
  const { current } = contract;
  return (
    <>
      <RecordHead
        title={contract.title} chips={<StateChip of="ContractState" value={current.state} size="medium" />} caption={<>{contract.code} · <RecordLink resource="partners" id={contract.partner.id}>{contract.partner.name}</RecordLink></>}
        actions={<><ActionBar record={contract} resource="contracts" table={contractActions} warningArgs={{ hash: current.contentHash.slice(0, 12) }} /><TermsButtons contract={contract} /></>}
      />
      <Columns
        main={<><Talks version={current} /><Terms version={current} /><Text contract={contract} /></>}
        aside={<><Signatures contract={contract} /><Offers version={current} /><Breaches version={current} /><Versions contract={contract} /><Timeline noun="Contract" id={contract.id} /></>}
      />
    </>
  );
}

function TermsButtons({ contract }: { contract: ContractDetailFragment }) {
  const translate = useTranslate();
  return termsVerbs.filter((verb) => contract.availableActions.includes(verb)).map((verb) => (
    <Button key={verb} component={Link} to={`/contracts/${encodeURIComponent(contract.id)}/terms/${verb}`} variant="outlined" size="small" data-action={verb}>{translate(`actions.${verb}`)}</Button>
  ));
}

function Terms({ version }: { version: ContractVersionPartsFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  const field = (name: string) => `resources.contracts.fields.${name}`;
  return (
    <Section title="contracts.terms" aside={<Typography variant="body2" color="text.secondary">{translate('contracts.version', { number: version.number })}</Typography>}>
      <Facts>
        <Fact label={field('startsAt')}>{dates.moment(version.startsAt)}</Fact>
        <Fact label={field('endsAt')}>{dates.moment(version.endsAt)}</Fact>
        {version.noticeEndsAt && <Fact label={field('noticeEndsAt')}>{dates.moment(version.noticeEndsAt)}</Fact>}
        {version.renewedUntil && <Fact label={field('renewedUntil')}>{dates.moment(version.renewedUntil)}</Fact>}
        {version.reason && <Fact label={field('reason')}>{version.reason}</Fact>}
      </Facts>
      {version.clauses.length === 0 && <Typography color="text.secondary" sx={{ mt: 2 }}>{translate('contracts.no_clauses')}</Typography>}
      <Stack component="ol" sx={{ listStyle: 'none', p: 0, m: 0, mt: 2, gap: 1.5 }}>
        {version.clauses.map((clause) => <ClauseCard key={clause.key} clause={clause} />)}
      </Stack>
    </Section>
  );
}

/** The contract in words, as the api writes it in both languages from the same clauses. */
function Text({ contract }: { contract: ContractDetailFragment }) {
  const translate = useTranslate();
  const locale = useLocale();
  const [language, setLanguage] = useState<'zh' | 'en'>(locale === 'en' ? 'en' : 'zh');
  const choose = (
    <ToggleButtonGroup size="small" exclusive value={language} onChange={(_, chosen: 'zh' | 'en' | null) => chosen && setLanguage(chosen)} aria-label={translate('contracts.text')}>
      <ToggleButton value="zh">中文</ToggleButton>
      <ToggleButton value="en">English</ToggleButton>
    </ToggleButtonGroup>
  );
  return (
    <Section title="contracts.text" aside={choose}>
      <Typography lang={language} component="div" variant="body2" sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', lineHeight: 1.8 }}>{contract.current[language]}</Typography>
    </Section>
  );
}

function Breaches({ version: { breaches } }: { version: ContractVersionPartsFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  if (breaches.length === 0) return null;
  return (
    <Section title="contracts.breaches">
      {breaches.map(({ number, party, clauseKey, description, cureUntil, curedAt }) => (
        <Box key={number} sx={{ mb: 1 }}>
          <Typography variant="body2" sx={{ fontWeight: 600 }}>{translate('contracts.broken_by', { number, party: translate(`enums.ContractParty.${party}`) })} {clauseKey}</Typography>
          <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>{description}</Typography>
          <Typography variant="caption" color="text.secondary">{curedAt ? translate('contracts.cured', { at: dates.moment(curedAt) }) : translate('contracts.cure_until', { at: dates.moment(cureUntil) })}</Typography>
        </Box>
      ))}
    </Section>
  );
}

function Versions({ contract }: { contract: ContractDetailFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  return (
    <Section title="contracts.history">
      <Stack sx={{ gap: 1 }}>
        {contract.versions.map((version) => (
          <Stack key={version.id} direction="row" sx={{ justifyContent: 'space-between', alignItems: 'center', gap: 1 }}>
            <Box>
              <Typography variant="body2">{translate('contracts.version', { number: version.number })}</Typography>
              <Typography variant="caption" color="text.secondary">{dates.day(version.startsAt)} – {dates.day(version.endsAt)}</Typography>
            </Box>
            <StateChip of="ContractState" value={version.state} />
          </Stack>
        ))}
      </Stack>
    </Section>
  );
}
