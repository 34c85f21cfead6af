import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Reads a secret from a file only its owner may read, making it at first use. */
export function secretFile(path: string, make: () => string): string {
  if (existsSync(path)) {
    chmodSync(path, 0o600);
    const secret = readFileSync(path, 'utf8').trim();
    if (secret !== '') return secret;
  }
  const secret = make();
  writePrivate(path, `${secret}\n`);
  return secret;
}

/** Writes a file with mode 0600, whole or not at all. */
export function writePrivate(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode: 0o600 });
  renameSync(temporary, path);
}
