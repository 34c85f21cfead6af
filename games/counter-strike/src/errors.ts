/**
 * The game answered, but did not do what it was asked to. `code` is `GSE_CS_SAVE_FAILED`, `_REFUSED` (a command or a variable it
 * does not know) or `_NOTHING_TO_SAY`.
 */
export class CounterStrikeError extends Error {
  override readonly name = 'CounterStrikeError';
  readonly code: 'GSE_CS_SAVE_FAILED' | 'GSE_CS_REFUSED' | 'GSE_CS_NOTHING_TO_SAY';

  constructor(code: CounterStrikeError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
