import { Alert, Box, ButtonBase, Collapse, MenuItem, Pagination, Stack, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePermissions, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { Fact, Facts, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import { WebhookDeliveryListDocument, type ConnectorDetailFragment, type WebhookDeliveryRowFragment, type WebhookDeliveryState } from '../graphql/documents.js';
import { en } from '../messages/en.js';
import { request } from '../providers/request.js';
import { deliveryActions, replayActions } from './connector-actions.js';
import { Body } from './run-steps.js';

const perPage = 10;

/** How an endpoint stands, and its messages with every attempt. */
export function DeliveryPanel({ connector }: { connector: ConnectorDetailFragment }) {
  const translate = useTranslate();
  const { permissions = [] } = usePermissions<string[]>();
  const { webhook, state } = connector;
  const offered = permissions.includes('webhookReplay') && state !== 'RETIRED' ? ['webhookReplay'] : [];
  if (!webhook) return null;
  return (
    <Section title="connectors.deliveries" aside={<ActionBar record={connector} resource="connectors" table={replayActions} offered={offered} />}>
      <Standing webhook={webhook} />
      <Deliveries connector={connector} offered={offered} empty={translate('connectors.no_deliveries')} />
    </Section>
  );
}

function Standing({ webhook }: { webhook: NonNullable<ConnectorDetailFragment['webhook']> }) {
  const translate = useTranslate();
  const dates = useDates();
  return (
    <>
      {webhook.disabledAt && <Alert severity="error" sx={{ mb: 2 }}>{translate('connectors.disabled', { at: dates.moment(webhook.disabledAt) })}</Alert>}
      <Facts>
        <Fact label="connectors.pending">{webhook.pending}</Fact>
        <Fact label="connectors.dead">{webhook.dead}</Fact>
        <Fact label="connectors.failing_since">{webhook.failingSince && dates.moment(webhook.failingSince)}</Fact>
      </Facts>
    </>
  );
}

function Deliveries({ connector, offered, empty }: { connector: ConnectorDetailFragment; offered: string[]; empty: string }) {
  const translate = useTranslate();
  const [page, setPage] = useState(1);
  const [state, setState] = useState<WebhookDeliveryState | ''>('');
  const filter = { connector: { eq: connector.id }, ...(state && { state: { eq: state } }) };
  const { data, error } = useQuery({ queryKey: ['webhook-deliveries', connector.id, page, state], queryFn: ({ signal }) => request(WebhookDeliveryListDocument, { page, perPage, filter }, signal) });
  return (
    <Stack sx={{ gap: 1, mt: 2 }}>
      <TextField select size="small" label={translate('resources.connectors.fields.state')} value={state} onChange={(event) => { setState(event.target.value as WebhookDeliveryState | ''); setPage(1); }} sx={{ maxWidth: 240 }}>
        <MenuItem value="">{translate('connectors.all')}</MenuItem>
        {Object.keys(en.enums.WebhookDeliveryState).map((name) => <MenuItem key={name} value={name}>{translate(`enums.WebhookDeliveryState.${name}`)}</MenuItem>)}
      </TextField>
      {error && <Typography color="error">{translate(error.message, { _: error.message })}</Typography>}
      {data?.list.total === 0 && <Typography color="text.secondary">{empty}</Typography>}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>{data?.list.items.map((delivery) => <DeliveryRow key={delivery.id} delivery={delivery} connector={connector} offered={offered} />)}</Box>
      {data && data.list.total > perPage && <Pagination page={page} count={Math.ceil(data.list.total / perPage)} onChange={(_, next) => setPage(next)} />}
    </Stack>
  );
}

function DeliveryRow({ delivery, connector, offered }: { delivery: WebhookDeliveryRowFragment; connector: ConnectorDetailFragment; offered: string[] }) {
  const translate = useTranslate();
  const dates = useDates();
  const [isOpen, setOpen] = useState(false);
  return (
    <Box component="li" sx={{ borderTop: 1, borderColor: 'divider' }}>
      <ButtonBase onClick={() => setOpen(!isOpen)} aria-expanded={isOpen} sx={{ width: '100%', py: 1, gap: 2, justifyContent: 'space-between', textAlign: 'left' }}>
        <Typography variant="body2" component="span" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          {delivery.type}
          <Typography variant="caption" color="text.secondary" component="span" sx={{ display: 'block' }}>
            {dates.moment(delivery.createdAt)} · {translate('connectors.tries', { smart_count: delivery.attempts.length })}
            {delivery.state === 'PENDING' && delivery.nextAt && ` · ${translate('connectors.next_at', { at: dates.moment(delivery.nextAt) })}`}
          </Typography>
        </Typography>
        <StateChip of="WebhookDeliveryState" value={delivery.state} />
      </ButtonBase>
      <Collapse in={isOpen} unmountOnExit>
        <Stack sx={{ gap: 1, pb: 1.5 }}>
          {delivery.attempts.map(({ number, at, status, failure, answer }) => (
            <Box key={number}>
              <Typography variant="body2">{number}. {dates.moment(at)} · {status ?? translate(`connectors.failure.${failure}`, { _: failure ?? '' })}</Typography>
              {answer && <Body label={translate('connectors.answered_with')} text={answer} />}
            </Box>
          ))}
          <Body label={translate('connectors.sent')} text={delivery.body} />
          <ActionBar record={{ id: connector.id, version: connector.version, deliveryId: delivery.id, availableActions: offered }} resource="connectors" table={deliveryActions} />
        </Stack>
      </Collapse>
    </Box>
  );
}
