import { useCallback, useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { unwrap } from '../providers/post.js';
import { RequestError } from '../providers/problems.js';
import { request } from '../providers/request.js';
import type { Action, Answers } from './action.js';

/**
 * Runs an action and waits for the server: nothing here is optimistic. A conflict or a refused step loads the newest
 * state; the sentence says so. Resolves with whether it was done.
 */
export function useAct(): { busy: boolean; act<R>(action: Action<R>, record: R, answers: Answers, target: string, label: string): Promise<boolean> } {
  const [busy, setBusy] = useState(false);
  const [notify, refresh, translate] = [useNotify(), useRefresh(), useTranslate()];

  const act = useCallback(async <R,>(action: Action<R>, record: R, answers: Answers, target: string, label: string) => {
    setBusy(true);
    try {
      const { outcome } = await request(action.document, { input: action.input(record, answers, target) });
      if (outcome.userErrors.length > 0) unwrap(outcome);
      notify('actions.done', { type: 'success', messageArgs: { action: label } });
      refresh();
      return true;
    } catch (error) {
      const message = error instanceof RequestError ? error.message : 'errors.INTERNAL';
      const missing = error instanceof RequestError ? error.missing.map((gap) => translate(`missing.${gap}`, { _: translate(`enums.ObstacleCode.${gap.toUpperCase()}`, { _: gap }) })) : [];
      notify([translate(message, { _: message }), missing.join(translate('missing.and'))].join(' '), { type: 'error', autoHideDuration: 8000 });
      if (error instanceof RequestError && error.status === 409) refresh();
      return false;
    } finally {
      setBusy(false);
    }
  }, [notify, refresh, translate]);

  return { busy, act };
}
