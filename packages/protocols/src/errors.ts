import type { ConnectionErrorKind, ConnectionFailure } from '@gse/sdk';

const SUFFIX = {
  refused: 'REFUSED',
  timeout: 'TIMEOUT',
  closed: 'CLOSED',
  auth: 'AUTH_FAILED',
  protocol: 'PROTOCOL',
  aborted: 'ABORTED',
} as const satisfies Record<ConnectionErrorKind, string>;

/**
 * A remote console that could not be used. `code` is `GSE_RCON_REFUSED`, `_TIMEOUT`, `_CLOSED`, `_AUTH_FAILED`,
 * `_PROTOCOL` or `_ABORTED`, after `kind`. Never contains the password.
 */
export class RconError extends Error implements ConnectionFailure {
  override readonly name = 'RconError';
  readonly code: `GSE_RCON_${(typeof SUFFIX)[ConnectionErrorKind]}`;
  readonly kind: ConnectionErrorKind;
  /** Whether the command this error belongs to was sent, so that the game may have run it. */
  readonly sent: boolean;

  constructor(kind: ConnectionErrorKind, message: string, options: { cause?: unknown; sent?: boolean } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.kind = kind;
    this.code = `GSE_RCON_${SUFFIX[kind]}`;
    this.sent = options.sent ?? false;
  }
}

/**
 * A WebRCON connection that could not be used. `code` is `GSE_WEBRCON_REFUSED`, `_TIMEOUT`, `_CLOSED`, `_AUTH_FAILED`,
 * `_PROTOCOL` or `_ABORTED`, after `kind`. Never contains the password, which is part of the address.
 */
export class WebRconError extends Error implements ConnectionFailure {
  override readonly name = 'WebRconError';
  readonly code: `GSE_WEBRCON_${(typeof SUFFIX)[ConnectionErrorKind]}`;
  readonly kind: ConnectionErrorKind;
  /** Whether the command this error belongs to was sent, so that the game may have run it. */
  readonly sent: boolean;

  constructor(kind: ConnectionErrorKind, message: string, options: { cause?: unknown; sent?: boolean } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.kind = kind;
    this.code = `GSE_WEBRCON_${SUFFIX[kind]}`;
    this.sent = options.sent ?? false;
  }
}

/** A command line that cannot be sent over this console. Says nothing about the connection, so it has no `kind`. */
export class RconCommandError extends Error {
  override readonly name = 'RconCommandError';
  readonly code = 'GSE_RCON_COMMAND_INVALID';
}

/**
 * A Minecraft status that could not be read. `code` is `GSE_MINECRAFT_STATUS_REFUSED`, `_TIMEOUT`, `_CLOSED`,
 * `_PROTOCOL` or `_ABORTED`, after `kind`.
 */
export class MinecraftStatusError extends Error implements ConnectionFailure {
  override readonly name = 'MinecraftStatusError';
  readonly code: `GSE_MINECRAFT_STATUS_${(typeof SUFFIX)[Exclude<ConnectionErrorKind, 'auth'>]}`;
  readonly kind: Exclude<ConnectionErrorKind, 'auth'>;

  constructor(kind: Exclude<ConnectionErrorKind, 'auth'>, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.kind = kind;
    this.code = `GSE_MINECRAFT_STATUS_${SUFFIX[kind]}`;
  }
}

/**
 * An out-of-band question that was not answered as it should be. `code` is `GSE_OOB_REFUSED`, `_TIMEOUT`, `_CLOSED`,
 * `_AUTH_FAILED`, `_PROTOCOL` or `_ABORTED`, after `kind`. Never contains the password.
 */
export class OobError extends Error implements ConnectionFailure {
  override readonly name = 'OobError';
  readonly code: `GSE_OOB_${(typeof SUFFIX)[ConnectionErrorKind]}`;
  readonly kind: ConnectionErrorKind;

  constructor(kind: ConnectionErrorKind, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.kind = kind;
    this.code = `GSE_OOB_${SUFFIX[kind]}`;
  }
}

/**
 * A document of FiveM's HTTP port that could not be read. `code` is `GSE_FIVEM_HTTP_REFUSED`, `_TIMEOUT`, `_CLOSED`,
 * `_AUTH_FAILED`, `_PROTOCOL` or `_ABORTED`, after `kind`. Never contains the token.
 */
export class FiveMHttpError extends Error implements ConnectionFailure {
  override readonly name = 'FiveMHttpError';
  readonly code: `GSE_FIVEM_HTTP_${(typeof SUFFIX)[ConnectionErrorKind]}`;
  readonly kind: ConnectionErrorKind;
  /** Status of the answer, where there was one. */
  readonly status: number | undefined;

  constructor(kind: ConnectionErrorKind, message: string, options: { cause?: unknown; status?: number } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.kind = kind;
    this.code = `GSE_FIVEM_HTTP_${SUFFIX[kind]}`;
    this.status = options.status;
  }
}

/**
 * A server query that was not answered as it should be. `code` is `GSE_A2S_REFUSED`, `_TIMEOUT`, `_CLOSED`, `_PROTOCOL` or
 * `_ABORTED`, after `kind`.
 */
export class A2sError extends Error implements ConnectionFailure {
  override readonly name = 'A2sError';
  readonly code: `GSE_A2S_${(typeof SUFFIX)[Exclude<ConnectionErrorKind, 'auth'>]}`;
  readonly kind: Exclude<ConnectionErrorKind, 'auth'>;

  constructor(kind: Exclude<ConnectionErrorKind, 'auth'>, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.kind = kind;
    this.code = `GSE_A2S_${SUFFIX[kind]}`;
  }
}
