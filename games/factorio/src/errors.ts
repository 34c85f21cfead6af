/** Why a Factorio server did not do what was asked of it. */
type FactorioErrorCode = 'GSE_FACTORIO_SAVE_FAILED' | 'GSE_FACTORIO_SETTING_REFUSED' | 'GSE_FACTORIO_NOTHING_TO_SAY';

/** The game answered, and the answer was no. Trouble with the connection is the protocol's own error. */
export class FactorioError extends Error {
  override readonly name = 'FactorioError';
  readonly code: FactorioErrorCode;

  constructor(code: FactorioErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
