import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useGetOne } from 'react-admin';
import { listen } from '../providers/live.js';
import type { Document } from '../providers/post.js';
import { whole } from './record-page.js';

export type LiveMode = 'live' | 'polling' | 'still';

const pollMs = 2000;
/** How long a broken stream is left alone. */
const restMs = 10_000;

/**
 * Keeps a record that changes by itself up to date: by a stream while the stream holds, by asking every two seconds while it
 * is broken, not at all when nothing is under way. What arrives lands in react-admin's cache, so that every part of the page
 * shows the same.
 */
export function useLiveRecord<R extends { id: string }>(resource: string, loaded: R | undefined, document: Document<{ live: R }, { id: string }>, isUnderWay: (record: R) => boolean): { record: R | undefined; mode: LiveMode } {
  const [broken, setBroken] = useState(false);
  const queryClient = useQueryClient();
  const id = loaded?.id ?? '';
  const moving = loaded !== undefined && isUnderWay(loaded);
  const { data } = useGetOne<R>(resource, { id, meta: whole }, { enabled: loaded !== undefined, refetchInterval: moving && broken ? pollMs : false });

  useEffect(() => {
    if (!moving || broken) return undefined;
    const reload = () => void queryClient.invalidateQueries({ queryKey: [resource] });
    return listen(document, { id }, {
      next: ({ live }) => queryClient.setQueriesData<R>({ queryKey: [resource, 'getOne'] }, (before) => (before?.id === live.id ? { ...before, ...live } : before)),
      end: (isBroken) => {
        setBroken(isBroken);
        reload();
      },
    });
  }, [resource, id, moving, broken, document, queryClient]);

  useEffect(() => {
    if (!broken) return undefined;
    const timer = setTimeout(() => setBroken(false), restMs);
    return () => clearTimeout(timer);
  }, [broken]);

  return { record: data ?? loaded, mode: !moving ? 'still' : broken ? 'polling' : 'live' };
}
