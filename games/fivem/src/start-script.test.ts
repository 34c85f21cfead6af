import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { diagnoses } from './diagnoses.ts';
import { START_SCRIPT } from './start-script.ts';

/** The image brings these along; a developer's machine may not. */
const missing = ['wget', 'tar', 'xz', 'mkfifo', 'tail', 'sha256sum'].filter(
  (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0,
);
/** The image's shell is BusyBox. */
const hasBusyBox = spawnSync('busybox', ['true']).status === 0;

/** Stands for the loader that the artifact brings along: everything behind `--` is the program. */
const LOADER = '#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n';
/** Stands for the server: says how it was called, does what its console is told, and leaves on SIGHUP as the real one does. */
const SERVER = `#!/bin/sh
echo "argument list: $*"
echo "works in $(basename "$PWD")"
trap 'echo "-> Quitting: SIGINT received"; exit 0' HUP
trap 'echo "txAdmin leaves"; exit 0' USR1
if [ "$VARIANT" = txadmin ]; then
  trap 'echo "txAdmin leaves"; exit 0' TERM
  while :; do sleep 0.1; done
fi
[ -z "\${CRASH:-}" ] || { echo crashed; exit "$CRASH"; }
while read -r line; do
  echo "console: $line"
  case "$line" in gse_quit*) [ -n "\${DEAF:-}" ] || { echo "-> Quitting"; exit 0; } ;; esac
done
echo "the input ended"
`;
const NAME = `35945-${'0d8a2a6f78'.repeat(4)}`;

let root: string;
let data: string;
let http: Server;
let requests: string[];
let documents: Map<string, Buffer | string>;
const running = new Set<ChildProcess>();

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gse-fivem-start-'));
  data = join(root, 'data');
  await mkdir(join(root, 'tmp'));
  await mkdir(join(data, 'server-data/resources/[gse]/gse'), { recursive: true });
  const server = join(root, 'build/alpine/opt/cfx-server');
  await mkdir(server, { recursive: true });
  await writeFile(join(server, 'FXServer'), SERVER, { mode: 0o755 });
  await writeFile(join(server, 'ld-musl-x86_64.so.1'), LOADER, { mode: 0o755 });
  await mkdir(join(root, 'base/cfx-server-data-1/resources/[system]/chat'), { recursive: true });
  await writeFile(join(root, 'base/cfx-server-data-1/resources/[system]/chat/fxmanifest.lua'), 'x');
  spawnSync('tar', ['-cJf', join(root, 'fx.tar.xz'), '-C', join(root, 'build'), 'alpine']);
  spawnSync('tar', ['-czf', join(root, 'base.tar.gz'), '-C', join(root, 'base'), '.']);
  requests = [];
  documents = new Map<string, Buffer | string>([
    ['/artifacts/', `<a href="./34000-${'a'.repeat(40)}/fx.tar.xz">34000</a> <a href="./${NAME}/fx.tar.xz">35945</a>`],
    [`/artifacts/${NAME}/fx.tar.xz`, await readFile(join(root, 'fx.tar.xz'))],
    ['/base', await readFile(join(root, 'base.tar.gz'))],
    ['/support', '{"recommended":"35245","critical":"32561","critical_download":"x"}'],
  ]);
  http = createServer((request, response) => {
    requests.push(request.url ?? '');
    const body = documents.get(request.url ?? '');
    response.writeHead(body === undefined ? 404 : 200).end(body);
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
});
afterEach(async () => {
  // With everything that it left in the background.
  for (const { pid } of running) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // gone already
    }
  }
  running.clear();
  http.closeAllConnections();
  http.close();
  await rm(root, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  readonly output: () => string;
  line(pattern: RegExp): Promise<void>;
}

function start(env: Record<string, string> = {}, shell: readonly string[] = ['sh']): Started {
  const address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const [command = 'sh', ...args] = shell;
  const child = spawn(command, [...args, '-c', START_SCRIPT], {
    env: {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      DATA: data,
      TMPDIR: join(root, 'tmp'),
      ARTIFACT: '35945',
      VARIANT: 'bare',
      ARTIFACTS_URL: `${address}/artifacts/`,
      SUPPORT_URL: `${address}/support`,
      RESOURCES_URL: `${address}/base`,
      PATIENCE: '1',
      LINGER: '0.2',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return {
    child,
    exit,
    output: () => output,
    line: async (pattern) => vi.waitFor(() => expect(output).toMatch(pattern), { timeout: 20_000, interval: 20 }),
  };
}

const log = (): Promise<string> => readFile(join(data, 'console.log'), 'utf8');

describe.skipIf(missing.length > 0)(`the start script${missing.length > 0 ? ` (skipped: ${missing.join(', ')} missing)` : ''}`, () => {
  test('gets the server and the base resources, runs it, and stops it on its console', async () => {
    const started = start();
    await started.line(/works in server-data/);
    expect(started.output()).toContain(`[start] Downloading artifact ${NAME}, about 70 MB`);
    expect(started.output()).toMatch(
      /argument list: \+set citizen_dir \S+\/artifacts\/35945\/alpine\/opt\/cfx-server\/citizen\/ \+exec server\.cfg\n/,
    );
    expect(started.output()).toMatch(/has the checksum sha256:[0-9a-f]{64}/);
    expect(await readdir(join(data, 'server-data/resources'))).toContain('[system]');
    started.child.kill('SIGTERM');
    expect(await started.exit).toBe(0);
    expect(started.output()).toMatch(/console: gse_save\nconsole: gse_quit The%20server%20stops\.\n-> Quitting\n/);
    expect(await log()).toBe(started.output());
  });

  test.skipIf(!hasBusyBox)(`runs in the shell of the image${hasBusyBox ? '' : ' (skipped: busybox missing)'}`, async () => {
    // Installed beforehand: the static wget of some systems cannot resolve names.
    await mkdir(join(data, 'artifacts/35945'), { recursive: true });
    expect(spawnSync('busybox', ['tar', '-xJf', join(root, 'fx.tar.xz'), '-C', join(data, 'artifacts/35945')]).status).toBe(0);
    await writeFile(join(data, 'server-data/.base-resources'), '');
    const started = start({ LINGER: '1.3' }, ['busybox', 'sh']);
    await started.line(/works in server-data/);
    started.child.kill('SIGTERM');
    expect(await started.exit).toBe(0);
    expect(started.output()).toMatch(/console: gse_save\nconsole: gse_quit The%20server%20stops\.\n-> Quitting\n/);
  });

  test('finds everything at the next start, and asks the network for nothing that it has', async () => {
    const first = start();
    await first.line(/works in/);
    first.child.kill('SIGTERM');
    await first.exit;
    requests.length = 0;
    await rm(join(data, 'server-data/resources/[system]'), { recursive: true });
    const second = start();
    await second.line(/works in/);
    second.child.kill('SIGINT');
    expect(await second.exit).toBe(0);
    expect(requests).toEqual(['/support']);
    // Who deleted them does not want them.
    expect(await readdir(join(data, 'server-data/resources'))).toEqual(['[gse]']);
    expect(await readFile(join(data, 'console-previous.log'), 'utf8')).toBe(first.output());
  });

  test('leaves resources alone that were there before', async () => {
    await mkdir(join(data, 'server-data/resources/my-own'));
    const started = start();
    await started.line(/works in/);
    started.child.kill('SIGTERM');
    await started.exit;
    expect((await readdir(join(data, 'server-data/resources'))).toSorted()).toEqual(['[gse]', 'my-own']);
    expect(requests).not.toContain('/base');
  });

  test('keeps the artifact before this one, and no more', async () => {
    for (const [number, note] of [
      ['30000', ''],
      ['34000', 'current'],
    ] as const) {
      await mkdir(join(data, 'artifacts', number), { recursive: true });
      if (note !== '') await writeFile(join(data, 'artifacts/current'), number);
    }
    const started = start();
    await started.line(/works in/);
    started.child.kill('SIGTERM');
    await started.exit;
    expect((await readdir(join(data, 'artifacts'))).toSorted()).toEqual(['34000', '35945', 'current']);
  });

  test('tells a server that does not listen by signal', async () => {
    const started = start({ DEAF: '1' });
    await started.line(/works in/);
    started.child.kill('SIGTERM');
    expect(await started.exit).toBe(0);
    expect(started.output()).toContain('-> Quitting: SIGINT received');
  });

  test('ends with the code of a server that crashes, its last words in the log', async () => {
    const started = start({ CRASH: '139' });
    expect(await started.exit).toBe(139);
    expect(started.output()).toMatch(/crashed\n\[start\] The game ended with code 139\n$/);
  });

  test('runs txAdmin, and ends it by signal or when the server asks for it', async () => {
    const first = start({ VARIANT: 'txadmin' });
    await first.line(/works in data/);
    expect(first.output()).not.toContain('+exec');
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    expect(first.output()).toContain('txAdmin leaves');
    const second = start({ VARIANT: 'txadmin' });
    await second.line(/works in data/);
    await writeFile(join(data, 'server-data/resources/[gse]/gse/leave'), 'Bye');
    expect(await second.exit).toBe(0);
    await expect(stat(join(data, 'server-data/resources/[gse]/gse/leave'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe.skipIf(missing.length > 0)('what goes wrong before the game starts is a diagnosis', () => {
  const found = (output: string): string | undefined =>
    diagnoses.find(({ pattern }) => output.split('\n').some((line) => pattern?.test(line)))?.id;

  test.each<readonly [string, () => void]>([
    ['ArtifactNotPublished', () => documents.set('/artifacts/', '<a>nothing</a>')],
    ['DownloadFailed', () => documents.delete('/artifacts/')],
    ['DownloadFailed', () => documents.delete(`/artifacts/${NAME}/fx.tar.xz`)],
    ['DownloadFailed', () => documents.delete('/base')],
  ])('%s', async (id, breakIt) => {
    breakIt();
    const started = start();
    expect(await started.exit).toBe(1);
    expect(found(started.output())).toBe(id);
  });

  test('a download that breaks off is never run, and is tried again', async () => {
    const whole = documents.get(`/artifacts/${NAME}/fx.tar.xz`) as Buffer;
    documents.set(`/artifacts/${NAME}/fx.tar.xz`, whole.subarray(0, whole.length / 2));
    const first = start();
    expect(await first.exit).not.toBe(0);
    expect(first.output()).not.toContain('works in');
    documents.set(`/artifacts/${NAME}/fx.tar.xz`, whole);
    const second = start();
    await second.line(/works in/);
    second.child.kill('SIGTERM');
    expect(await second.exit).toBe(0);
  });

  test('ArtifactExpired, which does not keep it from starting; and nothing where nobody can be asked', async () => {
    documents.set('/support', '{ "critical" : 40000, "latest": "41000" }');
    const first = start();
    await first.line(/works in/);
    expect(found(first.output())).toBe('ArtifactExpired');
    first.child.kill('SIGTERM');
    await first.exit;
    documents.delete('/support');
    const second = start();
    await second.line(/works in/);
    expect(found(second.output())).toBeUndefined();
    second.child.kill('SIGTERM');
    await second.exit;
  });
});
