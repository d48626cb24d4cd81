import { Button, Dialog, DialogContent, DialogTitle, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { NumberInput, required, SelectInput, SimpleForm, TextInput, useLocale, useNotify, usePermissions, useRefresh, useTranslate } from 'react-admin';
import { useWatch } from 'react-hook-form';
import { newKey } from '../actions/action.js';
import { formatAmount } from '../fields/amounts.js';
import { Section } from '../fields/section.js';
import { StateChip, useChoices } from '../fields/state-chip.js';
import { OfferCreateDocument, type ContentDetailFragment, type OfferCreateInput } from '../graphql/documents.js';
import { MoneyInput } from '../inputs/money-input.js';
import { en } from '../messages/en.js';
import { unwrap } from '../providers/post.js';
import { RequestError } from '../providers/problems.js';
import { request } from '../providers/request.js';

export function ContentOffers({ content }: { content: ContentDetailFragment }) {
  const translate = useTranslate();
  const locale = useLocale();
  const { permissions = [] } = usePermissions<string[]>();
  const [creating, setCreating] = useState(false);
  const create = permissions.includes('offerCreate') && <Button size="small" variant="outlined" onClick={() => setCreating(true)}>{translate('contents.new_offer')}</Button>;
  return (
    <Section title="resources.contents.fields.offers" aside={create}>
      {content.offers.length === 0 && <Typography variant="body2" color="text.secondary">{translate('contents.no_offers')}</Typography>}
      <Stack sx={{ gap: 1 }}>
        {content.offers.map((offer) => (
          <Stack key={offer.id} direction="row" sx={{ justifyContent: 'space-between', alignItems: 'center', gap: 1 }}>
            <span>
              <Typography variant="body2">{offer.title}</Typography>
              <Typography variant="caption" color="text.secondary">{translate(`enums.OfferKind.${offer.kind}`)} · {formatAmount(offer.price, locale)}</Typography>
            </span>
            <StateChip of="OfferState" value={offer.state} />
          </Stack>
        ))}
      </Stack>
      {creating && <OfferDialog contentId={content.id} close={() => setCreating(false)} />}
    </Section>
  );
}

function OfferDialog({ contentId, close }: { contentId: string; close(): void }) {
  const [translate, notify, refresh] = [useTranslate(), useNotify(), useRefresh()];
  const [idempotencyKey] = useState(newKey);
  const onSubmit = async (form: unknown) => {
    const { kind, title, price, periodDays } = form as Omit<OfferCreateInput, 'contentId' | 'idempotencyKey'>;
    try {
      const free = { amountMinor: '0', currency: price?.currency ?? 'CNY' };
      unwrap((await request(OfferCreateDocument, { input: { idempotencyKey, contentId, kind, title, price: kind === 'FREE' ? free : price, periodDays: kind === 'SUBSCRIPTION' ? periodDays : null } })).outcome);
      close();
      refresh();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      notify(translate(error.message, { _: error.message }), { type: 'error' });
      return error.body.errors;
    }
  };
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby="offer-title">
      <DialogTitle id="offer-title">{translate('contents.new_offer')}</DialogTitle>
      <DialogContent><SimpleForm record={{}} resource="offers" defaultValues={{ kind: 'ONE_OFF' }} onSubmit={onSubmit} sx={{ px: 0 }}><OfferInputs /></SimpleForm></DialogContent>
    </Dialog>
  );
}

function OfferInputs() {
  const kinds = useChoices('OfferKind', Object.keys(en.enums.OfferKind));
  const kind = useWatch({ name: 'kind' }) as OfferCreateInput['kind'];
  const label = (name: string) => `resources.offers.fields.${name}`;
  return (
    <>
      <SelectInput source="kind" label={label('kind')} choices={kinds} validate={required()} />
      <TextInput source="title" label={label('title')} validate={required()} />
      {kind !== 'FREE' && <MoneyInput source="price" label={label('price')} required />}
      {kind === 'SUBSCRIPTION' && <NumberInput source="periodDays" label={label('periodDays')} min={1} validate={required()} />}
    </>
  );
}
