import { hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SettingsError } from '@gse/process';

const KEY_BYTES = 32;

/** The key for cookies, made of what is in the file: of text as well as of bytes. @throws SettingsError */
export function readSealKey(path: string): Uint8Array {
  const content = readSecret('GSE_SEAL_KEY_FILE', path);
  if (content.byteLength < KEY_BYTES)
    throw new SettingsError([`GSE_SEAL_KEY_FILE: ${path} has ${content.byteLength} bytes; ${KEY_BYTES} or more are needed`]);
  return new Uint8Array(hkdfSync('sha256', content, '', 'gse session cookies', KEY_BYTES));
}

/** A password in a file; the line break at its end is not part of it. @throws SettingsError */
export function readPassword(variable: string, path: string): string {
  const text = readSecret(variable, path).toString('utf8').trimEnd();
  if (text === '') throw new SettingsError([`${variable}: ${path} is empty`]);
  return text;
}

function readSecret(variable: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new SettingsError([`${variable}: ${path} cannot be read (${why})`]);
  }
}
