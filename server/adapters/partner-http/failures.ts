/** Why an exchange with a partner gave no answer, or none that can be used. */
export type PartnerHttpFailure =
  /** Not http(s), carries a password, or http where https is asked for. */
  | 'refused_url'
  /** The name leads (also) to an address outside the public internet. */
  | 'refused_address'
  /** The name has no address. */
  | 'unresolved'
  /** Nobody listens, or the other side hung up before it answered. */
  | 'connection'
  /** The certificate or the handshake is not right. */
  | 'tls'
  /** The deadline passed before the last byte of the answer. */
  | 'timeout'
  /** The caller gave up. */
  | 'cancelled'
  /** More bytes than the caller takes, after decompression too, or more headers than anybody needs. */
  | 'too_large'
  /** The answer ended before it said it would. */
  | 'truncated'
  /** Compressed in a way that was not asked for, or broken. */
  | 'bad_encoding'
  /** No HTTP. */
  | 'bad_protocol'
  /** An answer with a status that the caller cannot use. */
  | 'bad_status';

const sentences: Record<PartnerHttpFailure, string> = {
  refused_url: 'The address must begin with https:// and carry no password.',
  refused_address: 'The address does not lead to the public internet.',
  unresolved: 'The name of the host has no address.',
  connection: 'The host did not take the connection, or ended it without an answer.',
  tls: 'No secure connection could be made: the certificate or the handshake is not right.',
  timeout: 'The answer was not complete within the deadline.',
  cancelled: 'The request was given up.',
  too_large: 'The answer is larger than allowed.',
  truncated: 'The answer ended too early.',
  bad_encoding: 'The answer is compressed in an unknown or broken way.',
  bad_protocol: 'The answer is not HTTP.',
  bad_status: 'The answer has a status that cannot be used.',
};

/** Shown to both sides: no address of the inside, no header, no body. */
export class PartnerHttpError extends Error {
  constructor(readonly kind: PartnerHttpFailure, readonly details: { status?: number; retryAfterSeconds?: number } = {}, options: { cause?: unknown } = {}) {
    super(details.status === undefined ? sentences[kind] : `${sentences[kind]} (${details.status})`, options);
    this.name = 'PartnerHttpError';
  }
}

const byCode: Readonly<Record<string, PartnerHttpFailure>> = {
  UND_ERR_CONNECT_TIMEOUT: 'timeout', UND_ERR_HEADERS_TIMEOUT: 'timeout', UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'too_large', HPE_HEADER_OVERFLOW: 'too_large', UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'truncated',
  EPROTO: 'tls', Z_BUF_ERROR: 'truncated',
};

/** `answered`: whether the head of the answer had come. `expired`: the deadline's signal; `cancelled`: the caller's. */
export function failureOf(error: unknown, at: { answered: boolean; expired: boolean; cancelled: boolean }): PartnerHttpError {
  if (error instanceof PartnerHttpError) return error;
  const wrap = (kind: PartnerHttpFailure) => new PartnerHttpError(kind, {}, { cause: error });
  if (at.cancelled) return wrap('cancelled');
  if (at.expired) return wrap('timeout');
  const { code = '', name = '' } = error as { code?: string; name?: string };
  if (Object.hasOwn(byCode, code)) return wrap(byCode[code]);
  if (/^(Z_|ERR__|ERR_BROTLI)/.test(code)) return wrap('bad_encoding');
  if (code.startsWith('HPE_') || name === 'HTTPParserError') return wrap('bad_protocol');
  if (/^(ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code)) return wrap('tls');
  return wrap(at.answered ? 'truncated' : 'connection');
}
