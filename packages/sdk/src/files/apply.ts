import { FileEditError } from '../errors.ts';
import { editJson } from './json.ts';
import type { FilePatch } from './patch.ts';
import { editProperties } from './properties.ts';
import { editSourceCfg } from './source-cfg.ts';

/** Largest file the editors read, in characters. */
export const MAX_MANAGED_FILE = 4 * 1024 * 1024;

/**
 * The content a managed file should have.
 *
 * @param current what is on disk, or undefined where the file does not exist
 * @returns the wanted content, or undefined where the file is to be left as it is
 * @throws FileEditError with the path where what is there cannot be edited without losing it
 */
export function applyFilePatch(current: string | undefined, patch: FilePatch): string | undefined {
  if (current !== undefined && patch.onlyIfAbsent) return undefined;
  if ((current?.length ?? 0) > MAX_MANAGED_FILE) throw new FileEditError(patch.path, `is larger than ${MAX_MANAGED_FILE} characters`);
  const wanted = edit(current ?? '', patch);
  return wanted === current ? undefined : wanted;
}

function edit(current: string, patch: FilePatch): string {
  switch (patch.format) {
    case 'properties':
      return editProperties(current, patch.set);
    case 'json':
      return editJson(current, patch.set, patch.path);
    case 'cfg':
      return editSourceCfg(current, patch.set, patch.path, patch);
    case 'own':
      return patch.editor.edit(current, patch.set);
    case 'text':
      return patch.set.content;
  }
}
