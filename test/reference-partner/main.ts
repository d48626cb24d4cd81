import { parseArgs } from 'node:util';
import { defects, type Defect } from './defects.js';
import { buildDigest, declared, openReferencePartner, type Interface } from './reference-partner.js';

/**
 * Command: a partner to try connectors with. --secret whsec_… (what connectorRotateSecret told), --port (4600), --defect name, as often
 * as you like. Runs until it is interrupted; exit 2: the arguments are not right.
 */
const { values } = parseArgs({ options: { secret: { type: 'string' }, port: { type: 'string', default: '4600' }, defect: { type: 'string', multiple: true, default: [] }, help: { type: 'boolean', default: false } } });
const unknown = values.defect.filter((name) => !Object.hasOwn(defects, name));
if (values.help || !values.secret || unknown.length || !/^\d{1,5}$/.test(values.port)) {
  if (unknown.length) console.error(`There is no defect ${unknown.join(', ')}.`);
  console.error(`--secret whsec_… [--port 4600] [--defect name]…\n\n${Object.entries(defects).map(([name, what]) => `  ${name.padEnd(24)}${what}`).join('\n')}`);
  process.exit(values.help ? 0 : 2);
}
const partner = await openReferencePartner({ secret: values.secret, port: Number(values.port), defects: values.defect as Defect[] });
console.log(`build digest  ${buildDigest}`);
for (const [kind, capabilities] of Object.entries(declared)) console.log(`${kind.padEnd(14)}${partner.addressOf(kind as Interface)}  ${capabilities.join(', ')}`);
console.log(`Tandem calls it where PARTNER_HTTP_ALLOW=127.0.0.1:${values.port} is set.`);
