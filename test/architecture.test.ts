import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

/** The executable style guide. Each failure says the rule's reason; there are no exceptions but those named here. */
const root = resolve(import.meta.dirname, '..');
const roles = ['schema', 'models', 'server', 'workers', 'migrations', 'admin'] as const;
const nounOrder = [
  'account', 'audit', 'ledger', 'content', 'concept', 'billing', 'partner', 'privacy', 'connector', 'campaign', 'settlement', 'risk', 'feed', 'insight', 'support', 'opinion', 'model-run',
];
/** What a person or a supervisor starts, and the two tables that they hand everything to: a file directly in server/. */
const isRoot = (path: string) => /^server\/[\w-]+\.ts$/.test(path) || ['workers/main.ts', 'workers/tandem.ts'].includes(path);

interface SourceFile { path: string; text: string; imports: { target: string; typeOnly: boolean }[] }

function walk(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? walk(path) : /\.(ts|tsx|mts)$/.test(entry.name) ? [path] : [];
  });
}

function read(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const imports = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)]
    .map((match) => ({ name: match[2] ?? match[3], typeOnly: Boolean(match[1]) }))
    .map(({ name, typeOnly }) => ({
      target: name.startsWith('.') ? relative(root, resolve(root, dirname(path), name)).replace(/\.js$/, '.ts') : name,
      typeOnly,
    }));
  return { path, text, imports };
}

const files = roles.flatMap(walk).map(read);
const known = new Set(files.map((file) => file.path));

/** Why `path` may not import `target`, or undefined when it may. */
function refusal(path: string, target: string): string | undefined {
  const [role, noun] = path.split('/');
  const [targetRole, targetNoun] = target.split('/');
  if (isRoot(path)) return undefined;
  const platform = target.startsWith('server/platform/');
  const allow = (condition: boolean, reason: string) => (condition ? undefined : reason);
  if (role === 'schema') return allow(targetRole === 'schema', 'schema is what everything rests on: it imports only schema');
  if (role === 'models') return allow(targetRole === 'models', 'models are pure mathematics: data in, artefact out');
  if (role === 'migrations') return allow(path === 'migrations/all.ts' && targetRole === 'migrations', 'history must not change when code does');
  if (role === 'admin') return allow(targetRole === 'admin', 'the console knows only the GraphQL endpoint');
  if (role === 'workers') {
    if (/\.(resolver|inputs|types)\.ts$|-route\.ts$/.test(target) || target.startsWith('server/graphql/')) return 'workers never know the transport';
    return allow(['schema', 'models', 'workers', 'server'].includes(targetRole), 'workers import schema, platform, domain files and models');
  }
  if (platform || targetRole === 'schema') return undefined;
  if (noun === 'platform') return allow(target === 'migrations/all.ts' && path.startsWith('server/platform/migrat'), 'the platform knows no noun');
  if (noun === 'graphql') return allow(target.startsWith('server/graphql/'), 'server/graphql knows no noun: app.ts hands it tables');
  if (noun === 'adapters') return allow(dirname(target) === dirname(path), 'an adapter knows its own port');
  if (targetRole === 'models') return allow(target === 'models/serving.ts', 'the server never trains: models/serving is its only door');
  if (targetRole !== 'server') return 'the server imports toward schema and models only';
  if (noun === 'http') return allow(['graphql', 'http', 'account'].includes(targetNoun), 'routes know the transport and who calls, no other noun');
  if (targetNoun === 'graphql') return allow(/\.(resolver|inputs|types)\.ts$|-route\.ts$|-loaders\.ts$/.test(path), 'the domain does not know the transport');
  if (targetNoun === 'adapters') return undefined;
  if (/\.(resolver|inputs)\.ts$/.test(target) && !/\.(resolver|inputs|types)\.ts$/.test(path)) return 'the domain does not know the transport';
  const from = nounOrder.indexOf(noun);
  const to = nounOrder.indexOf(targetNoun);
  if (from < 0 || to < 0) return `server/${from < 0 ? noun : targetNoun} is not a noun of the order`;
  return allow(to <= from, `a noun imports the nouns before it: ${nounOrder.join(' < ')}`);
}

