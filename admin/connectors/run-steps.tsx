import { Box, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useSteps, type Exchange, type Finding, type StepEvidence } from './use-run.js';

const shownCharacters = 2000;

/** What a check looks at, in words. */
function useCheckWords() {
  const translate = useTranslate();
  return (check: string) => {
    const [place, ...rest] = check.split('.');
    if (place === 'header' || place === 'json') return translate(`connectors.place.${place}`, { name: rest.join('.') });
    return translate(`connectors.check.${check}`, { _: check });
  };
}

/** The api's short sentence of what was wrong (“step: check: expected …, but …”), in the viewer's language. */
export function useReason() {
  const translate = useTranslate();
  const words = useCheckWords();
  return (reason: string) => {
    const parts = /^(\w+): ([^:]+): expected (.*), but (.*)$/s.exec(reason);
    if (!parts) return translate(`connectors.skipped.${reason}`, { _: reason });
    const [, , check, expected, actual] = parts;
    return expected === check ? `${words(check)}: ${actual}` : translate('connectors.reason', { check: words(check), expected, actual });
  };
}

export function RunSteps({ runId, scenario }: { runId: string; scenario: string }) {
  const translate = useTranslate();
  const { steps, error, isLoading } = useSteps(runId, scenario, true);
  if (error) return <Typography color="error">{translate(error.message, { _: error.message })}</Typography>;
  if (isLoading) return <Typography color="text.secondary">…</Typography>;
  return (
    <Stack component="ol" sx={{ m: 0, pl: 3, pb: 1.5, gap: 1.5 }}>
      {steps.map((step) => <StepRow key={step.step} step={step} />)}
    </Stack>
  );
}

function StepRow({ step: { exchanges, findings } }: { step: StepEvidence }) {
  return (
    <li>
      {exchanges.map((exchange, place) => <ExchangeRow key={place} exchange={exchange} />)}
      {findings.map((finding, place) => <FindingRow key={place} finding={finding} />)}
    </li>
  );
}

function ExchangeRow({ exchange: { method, url, requestBody, answer, failure, elapsedMs } }: { exchange: Exchange }) {
  const translate = useTranslate();
  return (
    <Box component="details" sx={{ overflowWrap: 'anywhere' }}>
      <Typography component="summary" variant="body2">{method} {url} → {answer?.status ?? translate(`connectors.failure.${failure}`, { _: failure ?? '' })} · {elapsedMs} ms</Typography>
      {requestBody && <Body label={translate('connectors.sent')} text={requestBody} />}
      {answer?.body && <Body label={translate('connectors.answered_with')} text={answer.body} />}
    </Box>
  );
}

export function Body({ label, text }: { label: string; text: string }) {
  return (
    <>
      <Typography variant="caption" color="text.secondary" component="p">{label}</Typography>
      <Box component="pre" sx={{ m: 0, fontSize: 12, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxHeight: 240, overflowY: 'auto' }}>{text.slice(0, shownCharacters)}{text.length > shownCharacters && '…'}</Box>
    </>
  );
}

function FindingRow({ finding: { check, ok, expected, actual } }: { finding: Finding }) {
  const translate = useTranslate();
  const words = useCheckWords();
  const wrong = expected === check ? `${words(check)}: ${actual}` : translate('connectors.reason', { check: words(check), expected, actual });
  return <Typography variant="caption" component="p" color={ok ? 'success.main' : 'error'} sx={{ overflowWrap: 'anywhere' }}>{ok ? `✓ ${words(check)}` : `✗ ${wrong}`}</Typography>;
}
