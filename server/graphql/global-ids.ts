import { DomainError } from '../platform/errors.js';
import { isUuid } from '../platform/ids.js';

/** base64url of "Type:uuid": opaque for clients, checked for its type when it comes back. */
export function toGlobalId(type: string, uuid: string): string {
  return Buffer.from(`${type}:${uuid}`, 'latin1').toString('base64url');
}

/** Throws BAD_INPUT when the text is not a global id. */
export function readGlobalId(globalId: string): { type: string; uuid: string } {
  const text = globalId.length <= 200 ? Buffer.from(globalId, 'base64url').toString('latin1') : '';
  const colon = text.indexOf(':');
  const [type, uuid] = [text.slice(0, colon), text.slice(colon + 1)];
  if (colon < 1 || !isUuid(uuid) || toGlobalId(type, uuid) !== globalId) throw new DomainError('BAD_INPUT', { id: globalId.slice(0, 200) }, 'This is not an id of this platform.');
  return { type, uuid };
}

/** The uuid inside, or BAD_INPUT when the id is of another type or broken. */
export function fromGlobalId(type: string, globalId: string): string {
  const id = readGlobalId(globalId);
  if (id.type !== type) throw new DomainError('BAD_INPUT', { id: globalId, expected: type }, `This is not the id of a ${type}.`);
  return id.uuid;
}
