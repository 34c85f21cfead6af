/**
 * The game answered, but did not do what it was asked to. `code` is `GSE_RUST_SAVE_FAILED`, `_REFUSED` (a command or a
 * variable it does not know) or `_NOTHING_TO_SAY`.
 */
export class RustError extends Error {
  override readonly name = 'RustError';
  readonly code: 'GSE_RUST_SAVE_FAILED' | 'GSE_RUST_REFUSED' | 'GSE_RUST_NOTHING_TO_SAY';

  constructor(code: RustError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
