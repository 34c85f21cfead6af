import { RconCommandError } from '../errors.ts';
import type { RconDialect } from './dialect.ts';

/** Throws `RconCommandError` for a line that this dialect cannot carry. */
export function checkCommandLine(line: string, dialect: RconDialect): void {
  if (/[\r\n\0]/.test(line)) {
    throw new RconCommandError('A console command must be one line without NUL characters.');
  }
  if (line === '' && !dialect.emptyCommand) {
    throw new RconCommandError(`${dialect.title} never answers an empty command.`);
  }
  const bytes = Buffer.byteLength(line, 'utf8');
  if (bytes > dialect.maxCommandBytes) {
    throw new RconCommandError(`The command is ${bytes} bytes long; ${dialect.title} takes at most ${dialect.maxCommandBytes} over RCON.`);
  }
}
