import { MenuItem, TextField } from '@mui/material';
import { useRecordContext, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { action, type ActionTable, type QuestionProps } from '../actions/action.js';
import { Timeline } from '../audit/timeline.js';
import { Fact, Facts, RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip, useChoices } from '../fields/state-chip.js';
import { RiskCaseCloseDocument, RiskCaseDecideDocument, RiskCaseReopenDocument, RiskCaseTakeDocument, type PartnerRiskPartsFragment, type RiskCaseRowFragment, type RiskDecision } from '../graphql/documents.js';
import { Columns, RecordHead, RecordPage } from '../layout/record-page.js';
import { en } from '../messages/en.js';
import { RiskSignals } from '../risk/risk-signals.js';
import { useCaseTitle } from './case-title.js';

type Case = RiskCaseRowFragment & { partner: { risk?: PartnerRiskPartsFragment | null } };

const seen = ({ id, version }: RiskCaseRowFragment) => ({ id, expectedVersion: version });
const field = (name: string) => `resources.risk-cases.fields.${name}`;

function DecisionQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  const choices = useChoices('RiskDecision', Object.keys(en.enums.RiskDecision));
  return (
    <>
      <TextField select required margin="dense" label={translate(field('decision'))} value={(answers.decision as string | undefined) ?? 'MONITOR'} onChange={(event) => answer({ decision: event.target.value })}>
        {choices.map(({ id, name }) => <MenuItem key={id} value={id}>{name}</MenuItem>)}
      </TextField>
      <TextField required multiline minRows={2} margin="dense" label={translate(field('rationale'))} value={answers.reason ?? ''} onChange={(event) => answer({ reason: event.target.value })} />
    </>
  );
}

const riskCaseActions: ActionTable<RiskCaseRowFragment> = {
  riskCaseTake: action(RiskCaseTakeDocument, seen, { main: ({ state }: RiskCaseRowFragment) => state === 'OPEN' }),
  riskCaseDecide: action(RiskCaseDecideDocument, (one: RiskCaseRowFragment, { decision = 'MONITOR', reason = '' }) => ({ ...seen(one), decision: decision as RiskDecision, rationale: reason }), { ask: DecisionQuestion, main: true }),
  riskCaseClose: action(RiskCaseCloseDocument, seen, { main: true }),
  riskCaseReopen: action(RiskCaseReopenDocument, seen),
};

export function RiskCaseShow() {
  return <RecordPage><Page /></RecordPage>;
}

function Page() {
  const one = useRecordContext<Case>();
  const translate = useTranslate();
  const dates = useDates();
  const titleOf = useCaseTitle();
  if (!one) return null;
  return (
    <>
      <RecordHead
        title={titleOf(one)} chips={<><StateChip of="RiskBand" value={one.severity} size="medium" /> <StateChip of="RiskCaseState" value={one.state} size="medium" /></>}
        caption={<>{one.code} · <RecordLink resource="partners" id={one.partner.id}>{one.partner.name}</RecordLink></>}
        actions={<ActionBar record={one} resource="risk-cases" table={riskCaseActions} />}
      />
      <Columns
        main={(
          <>
            <Section title="ra.message.about">
              <Facts>
                <Fact label={field('origin')}>{translate(`enums.RiskCaseOrigin.${one.origin}`)}</Fact>
                <Fact label={field('proposals')}>{one.proposals.map((proposal) => translate(`risk.proposals.${proposal}`)).join(' · ')}</Fact>
                <Fact label={field('owner')}>{one.owner?.displayName}</Fact>
                <Fact label={field('dueAt')}>{dates.moment(one.dueAt)}</Fact>
                <Fact label={field('decision')}>{one.decision && translate(`enums.RiskDecision.${one.decision}`)}</Fact>
                <Fact label={field('rationale')}>{one.rationale}</Fact>
                <Fact label={field('decider')}>{one.decider?.displayName}</Fact>
                <Fact label={field('createdAt')}>{dates.moment(one.createdAt)}</Fact>
              </Facts>
            </Section>
            {one.partner.risk && <Section title="risk.signals"><RiskSignals risk={one.partner.risk} /></Section>}
          </>
        )}
        aside={<Timeline noun="RiskCase" id={one.id} />}
      />
    </>
  );
}
