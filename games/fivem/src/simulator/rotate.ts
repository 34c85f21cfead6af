import { existsSync, renameSync } from 'node:fs';

/** Puts the log of the last run aside, as the start script does. */
export function rotateLog(path: string): void {
  if (existsSync(path)) renameSync(path, path.replace(/\.log$/, '-previous.log'));
}
