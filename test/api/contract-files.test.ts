import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import fc from 'fast-check';
import Fastify from 'fastify';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toGlobalId } from '../../server/graphql/global-ids.js';
import { ContractFiles } from '../../server/partner/contract-files.js';
import { verifyContract, type ContractProof } from '../../server/partner/contract-proof.js';
import { registerContractFiles } from '../../server/partner/contract-route.js';
import type { Actor } from '../../server/platform/actor.js';
import { SigningKeys } from '../../server/platform/signing-keys.js';
import { openPartnerWorld, signedContract, type PartnerWorld } from '../server/partner/partner-world.js';
import { addVerifyContractCommand } from '../../workers/verify-contract-command.js';

let world: PartnerWorld;
let files: ContractFiles;
let versionId: string;
let proof: ContractProof;
const folder = mkdtempSync(join(tmpdir(), 'tandem-contract-'));

beforeAll(async () => {
  world = await openPartnerWorld();
  files = new ContractFiles(world.database, new SigningKeys(world.database), world.clock);
  versionId = await signedContract(world, world.a.id, world.annOfA);
  proof = await files.proof(versionId, world.annOfA);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

test('a file is made once, however many ask first, and stays the same; each language has its own', async () => {
  const fresh = await signedContract(world, world.b.id, world.bobOfB);
  const first = await Promise.all([...Array(6)].map((_, at) => files.pdf(fresh, at % 2 ? 'en' : 'zh', at % 3 ? world.manager : world.bobOfB)));
  const again = await files.pdf(fresh, 'zh', world.bobOfB);
  expect(again.name).toMatch(/^C-2026-\d{4}-1$/);
  for (const [at, { bytes }] of first.entries()) expect(bytes.equals(again.bytes)).toBe(at % 2 === 0);
  expect(again.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(await world.database.query('SELECT locale FROM contract_files WHERE contract_version_id = $1 ORDER BY locale', [fresh])).toEqual([{ locale: 'en' }, { locale: 'zh' }]);
  await expect(world.database.query(`UPDATE contract_files SET bytes = 'x'`)).rejects.toThrow('contract_files is append-only');
  expect(verifyContract(await files.proof(fresh, world.bobOfB), again.bytes)).toMatchObject({ contentHash: (await world.version(fresh)).contentHash, file: 'zh', signers: [expect.stringMatching(/^partner /), expect.stringMatching(/^partner_manager /)] });
});

test('P11: any changed value of the proof and any changed bit of the file is refused', async () => {
  const { bytes } = await files.pdf(versionId, 'en', world.manager);
  const places: (readonly (string | number)[])[] = [];
  const walk = (value: unknown, path: readonly (string | number)[]): void => {
    if (value !== null && typeof value === 'object') for (const key of Object.keys(value)) walk((value as Record<string, unknown>)[key], [...path, key]);
    else places.push(path);
  };
  walk(proof, []);
  // The name is shown, not signed: who signed is the account.
  const covered = places.filter((path) => path.at(-1) !== 'signerName');
  fc.assert(fc.property(fc.constantFrom(...covered), fc.nat(), (path, salt) => {
    const spoilt = structuredClone(proof) as unknown as Record<string, unknown>;
    const holder = path.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, spoilt);
    holder[path.at(-1)!] = changed(holder[path.at(-1)!], salt);
    expect(() => verifyContract(spoilt, bytes)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  }), { numRuns: 400 });
  fc.assert(fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
    const other = Buffer.from(bytes);
    other[at] ^= 1 << bit;
    expect(() => verifyContract(proof, other)).toThrow('not the one that was sealed');
  }), { numRuns: 50 });
});

describe('P11: several signatories', () => {
  let many: ContractProof;
  let bytes: Buffer;
  beforeAll(async () => {
    const colleague = await world.person('partner', world.a.id);
    const signing = { key: 'signatures', kind: 'signing' as const, ordered: true, signatories: [{ party: 'partner' as const, title: 'Legal representative' }, { party: 'platform' as const, title: 'Director' }, { party: 'partner' as const, title: 'Head of finance' }] };
    const { clauses } = world.terms();
    const signed = await signedContract(world, world.a.id, world.annOfA, world.terms({ clauses: [...clauses, signing] }));
    await expect(files.proof(signed, world.manager)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    expect(await files.isSigned((await world.version(signed)).contentHash)).toBe(false);
    const { version: expectedVersion, contentHash } = await world.version(signed);
    await world.do((tx) => world.contracts.sign(tx, { versionId: signed, expectedVersion, contentHash }, colleague));
    expect(await files.isSigned(contentHash)).toBe(true);
    many = await files.proof(signed, world.annOfA);
    ({ bytes } = await files.pdf(signed, 'en', world.manager));
  });

  test('the proof names each with the capacity, in order, and the file is sealed', () => {
    expect(verifyContract(many, bytes)).toMatchObject({ file: 'en', signers: [expect.stringMatching(/^partner .*\(Legal representative\)$/), expect.stringMatching(/^partner_manager .*\(Director\)$/), expect.stringMatching(/^partner .*\(Head of finance\)$/)] });
  });

  test('a signature that is missing, doubled, out of order, of another place or of nobody\'s capacity is refused', () => {
    const spoilt = (change: (proof: ContractProof) => void) => { const copy = structuredClone(many); change(copy); return () => verifyContract(copy); };
    const each = <T>(list: T[], change: (list: T[]) => void) => change(list);
    expect(spoilt((proof) => { proof.signatures.pop(); proof.audit.pop(); })).toThrow('Head of finance');
    expect(spoilt((proof) => each(proof.signatures, (all) => { all[2] = structuredClone(all[0]); }))).toThrow('has not signed once');
    expect(spoilt((proof) => { proof.signatures.reverse(); proof.audit.reverse(); })).toThrow('order');
    expect(spoilt((proof) => { [proof.signatures[0].place, proof.signatures[2].place] = [3, 1]; })).toThrow('has not signed once');
    expect(spoilt((proof) => { proof.signatures[2].signerId = proof.signatures[0].signerId; })).toThrow('another person');
    expect(spoilt((proof) => { proof.signatures[1].title = 'Owner'; })).toThrow('Director');
    expect(spoilt((proof) => { proof.audit.pop(); })).toThrow('one audit entry for each');
  });
});

/** Another value of the same kind. */
function changed(value: unknown, salt: number): unknown {
  if (typeof value === 'number') return value + 1 + salt;
  if (typeof value !== 'string') return 'else';
  const at = salt % Math.max(1, value.length);
  return `${value.slice(0, at)}${value[at] === '1' ? '2' : '1'}${value.slice(at + 1)}`;
}

test('a proof with the sides exchanged, a signature twice or the audit entries exchanged is refused', () => {
  const spoil = (change: (proof: ContractProof) => void) => {
    const spoilt = structuredClone(proof);
    change(spoilt);
    return () => verifyContract(spoilt);
  };
  expect(spoil(({ signatures }) => { signatures.reverse(); })).toThrow(/not that of|order/);
  expect(spoil(({ signatures, audit }) => { signatures[1] = signatures[0]; audit[1] = audit[0]; })).toThrow('Both sides have to sign');
  expect(spoil(({ audit }) => { audit.reverse(); })).toThrow('not that of');
  expect(() => verifyContract({})).toThrow('This is no proof of a contract');
});

test('the routes give both to both sides and to nobody else', async () => {
  const asked: { actor: Actor } = { actor: { kind: 'anonymous' } };
  const spent: number[] = [];
  const fastify = Fastify();
  await registerContractFiles(fastify, { files, actorOf: async () => asked.actor, spend: (_actor, _address, cost) => { spent.push(cost); } });
  const address = await fastify.listen({ port: 0, host: '127.0.0.1' });
  const get = (path: string, as: Actor, id = versionId) => {
    asked.actor = as;
    return fetch(`${address}/contracts/${toGlobalId('ContractVersion', id)}/${path}`);
  };
  try {
    expect((await get('contract.pdf', { kind: 'anonymous' })).status).toBe(401);
    expect((await get('contract.pdf', world.bobOfB)).status).toBe(404);
    const pdf = await get('contract.pdf?lang=en', world.annOfA);
    expect([pdf.status, pdf.headers.get('content-type'), pdf.headers.get('content-disposition')]).toEqual([200, 'application/pdf', expect.stringMatching(/^attachment; filename="C-2026-\d{4}-1\.pdf"$/)]);
    expect(verifyContract(await (await get('proof.json', world.manager)).json(), Buffer.from(await pdf.arrayBuffer())).file).toBe('en');
    const unsigned = await world.do((tx) => world.contracts.draft(tx, { partnerId: world.a.id, title: 'Unsigned', ...world.terms() }, world.manager));
    expect((await get('contract.pdf', world.manager, unsigned)).status).toBe(409);
    expect(spent).toEqual([100, 100, 100, 100]);
  } finally {
    await fastify.close();
  }
});

test('anybody may ask whether a text or a file is signed', async () => {
  const { contentHash } = await world.version(versionId);
  const unsigned = await world.do((tx) => world.contracts.draft(tx, { partnerId: world.a.id, title: 'Open', ...world.terms() }, world.manager));
  expect(await Promise.all([contentHash, proof.files[0].sha256, (await world.version(unsigned)).contentHash, '0'.repeat(64)].map((one) => files.isSigned(one)))).toEqual([true, true, false, false]);
  await expect(files.isSigned('x')).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

test('verify-contract says who signed, and which file it is, without the platform', async () => {
  const said = jest.spyOn(console, 'log').mockImplementation(() => {});
  const command = async (...args: string[]) => {
    const program = new Command('tandem');
    addVerifyContractCommand(program);
    await program.parseAsync(['verify-contract', ...args], { from: 'user' });
    return said.mock.calls.at(-1)!.join();
  };
  try {
    const [proofPath, filePath] = [join(folder, 'proof.json'), join(folder, 'contract.pdf')];
    writeFileSync(proofPath, JSON.stringify(proof));
    writeFileSync(filePath, (await files.pdf(versionId, 'zh', world.manager)).bytes);
    expect(await command(proofPath, filePath)).toMatch(/^C-2026-\d{4}: signed by partner .* and partner_manager .*; the file is the sealed one \(zh\)/);
    writeFileSync(filePath, 'x');
    await expect(command(proofPath, filePath)).rejects.toThrow('The file is not the one that was sealed.');
    await expect(command(join(folder, 'none'))).rejects.toThrow('There is no file');
    writeFileSync(proofPath, '{');
    await expect(command(proofPath)).rejects.toThrow('The proof is not JSON.');
  } finally {
    said.mockRestore();
  }
});
