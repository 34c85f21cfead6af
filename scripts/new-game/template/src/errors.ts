/** The game answered, but did not do what it was asked to. */
export class MyGameError extends Error {
  override readonly name = 'MyGameError';
  readonly code: 'GSE_MY_GAME_REFUSED' | 'GSE_MY_GAME_SAVE_FAILED';

  constructor(code: MyGameError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
