import { Button, Chip } from '@mui/material';
import { useRecordContext, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Fact, Facts, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import type { ReaderDetailFragment } from '../graphql/documents.js';
import { Columns, RecordHead, RecordPage } from '../layout/record-page.js';
import { ReaderHistory } from './reader-history.js';

export function ReaderShow() {
  return <RecordPage><Reader /></RecordPage>;
}

function Reader() {
  const translate = useTranslate();
  const dates = useDates();
  const reader = useRecordContext<ReaderDetailFragment>();
  if (!reader) return null;
  const field = (name: string) => `resources.readers.fields.${name}`;
  return (
    <>
      <RecordHead
        title={reader.externalId ?? `#${reader.no}`} chips={<Chip size="small" label={`${translate(field('personalised'))}: ${translate(reader.personalised ? 'console.on' : 'console.off')}`} />}
        actions={<Button variant="contained" size="small" component={Link} to={`/feed-inspector?reader=${encodeURIComponent(reader.id)}`}>{translate('feed.open')}</Button>}
      />
      <Columns
        main={<ReaderHistory reader={reader} />}
        aside={(
          <Section title="ra.message.about">
            <Facts>
              <Fact label={field('no')}>{String(reader.no)}</Fact>
              <Fact label={field('externalId')}>{reader.externalId}</Fact>
              <Fact label={field('locale')}>{translate(`enums.Language.${reader.locale.toUpperCase()}`)}</Fact>
              <Fact label={field('createdAt')}>{dates.moment(reader.createdAt)}</Fact>
            </Facts>
          </Section>
        )}
      />
    </>
  );
}
