import { useQuery } from '@tanstack/react-query';
import { useLocale } from 'react-admin';
import { ConformanceEvidenceDocument, ConformanceRunOneDocument, ConformanceTitlesDocument, type ConformanceRunOneQuery, type ConformanceTitlesQuery } from '../graphql/documents.js';
import { request } from '../providers/request.js';

export type RunResult = Extract<ConformanceRunOneQuery['run'], { results: unknown }>['results'][number];
export type Scenarios = ReadonlyMap<string, ConformanceTitlesQuery['conformanceSpecification']['scenarios'][number]>;

const pollMs = 2000;

/** What became of each scenario of a run; asked again until the run is finished. */
export function useRunResults(id: string | undefined) {
  const { data, error } = useQuery({
    queryKey: ['conformance', 'run', id], enabled: id !== undefined, queryFn: ({ signal }) => request(ConformanceRunOneDocument, { id: id! }, signal),
    refetchInterval: ({ state }) => (state.data?.run && 'state' in state.data.run && state.data.run.state !== 'FINISHED' ? pollMs : false),
  });
  const run = data?.run && 'results' in data.run ? data.run : undefined;
  return { results: run?.results ?? [], error };
}

/** What each scenario is about, in the viewer's language. */
export function useScenarios(): Scenarios {
  const locale = useLocale();
  const { data } = useQuery({ queryKey: ['conformance', 'titles', locale], staleTime: Infinity, queryFn: ({ signal }) => request(ConformanceTitlesDocument, {}, signal) });
  return new Map(data?.conformanceSpecification.scenarios.map((scenario) => [scenario.key, scenario]));
}

export interface Exchange { method: string; url: string; requestBody: string | null; answer: { status: number; body: string } | null; failure: string | null; elapsedMs: number }
export interface Finding { check: string; severity: string; ok: boolean; expected: string; actual: string }
export interface StepEvidence { step: string; exchanges: Exchange[]; findings: Finding[] }
interface ScenarioEvidence { scenario: string; steps: StepEvidence[] }

/** What was seen of one scenario, step by step; loaded with the first that is opened. */
export function useSteps(runId: string, scenario: string, enabled: boolean) {
  const { data, error, isLoading } = useQuery({ queryKey: ['conformance', 'evidence', runId], enabled, staleTime: Infinity, queryFn: ({ signal }) => request(ConformanceEvidenceDocument, { id: runId }, signal) });
  const evidence = data?.run && 'evidence' in data.run && Array.isArray(data.run.evidence) ? data.run.evidence as ScenarioEvidence[] : [];
  return { steps: evidence.find((one) => one.scenario === scenario)?.steps ?? [], error, isLoading };
}