function cycles(among: SourceFile[]): string[] {
  const graph = new Map(among.map((file) => [file.path, file.imports.filter((one) => !one.typeOnly && known.has(one.target)).map((one) => one.target)]));
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (path: string, trail: string[]) => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    state.set(path, 'open');
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

describe('the architecture', () => {
  test('reads its own sources', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(read('server/platform/outbox.ts').imports).toContainEqual({ target: 'server/platform/queues.ts', typeOnly: false });
  });

  test('imports run only toward schema and models', () => {
    const wrong = files.flatMap((file) => file.imports
      .filter((one) => roles.some((role) => one.target.startsWith(`${role}/`)))
      .map((one) => ({ one, reason: refusal(file.path, one.target) }))
      .filter(({ reason }) => reason)
      .map(({ one, reason }) => `${file.path} imports ${one.target}: ${reason}`));
    expect(wrong).toEqual([]);
  });

  test('refuses what it should refuse', () => {
    expect(refusal('server/content/catalogue.ts', 'server/feed/feeds.ts')).toMatch(/nouns before it/);
    expect(refusal('server/feed/feeds.ts', 'models/item-item/ease.ts')).toMatch(/only door/);
    expect(refusal('workers/fit-model.ts', 'server/feed/feed.resolver.ts')).toMatch(/transport/);
    expect(refusal('server/partner/contracts.ts', 'server/graphql/loaders.ts')).toMatch(/transport/);
    expect(refusal('models/sparse.ts', 'schema/content.ts')).toMatch(/pure/);
    expect(refusal('server/feed/feeds.ts', 'server/content/access.ts')).toBeUndefined();
  });

  test('no import cycle outside schema, where Relation<> makes them harmless', () => {
    expect(cycles(files.filter((file) => !file.path.startsWith('schema/')))).toEqual([]);
  });

  test('every to-one relation is a Relation<>: a bare class in a cycle is a ReferenceError in ESM', () => {
    const bare = files.filter((file) => file.path.startsWith('schema/')).flatMap((file) =>
      [...file.text.matchAll(/@(?:ManyToOne|OneToOne)\([\s\S]*?\)\s*\n\s*(\w+)[?!]?:\s*([^;]+);/g)]
        .filter((match) => !match[2].includes('Relation<'))
        .map((match) => `${file.path}: ${match[1]}`));
    expect(bare).toEqual([]);
  });

  test('onnxruntime-node has one importer', () => {
    const importers = files.filter((file) => file.imports.some((one) => one.target === 'onnxruntime-node')).map((file) => file.path);
    expect(importers.filter((path) => path !== 'models/onnx/session.ts')).toEqual([]);
  });

  test('the api cannot reach onnxruntime-node: session.run blocks the thread that answers', () => {
    const seen = new Set<string>();
    const reach = (path: string) => {
      if (seen.has(path) || !known.has(path)) return;
      seen.add(path);
      for (const one of read(path).imports) if (!one.typeOnly) reach(one.target);
    };
    reach('server/main.ts');
    expect([...seen].filter((path) => path === 'models/onnx/session.ts')).toEqual([]);
  });

  test('no folder or file is named after nothing', () => {
    const vague = /(^|\/)(utils?|helpers?|common|types|constants|interfaces|misc|shared)(\/|\.)/;
    expect(files.map((file) => file.path).filter((path) => vague.test(path))).toEqual([]);
  });

  test('lint is clean: sizes, environment, barrels, any', async () => {
    const lint = await promisify(execFile)(join(root, 'node_modules/.bin/oxlint'), ['--format', 'unix'], { cwd: root }).catch((failed: { stdout: string }) => failed);
    expect(lint.stdout.split('\n').filter((line) => line.includes('['))).toEqual([]);
  });
});
