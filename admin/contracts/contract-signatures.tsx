import { Alert, Box, Chip, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import type { ContractDetailFragment } from '../graphql/documents.js';
import { ContractFiles } from './contract-files.js';

/** Everybody who has to sign, in order; and before that, what a second person has to approve. */
export function Signatures({ contract: { code, current: version } }: { contract: ContractDetailFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  const isSigning = version.state === 'AGREED' || version.state === 'SIGNING';
  return (
    <Section title="resources.contracts.fields.signatures">
      <Typography variant="caption" color="text.secondary" component="p" sx={{ fontFamily: 'monospace', overflowWrap: 'anywhere', mb: 1 }}>{translate('contracts.hash')}: {version.contentHash}</Typography>
      <Increases version={version} />
      <Stack component="ol" sx={{ listStyle: 'none', p: 0, m: 0, gap: 1 }}>
        {version.signatories.map(({ place, party, title, isNext, signature }) => {
          const side = translate(`enums.ContractParty.${party}`);
          return (
            <li key={`${party} ${place}`}>
              <Typography variant="body2" sx={{ fontWeight: 600 }}>{title ? `${place}. ${title} · ${side}` : side}</Typography>
              {signature ? <Typography variant="caption" color="text.secondary">{translate('contracts.signed_by', { name: signature.signerName, at: dates.moment(signature.signedAt) })}</Typography>
                : <Typography variant="caption" color="text.secondary">{translate(isSigning && isNext ? 'contracts.sign_turn' : 'contracts.sign_awaited')}</Typography>}
            </li>
          );
        })}
      </Stack>
      {version.signatories.every(({ signature }) => signature) && <ContractFiles version={version} name={`${code}-${version.number}`} />}
    </Section>
  );
}

function Increases({ version: { increases, approvedAt } }: { version: ContractDetailFragment['current'] }) {
  const translate = useTranslate();
  const dates = useDates();
  if (increases.length === 0) return null;
  const whole = ['added', 'removed'];
  return (
    <Alert severity={approvedAt ? 'success' : 'warning'} sx={{ mb: 1.5 }}>
      {translate(approvedAt ? 'contracts.approved' : 'contracts.asks_approval', { at: approvedAt && dates.moment(approvedAt) })}
      <Box sx={{ display: 'flex', gap: 0.5, flexWrap: 'wrap', mt: 0.75 }}>
        {increases.map(({ clauseKey, field }) => (
          <Chip key={`${clauseKey} ${field}`} size="small" label={clauseKey === null ? translate('resources.contracts.fields.endsAt') : `${clauseKey}: ${translate(whole.includes(field) ? `contracts.whole.${field}` : `contracts.clause.${field}`)}`} />
        ))}
      </Box>
    </Alert>
  );
}
