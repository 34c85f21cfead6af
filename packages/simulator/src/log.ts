import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How a game keeps its log file. */
export interface LogFile {
  /** Path inside the data folder. */
  readonly file: string;
  /** Moves the log of the last run away as the game does; called before the new one is opened, also when there is none. */
  readonly rotate: (path: string) => void;
}

/**
 * Writes each line to the container's output and to the game's own log file. Lines are in the file when `print`
 * returns, so that a crash right after it loses none.
 */
export class SimulatorLog {
  readonly #descriptor: number;
  readonly #write: (line: string) => void;
  #open = true;

  constructor(dataDir: string, { file, rotate }: LogFile, write: (line: string) => void) {
    const path = join(dataDir, file);
    mkdirSync(dirname(path), { recursive: true });
    rotate(path);
    this.#descriptor = openSync(path, 'a');
    this.#write = write;
  }

  print(line: string): void {
    if (!this.#open) return;
    const clean = line.replace(/[\r\n]+/g, ' ');
    writeSync(this.#descriptor, `${clean}\n`);
    this.#write(clean);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#descriptor);
  }
}
