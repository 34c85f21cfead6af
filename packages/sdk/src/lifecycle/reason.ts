import type { Fix, Reason } from '@gse/resources';

/** Longest evidence kept in a status, in lines. */
const MAX_EVIDENCE = 20;

/** Longest sentence a status can hold. */
const MAX_MESSAGE = 2000;

/** Builds a reason; what is longer than a status can hold is cut, evidence to its last lines. */
export function reason(
  code: string,
  message: string,
  more: { fix?: Fix | undefined; evidence?: readonly string[] | undefined } = {},
): Reason {
  const evidence = more.evidence?.slice(-MAX_EVIDENCE).map((line) => cut(line, 1000));
  return {
    code,
    message: cut(message, MAX_MESSAGE),
    ...(more.fix && { fix: more.fix }),
    ...(evidence && evidence.length > 0 && { evidence }),
  };
}

/** The fix that orders an operation. */
export function orderFix(operation: string, title: string): Fix {
  return { kind: 'operation', title, operation };
}

/** The fix that merges a patch into the GameServer. */
export function patchFix(title: string, patch: Record<string, unknown>): Fix {
  return { kind: 'patch', title, patch };
}

/** At most so many characters, with a sign where something was left out; never half a character. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The text in one line without control characters, of at most so many characters. */
export function oneLine(text: string, length: number): string {
  return cut(text.replace(/[\s\p{Cc}]+/gu, ' ').trim(), length);
}
