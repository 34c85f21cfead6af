// @ts-check
/** Finds programs of the machine. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @param {string} program
 * @param {string} [path]
 */
export function findOnPath(program, path = process.env.PATH ?? '') {
  const candidates = path.split(delimiter).map((folder) => join(folder, program));
  return candidates.find((candidate) => existsSync(candidate));
}
