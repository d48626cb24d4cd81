import type { Connector, ConnectorKind } from '../../schema/connector.js';

/**
 * Scenarios are the specification of what a partner's end does: data, which the runner plays and anybody can read. A scenario
 * of layer `universal` holds for every connector, `type` for its kind, `capability` for whoever declares that capability.
 */
export interface Scenario {
  readonly key: string;
  readonly layer: 'universal' | 'type' | 'capability';
  /** Absent: of every kind. */
  readonly kind?: ConnectorKind;
  readonly capability?: string;
  /** Demands a refusal, with its exact error. */
  readonly negative?: boolean;
  readonly title: { readonly en: string; readonly zh: string };
  readonly steps: readonly Step[];
}

export interface Step {
  readonly key: string;
  readonly send: Send;
  readonly expect: readonly Expectation[];
}

/** How the request is signed (Standard Webhooks): as agreed, or wrong in one way. */
export type Signing = 'right' | 'wrong' | 'missing' | 'stale' | 'early' | 'altered';

/** Texts may name what an earlier step got: {{step.header.etag}}, {{step.json./next_url}}; {{message.a}} is the id of message a. */
export interface Send {
  readonly method: 'GET' | 'POST';
  /** Behind the connector's address. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** A body that need not be JSON. */
  readonly text?: string;
  readonly signing?: Signing;
  /** Which message it is: the same name is the same message again. */
  readonly message?: string;
  /** Asks on for the page that the answer names, until none is named; at most so many. */
  readonly follow?: { readonly pointer: string; readonly most: number };
  /** Of the whole exchange, milliseconds. */
  readonly deadlineMs?: number;
}

/** must: the scenario fails without it. should: a warning. review: a person has to look. */
export type Severity = 'must' | 'should' | 'review';

/** `at`: status, header.<name>, json.<pointer of RFC 6901>. */
export type Expectation =
  | { readonly at: string; readonly is: unknown; readonly severity?: Severity }
  | { readonly at: string; readonly among: readonly unknown[]; readonly severity?: Severity }
  | { readonly at: string; readonly matches: string; readonly severity?: Severity }
  | { readonly withinMs: number; readonly severity?: Severity }
  | { readonly rule: string; readonly severity?: Severity };

/** One request and what came of it; bodies as text, at most as long as the transport lets them be. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly requestBody: string | null;
  readonly answer: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string } | null;
  /** Why there is no answer: a kind of PartnerHttpError, other_origin, or unknown. */
  readonly failure: string | null;
  readonly elapsedMs: number;
}

/** What the runner found; it never decides. */
export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  readonly ok: boolean;
  readonly expected: string;
  readonly actual: string;
}

export interface StepEvidence {
  readonly step: string;
  readonly exchanges: readonly Exchange[];
  readonly findings: readonly Finding[];
}

/** Evidence of one scenario: steps that were played, or the typed reason why none was. */
export interface ScenarioEvidence {
  readonly scenario: string;
  readonly skipped: 'not_applicable' | 'refused_address' | null;
  readonly steps: readonly StepEvidence[];
}

export function isApplicable({ kind, capability }: Scenario, connector: Pick<Connector, 'kind' | 'capabilities'>): boolean {
  return (kind === undefined || kind === connector.kind) && (capability === undefined || connector.capabilities.includes(capability));
}
