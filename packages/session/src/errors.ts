import type { Reason } from '@gse/resources';
import type { ConnectionErrorKind } from '@gse/sdk';

/**
 * Why a call of the game did not succeed: one of the connection's kinds, or
 * `unsupported` the game has no such capability; `game` the game (or its adapter) said no.
 */
export type CallFailureKind = ConnectionErrorKind | 'unsupported' | 'game';

/** A call of the game that did not succeed, with the reason as people and the operator get it. */
export class GameCallError extends Error {
  readonly code = 'GSE_GAME_CALL_FAILED';
  readonly kind: CallFailureKind;
  readonly reason: Reason;

  constructor(kind: CallFailureKind, reason: Reason, options?: ErrorOptions) {
    super(reason.message, options);
    this.name = 'GameCallError';
    this.kind = kind;
    this.reason = reason;
  }
}

/** A path of the data volume that the agent does not follow, because it would leave the volume or never end. */
export class FileOutsideError extends Error {
  readonly code = 'GSE_FILE_OUTSIDE';
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path} ${problem}; the agent only follows regular files inside the data volume`);
    this.name = 'FileOutsideError';
    this.path = path;
  }
}

/** A file of the game that the platform cannot bring in line: which one, what is wrong, and what to do about it. */
export class ManagedFileError extends Error {
  readonly code = 'GSE_MANAGED_FILE';
  readonly path: string;

  constructor(path: string, problem: string, wayOut: string, options?: ErrorOptions) {
    super(`${path}: ${problem}. ${wayOut}`, options);
    this.name = 'ManagedFileError';
    this.path = path;
  }
}
