import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * Tells when a file may have changed, by watching its folder (a rename shows there, too). Where the system cannot watch,
 * or does not tell, `isTrusted` becomes false and the follower looks by itself.
 */
export class FileWatch {
  readonly #path: string;
  readonly #onChange: () => void;
  #watcher: FSWatcher | undefined;
  #missed = 0;

  constructor(path: string, onChange: () => void) {
    this.#path = path;
    this.#onChange = onChange;
  }

  /** Watches from now on; again after the folder may have been replaced. */
  restart(): void {
    this.close();
    const name = basename(this.#path);
    try {
      // Not persistent: watching a log is no reason for a process to live on.
      this.#watcher = watch(dirname(this.#path), { persistent: false }, (_, changed) => {
        if (changed !== null && changed !== name) return;
        this.#missed = 0;
        this.#onChange();
      });
      this.#watcher.on('error', () => this.close());
    } catch {
      this.#watcher = undefined;
    }
  }

  /** Something had changed and nobody told; network file systems are like that. */
  noteMissed(): void {
    this.#missed++;
  }

  get isTrusted(): boolean {
    return this.#watcher !== undefined && this.#missed < 3;
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}
