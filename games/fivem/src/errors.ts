/**
 * The game answered, but did not do what it was asked to. `code` is `GSE_FIVEM_SAVE_FAILED`, `_REFUSED` (a command) or
 * `_NOTHING_TO_SAY` (a message without text).
 */
export class FiveMError extends Error {
  override readonly name = 'FiveMError';
  readonly code: 'GSE_FIVEM_SAVE_FAILED' | 'GSE_FIVEM_REFUSED' | 'GSE_FIVEM_NOTHING_TO_SAY';

  constructor(code: FiveMError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
