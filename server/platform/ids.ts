import { v7 } from 'uuid';

/** New keys are UUIDv7: they sort by time, so indexes grow at one end. Tests pass a predictable source. */
export type NewId = () => string;

export const newId: NewId = () => v7();

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}
