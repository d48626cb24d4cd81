import { createHash } from 'node:crypto';
import type { Defect } from './defects.js';
import { parsed, Refusal, type PartnerAnswer, type PartnerRequest } from './refusal.js';

/** A model that everybody can check: the score of a content is the beginning of SHA-256 of its name, between 0 and 1. */
const scoreOf = (name: string) => createHash('sha256').update(name).digest().readUInt32BE() / 2 ** 32;

export function ranking({ body }: PartnerRequest, has: (defect: Defect) => boolean): PartnerAnswer {
  const { candidates, k, deadlineMs, context } = parsed(body) as { candidates?: unknown; k?: unknown; deadlineMs?: unknown; context?: { exclude?: unknown } };
  if (!Array.isArray(candidates) || !candidates.every((name) => typeof name === 'string') || typeof k !== 'number' || !Number.isInteger(k)) throw new Refusal(400, 'bad_request');
  if (k < 1 && !has('rank-takes-zero')) throw new Refusal(400, 'bad_request');
  const excluded = new Set(Array.isArray(context?.exclude) && !has('rank-ignores-exclude') ? context.exclude : []);
  let items: { id: unknown; score: unknown }[] = candidates.filter((name) => !excluded.has(name)).map((name: string) => ({ id: name, score: scoreOf(has('rank-moody') ? name + Math.random() : name) }))
    .sort((a, b) => b.score - a.score).slice(0, has('rank-too-many') ? k + 1 : Math.max(0, k));
  if (has('rank-ascending')) items.reverse();
  if (has('rank-foreign') && items.length) items[0] = { ...items[0], id: 'content-of-my-own' };
  if (has('rank-twice') && items.length > 1) items[1] = items[0];
  if (has('rank-no-score')) items = items.map(({ id, score }) => ({ id, score: String(score) }));
  if (has('rank-mangles-names')) items = items.map(({ id, score }) => ({ id: Number.isNaN(Number(id)) ? id : Number(id), score }));
  return {
    status: 200, json: { items, ...(!has('rank-no-version') && { modelVersion: 'sha256-1' }) }, isCut: has('rank-truncates'),
    afterMs: has('rank-late') ? Number(deadlineMs) + 150 : 0,
  };
}
