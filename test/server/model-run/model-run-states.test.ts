import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { ModelRunState } from '../../../schema/model-run.js';
import { TRAINERS, type ModelName } from '../../../models/registry.js';
import { adModelChoices, checkAdModelChoice, checkModelChoice, modelChoices } from '../../../server/model-run/model-choices.js';
import { activeStates, allowedRunActions, runSteps, stepOf } from '../../../server/model-run/model-run-states.js';
import { actorLabel, type Actor, roles } from '../../../server/platform/actor.js';

const account = (role: (typeof roles)[number]): Actor => ({ kind: 'account', accountId: `id-of-${role}`, role, partnerId: null, sessionId: 's' });
const allowed = (state: ModelRunState, actor: Actor, requestedBy = 'system:cli') => allowedRunActions({ state, requestedBy }, actor, actorLabel(actor));

test('a run passes its steps in order, each state has one step, and none leads back', () => {
  const path = ['queued'];
  for (let step = stepOf('queued'); step && step !== 'score-readers'; step = stepOf(runSteps[step].then)) path.push(runSteps[step].during);
  expect(path).toEqual(['queued', 'extracting', 'fitting', 'evaluating']);
  expect(Object.values(ModelRunState).map((state) => [state, stepOf(state)])).toEqual([
    ['queued', 'extract-snapshot'], ['extracting', 'extract-snapshot'], ['fitting', 'fit-model'], ['evaluating', 'evaluate-model'],
    ['rejected', null], ['candidate', 'score-readers'], ['shadow', null], ['champion', null], ['retired', null], ['failed', null],
  ]);
});

test('the active states are those of the unique index', () => {
  const sql = readFileSync('migrations/0009-model-life.ts', 'utf8');
  const [, listed] = /CREATE UNIQUE INDEX model_runs_one_active_idx[^;]*IN \(([^)]*)\)/.exec(sql)!;
  expect(listed.split(',').map((word) => word.replaceAll("'", '').trim())).toEqual(activeStates);
});

test('who may do what with a run in which state', () => {
  const table = roles.map((role) => [role, ...(['queued', 'candidate', 'shadow', 'rejected', 'retired', 'champion', 'failed'] as const).map((state) => allowed(state, account(role)).join())]);
  expect(table).toEqual([
    ...['reader', 'author', 'partner', 'partner_manager', 'marketer'].map((role) => [role, '', '', '', '', '', '', '']),
    ['analyst', 'retrainCancel', 'retrainCancel', 'modelPromote,modelAbandon', 'modelPromote', 'modelPromote', 'modelRollback', ''],
    ['operator', 'retrainCancel', 'retrainCancel', 'modelPromote,modelAbandon', 'modelPromote', 'modelPromote', 'modelRollback', ''],
    ['service', 'retrainCancel', 'retrainCancel', '', '', '', '', ''],
  ].sort((a, b) => roles.indexOf(a[0] as never) - roles.indexOf(b[0] as never)));
  expect(allowed('queued', { kind: 'anonymous' })).toEqual([]);
});

test('nobody promotes what he asked for himself', () => {
  const operator = account('operator');
  expect(allowed('rejected', operator, actorLabel(operator))).toEqual([]);
  expect(allowed('rejected', operator, 'account:another')).toEqual(['modelPromote']);
  expect(allowed('shadow', operator, actorLabel(operator))).toEqual(['modelAbandon']);
});

test('the choices are registered models with their parameters', () => {
  const registered = Object.values(TRAINERS).filter(({ name }) => Object.hasOwn(modelChoices, name)).map(({ name, defaults }) => [name, Object.keys(defaults).sort()]);
  const { auto, ...named } = modelChoices;
  expect(auto).toEqual([]);
  expect(Object.fromEntries(Object.entries(named).map(([name, params]) => [name, [...params].sort()]))).toEqual(Object.fromEntries(registered));
  for (const name of adModelChoices) expect(TRAINERS[name as ModelName].stage).toBe('ads');
  expect(() => checkAdModelChoice('ease')).toThrow('There is no ad model ease');
  expect(() => checkModelChoice('constructor', {})).toThrow('There is no model constructor');
  expect(() => checkModelChoice('ease', null)).toThrow('params is an object of names and numbers.');
  expect(() => checkModelChoice('ease', { lambda: Infinity })).toThrow('The parameter lambda must be a number.');
});
