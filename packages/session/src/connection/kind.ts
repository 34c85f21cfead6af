import type { ConnectionErrorKind } from '@gse/sdk';

const kinds: ReadonlySet<string> = new Set<ConnectionErrorKind>(['refused', 'timeout', 'closed', 'auth', 'protocol', 'aborted']);

/** The kind of a connection's failure, also where an adapter wrapped it; undefined for any other error. */
export function kindOf(error: unknown): ConnectionErrorKind | undefined {
  return failureWithKind(error)?.kind;
}

/** The innermost error of a chain that carries a connection's kind. */
export function failureWithKind(error: unknown): (Error & { kind: ConnectionErrorKind }) | undefined {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    if ('kind' in current && typeof current.kind === 'string' && kinds.has(current.kind))
      return current as Error & { kind: ConnectionErrorKind };
    current = current.cause;
  }
  return undefined;
}
