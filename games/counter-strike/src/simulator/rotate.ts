import { existsSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Keeps the log of the last run, as the start script does. */
export function rotateLog(path: string): void {
  if (existsSync(path)) renameSync(path, join(dirname(path), 'console-previous.log'));
}
