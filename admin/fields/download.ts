import { accessToken } from '../providers/session.js';

/** Files need the token, which no link carries: they are fetched, and saved under `name`. */
export async function download(path: string, name: string): Promise<void> {
  const answer = await fetch(path, { headers: { authorization: `Bearer ${await accessToken()}` } });
  if (!answer.ok) throw new Error('errors.UNAVAILABLE');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
