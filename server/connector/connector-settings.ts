import type { Connector, ConnectorEnvironment, ConnectorKind } from '../../schema/connector.js';
import { DomainError } from '../platform/errors.js';
import { capabilitiesOf, profileVersions } from './profiles.js';

/** What the partner says about its end. */
export interface ConnectorSettings {
  baseUrl: string;
  environment: ConnectorEnvironment;
  profileVersion: string;
  capabilities: readonly string[];
  /** SHA-256 of the build, hexadecimal. */
  buildDigest: string;
}

const NAME_MAX = 200;
const URL_MAX = 2000;

function refuse(path: string, sentence: string): never {
  throw new DomainError('BAD_INPUT', { path: [path] }, sentence);
}

export function checkedName(name: string): string {
  const words = name.trim();
  if (words.length < 1 || words.length > NAME_MAX) refuse('name', `A name has 1 to ${NAME_MAX} characters.`);
  return words;
}

/** Throws BAD_INPUT. Whether the address may be called at all is decided when it is called: what a name resolves to changes. */
export function checkedSettings(kind: ConnectorKind, { baseUrl, environment, profileVersion, capabilities, buildDigest }: ConnectorSettings): ConnectorSettings {
  if (!profileVersions.includes(profileVersion)) refuse('profileVersion', `The platform speaks ${profileVersions.join(', ')}.`);
  const known = capabilitiesOf[kind];
  const unknown = capabilities.find((capability) => !known.includes(capability));
  if (unknown !== undefined) refuse('capabilities', `A connector of this kind can declare ${known.join(', ')}.`);
  const digest = buildDigest.trim().toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(digest)) refuse('buildDigest', 'The digest of a build is SHA-256, 64 hexadecimal digits.');
  return { baseUrl: checkedUrl(baseUrl), environment, profileVersion, capabilities: [...new Set(capabilities)].sort(), buildDigest: digest };
}

function checkedUrl(text: string): string {
  const trimmed = text.trim();
  const url = trimmed.length <= URL_MAX && URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) refuse('baseUrl', `An address begins with https:// and has at most ${URL_MAX} characters.`);
  if (url.username || url.password) refuse('baseUrl', 'An address carries no user name and no password: requests are signed.');
  if (url.search || url.hash) refuse('baseUrl', 'An address ends before ? and #: the paths of the interface are put behind it.');
  return url.href.replace(/\/+$/, '');
}

/** Whether what was accepted is something else now. */
export function isOtherEnd(before: Connector, after: ConnectorSettings): boolean {
  return before.baseUrl !== after.baseUrl || before.buildDigest !== after.buildDigest || before.profileVersion !== after.profileVersion
    || before.environment !== after.environment || before.capabilities.join() !== after.capabilities.join();
}
