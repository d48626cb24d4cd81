import { alpha, Box, Button, Chip, Stack, TextField, Typography, type Theme } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { action, newKey, type QuestionProps } from '../actions/action.js';
import { useAct } from '../actions/use-act.js';
import { useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { ContractCommentDocument, ContractResolveCommentDocument, type ContractDetailFragment } from '../graphql/documents.js';

type Current = ContractDetailFragment['current'];
type RedlineClause = Current['redline'][number];
type Comment = Current['comments'][number];

/** Pale enough for the text's own colour, in the light and in the dark. */
const tint = (color: 'success' | 'error') => ({ palette }: Theme) => alpha(palette[color].main, 0.22);
const colors = { SAME: {}, CHANGED: {}, ADDED: { bgcolor: tint('success'), textDecoration: 'none' }, REMOVED: { bgcolor: tint('error'), textDecoration: 'line-through' } };
const elements = { SAME: 'span', CHANGED: 'span', ADDED: 'ins', REMOVED: 'del' } as const;

/** What the last offer changed, with the talk about each clause beside it. */
export function Talks({ version }: { version: Current }) {
  const translate = useTranslate();
  const changed = version.redline.filter(({ change }) => change !== 'SAME');
  const keys = [null, ...version.clauses.map(({ key }) => key)];
  const shown = keys.filter((key) => version.comments.some(({ clauseKey }) => clauseKey === key) && !changed.some(({ clauseKey }) => clauseKey === key));
  if (version.redline.length === 0 && version.comments.length === 0 && !version.viewerMayComment) return null;
  return (
    <Section title="contracts.talks">
      {version.redline.length > 0 && <Typography variant="body2" color="text.secondary" sx={{ mb: 1.5 }}>{translate(changed.length ? 'contracts.redline_help' : 'contracts.redline_same')}</Typography>}
      <Stack sx={{ gap: 2 }}>
        {changed.map((clause) => <Changed key={clause.clauseKey ?? ''} clause={clause} version={version} />)}
        {shown.map((key) => <Stack key={key ?? ''} sx={{ gap: 1 }}><Typography variant="subtitle2">{key ?? translate('contracts.whole_text')}</Typography><Comments version={version} clauseKey={key} /></Stack>)}
        {version.viewerMayComment && <CommentForm version={version} keys={keys} />}
      </Stack>
    </Section>
  );
}

function Changed({ clause: { clauseKey, change, parts }, version }: { clause: RedlineClause; version: Current }) {
  const translate = useTranslate();
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: { xs: '1fr', md: '2fr 1fr' } }}>
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="subtitle2">{clauseKey ?? translate('contracts.head')} <Chip size="small" label={translate(`enums.RedlineChange.${change}`)} /></Typography>
        <Typography variant="body2" component="div" sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', lineHeight: 1.8 }}>
          {parts.map(({ kind, text }, place) => <Box key={place} component={elements[kind]} sx={{ ...colors[kind], borderRadius: 0.5 }}>{text}</Box>)}
        </Typography>
      </Box>
      <Comments version={version} clauseKey={clauseKey} />
    </Box>
  );
}

const resolve = action(ContractResolveCommentDocument, ({ version, number }: { version: Current; number: number }, { key }) => ({ versionId: version.id, number, idempotencyKey: key }));
const say = action(ContractCommentDocument, ({ version, clauseKey, body }: { version: Current; clauseKey: string | null; body: string }, { key }) => ({ versionId: version.id, clauseKey, body, idempotencyKey: key }));

function Comments({ version, clauseKey }: { version: Current; clauseKey: string | null }) {
  return <Stack sx={{ gap: 1, minWidth: 0 }}>{version.comments.filter((one) => one.clauseKey === clauseKey).map((one) => <OneComment key={one.number} comment={one} version={version} />)}</Stack>;
}

