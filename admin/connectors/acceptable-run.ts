import type { ConnectorDetailFragment } from '../graphql/documents.js';

/** The newest finished run of the present build: the one that can be accepted. */
export function acceptableRun({ runs, buildDigest }: ConnectorDetailFragment): ConnectorDetailFragment['runs'][number] | undefined {
  return runs.find((run) => run.state === 'FINISHED' && run.evidenceHash && run.buildDigest === buildDigest);
}
