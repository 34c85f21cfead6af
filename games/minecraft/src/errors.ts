/**
 * The game answered, but did not do what it was asked to. `code` is `GSE_MINECRAFT_SAVE_FAILED`, `_REFUSED` (a command)
 * or `_STUCK_SAVE_OFF` (automatic saving could not be switched on again).
 */
export class MinecraftError extends Error {
  override readonly name = 'MinecraftError';
  readonly code: 'GSE_MINECRAFT_SAVE_FAILED' | 'GSE_MINECRAFT_REFUSED' | 'GSE_MINECRAFT_STUCK_SAVE_OFF';

  constructor(code: MinecraftError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
