import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Packs the log of the last run into `logs/<day>-<n>.log.gz`, as the game does at every start. */
export function rotateLog(path: string): void {
  if (!existsSync(path)) return;
  const day = statSync(path).mtime.toISOString().slice(0, 10);
  let number = 1;
  const archive = (): string => join(dirname(path), `${day}-${number}.log.gz`);
  while (existsSync(archive())) number += 1;
  writeFileSync(archive(), gzipSync(readFileSync(path)));
  rmSync(path);
}
