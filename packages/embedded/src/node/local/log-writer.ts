import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Longest line kept; the rest of it is dropped. */
const maxLineLength = 16_384;

/** Appends lines to a container's log. */
export interface LogWriter {
  write(line: string): void;
  /** Writes what is still buffered and closes the file; lines written later are dropped. */
  close(): void;
}

/**
 * Opens a container log: one line per line, each behind its RFC 3339 time.
 * Past `maxBytes` the file becomes `<path>.1`, replacing the one before, so a log never takes more than twice that.
 * Lines of one turn of the event loop are written with one system call, synchronously, so that a crash loses at most a turn.
 */
export function openLogWriter(path: string, maxBytes: number, now: () => number): LogWriter {
  mkdirSync(dirname(path), { recursive: true });
  let file: number | undefined = openSync(path, 'a', 0o640);
  let size = fstatSync(file).size;
  let pending: string[] = [];
  let scheduled: NodeJS.Immediate | undefined;

  function flush(): void {
    clearImmediate(scheduled);
    scheduled = undefined;
    if (file === undefined || pending.length === 0) return;
    const bytes = Buffer.from(pending.join(''));
    pending = [];
    try {
      if (size > 0 && size + bytes.length > maxBytes) {
        closeSync(file);
        file = undefined;
        renameSync(path, `${path}.1`);
        file = openSync(path, 'a', 0o640);
        size = 0;
      }
      writeSync(file, bytes);
      size += bytes.length;
    } catch {
      // A full disk must not take the program down; its lines are lost, as a container's would be.
    }
  }

  return {
    write(line) {
      const stamp = new Date(now()).toISOString();
      for (const part of line.split('\n')) {
        pending.push(`${stamp} ${part.length > maxLineLength ? `${part.slice(0, maxLineLength)}…` : part}\n`);
      }
      scheduled ??= setImmediate(flush);
    },
    close() {
      flush();
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
