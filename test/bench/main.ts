import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

/**
 * npm run bench -- <name> [--json] [--option value …]
 * Each bench is a file beside this one that exports `run(options) → figures`. Rates are given with a bare rate of the
 * same run wherever there is one: machines differ and are shared, ratios hold.
 */
const benches = ['feed', 'swap', 'list', 'ingest', 'serve', 'score', 'score-pairs', 'compute', 'train', 'ftrl', 'settle', 'ledger'] as const;

export type BenchOptions = Record<string, string>;
export type BenchRun = (options: BenchOptions) => Promise<object>;

const args = process.argv.slice(2);
const name = args.shift();
if (!benches.some((bench) => bench === name)) {
  console.error(`Name a bench: npm run bench -- ${benches.join(' | ')} [--json]`);
  process.exit(2);
}
const options = Object.fromEntries(Object.entries(readOptions(args)).map(([key, value]) => [key, String(value)]));
const { run } = await import(`./${name}.js`) as { run: BenchRun };
const started = performance.now();
const figures = await run(options);
const report = {
  bench: name,
  machine: { cpu: cpus()[0].model, cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version, loadBefore: loadavg()[0] },
  seconds: Number(((performance.now() - started) / 1000).toFixed(1)),
  ...figures,
};
if (options.json === 'true') console.log(JSON.stringify(report));
else console.dir(report, { depth: 6 });
process.exit(0);

function readOptions(rest: string[]) {
  const { tokens } = parseArgs({ args: rest, strict: false, allowPositionals: true, tokens: true });
  const given: Record<string, string | true> = {};
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token.kind !== 'option') continue;
    const next = tokens[at + 1];
    const value = token.value ?? (next?.kind === 'positional' ? next.value : true);
    given[token.name] = value;
  }
  return given;
}
