import type { Fix, Reason } from '@gse/resources';

/** Longest evidence kept in a status, in lines. */
const MAX_EVIDENCE = 20;

/** Builds a reason; evidence is cut to the last lines. */
export function reason(code: string, message: string, more: { fix?: Fix | undefined; evidence?: readonly string[] | undefined } = {}): Reason {
  const evidence = more.evidence?.slice(-MAX_EVIDENCE).map((line) => line.slice(0, 1000));
  return { code, message, ...(more.fix && { fix: more.fix }), ...(evidence && evidence.length > 0 && { evidence }) };
}

/** The fix that orders an operation. */
export function orderFix(operation: string, title: string): Fix {
  return { kind: 'operation', title, operation };
}

/** The fix that merges a patch into the GameServer. */
export function patchFix(title: string, patch: Record<string, unknown>): Fix {
  return { kind: 'patch', title, patch };
}
