import { chown, lstat, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { applyFilePatch, FileEditError, MAX_MANAGED_FILE, type FilePatch } from '@gse/sdk';
import { ManagedFileError } from '../errors.ts';
import { openInside } from './open-inside.ts';
import { writeAtomically, type FileOwner } from './write-atomically.ts';

const newFileMode = 0o640;
const newFolderMode = 0o750;

/**
 * Brings one file of the game in line with what the platform manages of it; everything else in it stays as people left it.
 *
 * @returns whether it was written
 * @throws ManagedFileError with the path and a way out
 */
export async function applyManagedFile(
  root: string,
  patch: FilePatch,
  { owner, sync = true }: { readonly owner?: FileOwner | undefined; readonly sync?: boolean } = {},
): Promise<boolean> {
  const segments = safeSegments(patch.path);
  try {
    await makeFolders(root, segments.slice(0, -1), owner);
    const path = join(root, ...segments);
    const current = await readCurrent(root, segments.join('/'));
    const wanted = applyFilePatch(current?.text, patch);
    if (wanted === undefined) return false;
    await writeAtomically(path, encode(wanted, current?.encoding), { mode: patch.mode ?? current?.mode ?? newFileMode, owner, sync });
    return true;
  } catch (error) {
    throw explain(patch.path, error);
  }
}

/** Paths come from adapters and may contain names from settings, such as the world's. */
function safeSegments(path: string): string[] {
  const segments = path.split('/');
  const isSafe = segments.every(
    (segment) => segment !== '' && segment !== '.' && segment !== '..' && !/[\\\u0000]/.test(segment) && Buffer.byteLength(segment) <= 200,
  );
  if (!isSafe) throw new ManagedFileError(path, 'is not a path inside the data volume', 'Choose a name without slashes and dots only.');
  return segments;
}

/** Makes what is missing, and refuses to walk through links: the game could have left one that leads elsewhere. */
async function makeFolders(root: string, segments: readonly string[], owner: FileOwner | undefined): Promise<void> {
  let path = root;
  for (const segment of segments) {
    path = join(path, segment);
    const found = await lstat(path).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (found?.isSymbolicLink())
      throw new ManagedFileError(path, 'is a symbolic link', 'Replace it by a real folder inside the data volume.');
    if (found && !found.isDirectory()) throw new ManagedFileError(path, 'is a file where a folder is needed', 'Move it away.');
    if (found) continue;
    await mkdir(path, { mode: newFolderMode });
    if (owner) await chown(path, owner.uid, owner.gid);
  }
}

interface Current {
  readonly text: string;
  readonly encoding: 'utf8' | 'latin1';
  readonly mode: number;
}

async function readCurrent(root: string, path: string): Promise<Current | undefined> {
  const file = await openInside(root, path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return undefined;
  try {
    const { size, mode } = await file.stat();
    if (size > MAX_MANAGED_FILE) throw new FileEditError(path, `is larger than ${MAX_MANAGED_FILE} bytes`);
    const bytes = await file.readFile();
    // Old editors leave Latin-1 in .properties files; its bytes must come back as they were.
    const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
    return { text: bytes.toString(encoding), encoding, mode: mode & 0o777 };
  } finally {
    await file.close();
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function encode(text: string, encoding: 'utf8' | 'latin1' = 'utf8'): Buffer {
  return Buffer.from(text, encoding === 'latin1' && /^[\u0000-\u00ff]*$/.test(text) ? 'latin1' : 'utf8');
}

function explain(path: string, error: unknown): Error {
  if (error instanceof ManagedFileError) return error;
  const name = basename(path);
  switch (errorCode(error)) {
    case 'GSE_FILE_OUTSIDE':
      return new ManagedFileError(path, messageOf(error), `Replace ${name} by a regular file, or remove it.`, { cause: error });
    case 'GSE_FILE_EDIT':
      return new ManagedFileError(path, messageOf(error), `Correct ${name} by hand, or rename it: the next start makes a new one.`, {
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
      return new ManagedFileError(
        path,
        'the platform may not write here',
        "Give the volume's files to the game's user (fsGroup, or chown).",
        {
          cause: error,
        },
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new ManagedFileError(path, 'the volume is full', 'Make room, or order a larger storage size.', { cause: error });
    case 'EROFS':
      return new ManagedFileError(
        path,
        'the volume is read-only',
        'Check the volume: file systems turn read-only after errors of the disk.',
        { cause: error },
      );
    default:
      return new ManagedFileError(path, messageOf(error), 'Check the file and its volume.', { cause: error });
  }
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
