/** Codes that say nobody was reached, as opposed to somebody who hung up. */
const NOBODY = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'EADDRNOTAVAIL']);

/** What a socket's error means for the one who wanted to talk. */
export function socketFailureKind(error: unknown): 'refused' | 'timeout' | 'closed' {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (NOBODY.has(code)) return 'refused';
  return code === 'ETIMEDOUT' ? 'timeout' : 'closed';
}
