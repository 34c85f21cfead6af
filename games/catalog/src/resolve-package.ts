import { readFile, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { GamePackageError } from './errors.ts';

const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]{0,100}\/)?[a-z0-9~-][a-z0-9._~-]{0,100}$/;
const MAX_MANIFEST_BYTES = 1024 * 1024;

/** Conditions under which this process imports, the most special first. */
const CONDITIONS = ['node', 'import', 'default'] as const;

const manifestSchema = z.looseObject({ exports: z.unknown(), main: z.string().optional() });

/** A package on this disk. */
export interface FoundPackage {
  /** Path of the file behind an entry such as `.` or `./simulator`; undefined when the package exports no such entry. */
  entry(subpath: string): string | undefined;
}

/**
 * Finds a package: a folder when the reference begins with `.` or `/`, otherwise a name that is looked for as Node does,
 * in `node_modules` of `from` and of every folder above.
 *
 * @throws GamePackageError
 */
export async function readPackage(reference: string, from: string): Promise<FoundPackage> {
  const folders = candidates(reference, from);
  for (const folder of folders) {
    const text = await manifest(reference, folder);
    if (text === undefined) continue;
    const { exports, main = './index.js' } = parse(reference, text);
    const root = await realpath(folder);
    return {
      entry(subpath) {
        const target =
          exports === undefined ? (subpath === '.' ? `./${main.replace(/^\.\//, '')}` : undefined) : targetOf(exports, subpath);
        return target === undefined ? undefined : inside(reference, root, target);
      },
    };
  }
  throw new GamePackageError(
    reference,
    /^[./]/.test(reference)
      ? `there is no package.json in ${folders.join(', ')}.`
      : `no such package is installed in ${from} or above. Install it there, or give its folder.`,
  );
}

function candidates(reference: string, from: string): readonly string[] {
  if (/^[./]/.test(reference)) return [resolve(from, reference)];
  if (!NAME.test(reference)) throw new GamePackageError(reference, 'that is neither the name of an npm package nor a folder (./…, /…).');
  const folders: string[] = [];
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    folders.push(join(folder, 'node_modules', reference));
    if (folder === dirname(folder)) return folders;
  }
}

async function manifest(reference: string, folder: string): Promise<string | undefined> {
  try {
    const text = await readFile(join(folder, 'package.json'), 'utf8');
    if (text.length > MAX_MANIFEST_BYTES) throw new GamePackageError(reference, `the package.json in ${folder} is too large.`);
    return text;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

function parse(reference: string, text: string): z.output<typeof manifestSchema> {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new GamePackageError(reference, 'its package.json cannot be read.', { cause: error });
  }
}

/** The file behind an entry, as the `exports` field says it: a text, a table of entries, or a table of conditions. */
function targetOf(exports: unknown, subpath: string): string | undefined {
  if (!isTable(exports) || !Object.keys(exports).some((key) => key.startsWith('.')))
    return subpath === '.' ? byCondition(exports) : undefined;
  return Object.hasOwn(exports, subpath) ? byCondition(exports[subpath]) : undefined;
}

function byCondition(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (!isTable(target)) return undefined;
  for (const condition of Object.keys(target)) {
    if (!CONDITIONS.some((known) => known === condition)) continue;
    const found = byCondition(target[condition]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inside(reference: string, root: string, target: string): string {
  if (!target.startsWith('./') || target.split('/').includes('..'))
    throw new GamePackageError(reference, `its package.json exports ${target}, which is not a file of the package.`);
  return join(root, target);
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
