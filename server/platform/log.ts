import { pino, type Logger } from 'pino';

export type Log = Logger;

/** JSON lines on standard output. Secrets are censored by key wherever they stand in a logged object. */
export function openLog(name: string, level: string): Log {
  return pino({
    name,
    level,
    redact: {
      paths: ['password', '*.password', 'authorization', '*.authorization', 'cookie', '*.cookie', 'token', '*.token', 'refreshToken', '*.refreshToken', '*.headers.authorization', '*.headers.cookie'],
      censor: '[hidden]',
    },
  });
}
