/** Stable codes of the errors this package throws. */
export type EmbeddedErrorCode =
  | 'GSE_EMBEDDED_DATABASE_LOCKED'
  | 'GSE_EMBEDDED_DATABASE_UNUSABLE'
  | 'GSE_EMBEDDED_WRITE_FAILED'
  | 'GSE_EMBEDDED_CLOSED'
  | 'GSE_EMBEDDED_CRD_REFUSED'
  | 'GSE_EMBEDDED_ADDRESS_IN_USE'
  | 'GSE_EMBEDDED_NO_TOKENS';

/** What went wrong in the embedded API server, outside of answers to requests (those are Status objects). */
export class EmbeddedError extends Error {
  readonly code: EmbeddedErrorCode;

  constructor(code: EmbeddedErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedError';
    this.code = code;
  }
}