function OneComment({ comment, version }: { comment: Comment; version: Current }) {
  const { number, party, authorName, body, madeAt, resolvedAt } = comment;
  const translate = useTranslate();
  const dates = useDates();
  const { busy, act } = useAct();
  const label = translate('contracts.settle');
  return (
    <Box sx={{ borderLeft: 3, borderColor: resolvedAt ? 'divider' : 'primary.main', pl: 1 }}>
      <Typography variant="caption" color="text.secondary">{translate(`enums.ContractParty.${party}`)} · {authorName} · {dates.moment(madeAt)}</Typography>
      <Typography variant="body2" sx={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>{body}</Typography>
      {resolvedAt ? <Typography variant="caption" color="text.secondary">{translate('contracts.settled')}</Typography>
        : version.viewerMayComment && <Button size="small" disabled={busy} onClick={() => void act(resolve, { version, number }, { key: newKey() }, '', label)}>{label}</Button>}
    </Box>
  );
}

function CommentForm({ version, keys }: { version: Current; keys: (string | null)[] }) {
  const translate = useTranslate();
  const [form, setForm] = useState(() => ({ key: newKey(), clauseKey: '', body: '' }));
  const { busy, act } = useAct();
  const send = async () => {
    const { key, clauseKey, body } = form;
    if (await act(say, { version, clauseKey: clauseKey || null, body }, { key }, '', translate('contracts.comment'))) setForm({ key: newKey(), clauseKey: '', body: '' });
  };
  return (
    <Stack component="form" onSubmit={(event) => { event.preventDefault(); void send(); }} sx={{ gap: 1, alignItems: 'flex-start' }}>
      <TextField select size="small" label={translate('contracts.comment_on')} value={form.clauseKey} onChange={(event) => setForm({ ...form, clauseKey: event.target.value })} slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}>
        {keys.map((key) => <option key={key ?? ''} value={key ?? ''}>{key ?? translate('contracts.whole_text')}</option>)}
      </TextField>
      <TextField fullWidth multiline minRows={2} size="small" label={translate('contracts.comment')} value={form.body} onChange={(event) => setForm({ ...form, body: event.target.value })} slotProps={{ htmlInput: { maxLength: 2000 } }} />
      <Button type="submit" variant="outlined" size="small" disabled={busy || form.body.trim() === ''}>{translate('contracts.comment_send')}</Button>
    </Stack>
  );
}

/** Every offer that was made, the newest first. */
export function Offers({ version: { offers } }: { version: Current }) {
  const translate = useTranslate();
  const dates = useDates();
  if (offers.length === 0) return null;
  return (
    <Section title="contracts.offers">
      <Stack sx={{ gap: 1.5 }}>
        {offers.toReversed().map(({ number, party, contentHash, rationale, offeredAt, expiresAt }) => (
          <Box key={number}>
            <Typography variant="body2" sx={{ fontWeight: 600 }}>{`${number}. ${translate(`enums.ContractParty.${party}`)}`} <Typography component="span" variant="caption" color="text.secondary" sx={{ fontFamily: 'monospace' }}>{contentHash.slice(0, 12)}</Typography></Typography>
            {rationale && <Typography variant="body2" sx={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>{rationale}</Typography>}
            <Typography variant="caption" color="text.secondary">{dates.moment(offeredAt)}{expiresAt && ` · ${translate('contracts.stands_until', { at: dates.moment(expiresAt) })}`}</Typography>
          </Box>
        ))}
      </Stack>
    </Section>
  );
}

export function OfferQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  return (
    <>
      <TextField label={translate('contracts.rationale')} autoFocus multiline minRows={2} margin="dense" value={(answers.rationale as string | undefined) ?? ''} onChange={(event) => answer({ rationale: event.target.value })} slotProps={{ htmlInput: { maxLength: 2000 } }} />
      <TextField type="datetime-local" label={translate('contracts.expires')} helperText={translate('contracts.expires_help')} value={(answers.expiresAt as string | undefined) ?? ''} onChange={(event) => answer({ expiresAt: event.target.value })} slotProps={{ inputLabel: { shrink: true } }} />
    </>
  );
}
