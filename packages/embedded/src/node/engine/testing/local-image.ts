import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Engine } from '../detect.ts';
import { EngineClient } from '../engine-client.ts';

const importTimeoutMs = 300_000;

/** One file of an image: a copy of a local one, a text, a symbolic link, or an empty folder. */
export type ImageFile =
  | { path: string; copyOf: string; mode?: number | undefined }
  | { path: string; text: string; mode?: number | undefined }
  | { path: string; linkTo: string }
  | { path: string; folderMode: number };

/** An image made of local files only, so that tests need no registry. */
export interface LocalImage {
  /** With registry and tag: `localhost/game:1`. */
  name: string;
  files: ImageFile[];
  entrypoint?: string[] | undefined;
  command?: string[] | undefined;
  env?: Record<string, string> | undefined;
  workingDir?: string | undefined;
  user?: string | undefined;
}

/** Builds an image with one layer and puts it into the engine. */
export async function importImage(engine: Engine, image: LocalImage): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gse-image-'));
  const client = new EngineClient(engine.address, engine.apiVersion);
  try {
    const archive = archiveOf(folder, image.files);
    const query = new URLSearchParams({ fromSrc: '-', repo: image.name });
    for (const change of changes(image)) query.append('changes', change);
    await client.json(`/images/create?${query.toString()}`, {
      method: 'POST',
      stream: { body: archive, contentType: 'application/x-tar' },
      signal: AbortSignal.timeout(importTimeoutMs),
    });
  } finally {
    await client.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The files as a tar stream, owned by root; `folder` is an empty one to lay them out in. */
export function archiveOf(folder: string, files: readonly ImageFile[]): Readable {
  for (const file of files) place(folder, file);
  return spawn('tar', ['-C', folder, '--owner=0', '--group=0', '--numeric-owner', '-c', '.'], { stdio: ['ignore', 'pipe', 'inherit'] })
    .stdout;
}

/** `/bin/sh` and the common commands, from a static busybox of this machine. */
export function busyboxFiles(): ImageFile[] {
  const busybox = ['/bin/busybox', '/usr/bin/busybox'].find((path) => existsSync(path));
  if (!busybox) throw new Error('needs a static busybox: apt-get install busybox-static');
  const names = [
    'sh',
    'cat',
    'cp',
    'echo',
    'grep',
    'id',
    'kill',
    'ls',
    'mkdir',
    'mv',
    'nc',
    'rm',
    'sleep',
    'stat',
    'tail',
    'touch',
    'true',
    'wget',
  ];
  return [
    { path: '/bin/busybox', copyOf: busybox, mode: 0o755 },
    ...names.map((name) => ({ path: `/bin/${name}`, linkTo: 'busybox' })),
    { path: '/etc/passwd', text: 'root:x:0:0:root:/root:/bin/sh\n' },
    { path: '/etc/group', text: 'root:x:0:\n' },
    { path: '/tmp', folderMode: 0o1777 },
  ];
}

/** The Node that runs this, as `/usr/bin/node`. */
export function nodeFiles(): ImageFile[] {
  return programFiles(process.execPath, '/usr/bin/node');
}

/** A program of this machine with the shared libraries it needs. */
export function programFiles(program: string, path: string): ImageFile[] {
  const libraries = spawnSync('ldd', [program], { encoding: 'utf8' }).stdout;
  const paths = [...libraries.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map((match) => match[1] ?? '');
  return [{ path, copyOf: program, mode: 0o755 }, ...paths.map((library) => ({ path: library, copyOf: library, mode: 0o755 }))];
}

function place(folder: string, file: ImageFile): void {
  const path = join(folder, file.path);
  mkdirSync(dirname(path), { recursive: true });
  if ('linkTo' in file) return symlinkSync(file.linkTo, path);
  if ('folderMode' in file) {
    mkdirSync(path, { recursive: true });
    return chmodSync(path, file.folderMode);
  }
  if ('text' in file) writeFileSync(path, file.text);
  else copyFileSync(file.copyOf, path);
  chmodSync(path, file.mode ?? statSync(path).mode);
}

function changes(image: LocalImage): string[] {
  return [
    ...(image.entrypoint ? [`ENTRYPOINT ${JSON.stringify(image.entrypoint)}`] : []),
    ...(image.command ? [`CMD ${JSON.stringify(image.command)}`] : []),
    ...Object.entries(image.env ?? {}).map(([name, value]) => `ENV ${name}=${value}`),
    ...(image.workingDir ? [`WORKDIR ${image.workingDir}`] : []),
    ...(image.user ? [`USER ${image.user}`] : []),
  ];
}
