import { Box, Chip, Divider, Stack, Typography } from '@mui/material';
import { useRecordContext, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { Timeline } from '../audit/timeline.js';
import { Fact, Facts, RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import type { ContentDetailFragment, ContentVersionPartsFragment } from '../graphql/documents.js';
import { Columns, RecordHead, RecordPage } from '../layout/record-page.js';
import { contentActions } from './content-actions.js';
import { ContentOffers } from './content-offers.js';

export function ContentShow() {
  return <RecordPage><Content /></RecordPage>;
}

function Content() {
  const translate = useTranslate();
  const content = useRecordContext<ContentDetailFragment>();
  if (!content) return null;
  const { draft, live } = content;
  return (
    <>
      <RecordHead
        title={content.title} editAction="contentEdit" chips={<StateChip of="ContentState" value={content.state} size="medium" />} caption={`#${content.no} · ${translate(`enums.ContentKind.${content.kind}`)}`}
        actions={<ActionBar record={content} resource="contents" table={contentActions} />}
      />
      <Columns
        main={(
          <>
            {live ? <Version title="contents.live" version={live} /> : !draft && <Section title="contents.live"><Typography color="text.secondary">{content.summary || translate('contents.no_live')}</Typography></Section>}
            {draft && draft.id !== live?.id && <Version title="contents.draft" version={draft} />}
          </>
        )}
        aside={<><About content={content} /><ContentOffers content={content} /><Versions content={content} /><Timeline noun="Content" id={content.id} /></>}
      />
    </>
  );
}

/** The text with the line at which readers without access stop. */
function Version({ title, version }: { title: string; version: ContentVersionPartsFragment }) {
  const translate = useTranslate();
  // Code points, as the api cuts: a character outside the basic plane counts once.
  const characters = Array.from(version.body);
  const [free, paid] = [characters.slice(0, version.previewChars).join(''), characters.slice(version.previewChars).join('')];
  return (
    <Section title={title} aside={<Typography variant="body2" color="text.secondary">{translate('contracts.version', { number: version.number })} · {translate('contents.first_characters', { count: version.previewChars })}</Typography>}>
      <Box lang={version.language.toLowerCase()} sx={{ maxWidth: '72ch', overflowWrap: 'anywhere' }}>
        <Typography variant="h3" gutterBottom>{version.title}</Typography>
        {version.summary && <Typography color="text.secondary" gutterBottom>{version.summary}</Typography>}
        <Typography component="div" sx={{ whiteSpace: 'pre-wrap', lineHeight: 1.8 }}>{free}</Typography>
        {paid && <Divider sx={{ my: 1 }}><Typography variant="caption">{translate('contents.preview')}</Typography></Divider>}
        {paid && <Typography component="div" sx={{ whiteSpace: 'pre-wrap', lineHeight: 1.8 }}>{paid}</Typography>}
      </Box>
    </Section>
  );
}

function About({ content }: { content: ContentDetailFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  const field = (name: string) => `resources.contents.fields.${name}`;
  return (
    <Section title="ra.message.about">
      <Facts>
        <Fact label={field('author')}>{content.author && <RecordLink resource="accounts" id={content.author.id}>{content.author.displayName}</RecordLink>}</Fact>
        <Fact label={field('partner')}>{content.partner && <RecordLink resource="partners" id={content.partner.id}>{content.partner.name}</RecordLink>}</Fact>
        <Fact label={field('language')}>{translate(`enums.Language.${content.language}`)}</Fact>
        <Fact label={field('publishedAt')}>{content.publishedAt && dates.moment(content.publishedAt)}</Fact>
        {content.publishAt && <Fact label={field('publishAt')}>{dates.moment(content.publishAt)}</Fact>}
        {content.externalId && <Fact label={field('externalId')}>{content.externalId}</Fact>}
      </Facts>
      <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap', mt: 2 }}>{content.tags.map((tag) => <Chip key={tag} size="small" label={tag} />)}</Stack>
    </Section>
  );
}

function Versions({ content }: { content: ContentDetailFragment }) {
  const dates = useDates();
  if (content.versions.length === 0) return null;
  return (
    <Section title="resources.contents.fields.versions">
      <Stack component="ol" sx={{ listStyle: 'none', p: 0, m: 0, gap: 0.5 }}>
        {content.versions.map(({ id, number, title, createdAt }) => <Typography key={id} component="li" variant="body2" sx={{ overflowWrap: 'anywhere' }}>{number}. {title} <Typography component="span" variant="caption" color="text.secondary">{dates.moment(createdAt)}</Typography></Typography>)}
      </Stack>
    </Section>
  );
}
