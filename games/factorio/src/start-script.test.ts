import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyFilePatch } from '@gse/sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { files } from './files.ts';
import { settings } from './settings/index.ts';
import { START_SCRIPT } from './start-script.ts';
import { workload } from './workload.ts';

/** The image brings these along; a developer's machine may not. */
const missing = ['bash', 'jq', 'tail'].filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);

/** Stands for the game: says how it was called, creates what it is told to, and leaves. */
const GAME = `#!/bin/bash
printf 'argument <%s>\\n' "$@"
echo "process $$"
while [ $# -gt 0 ]; do
  if [ "$1" = --create ]; then echo new > "$2"; exit \${CREATE_EXIT:-0}; fi
  if [ "$1" = --start-server ]; then echo "plays $(cat "$2")"; fi
  shift
done
echo Goodbye
`;

let root: string;
let game: string;
let data: string;
const running = new Set<ChildProcess>();

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gse-factorio-'));
  [game, data] = [join(root, 'game'), join(root, 'data')];
  for (const folder of ['bin/x64', 'data/base', 'data/space-age', 'data/quality']) await mkdir(join(game, folder), { recursive: true });
  await writeFile(join(game, 'bin/x64/factorio'), GAME);
  await chmod(join(game, 'bin/x64/factorio'), 0o755);
  await writeFile(join(game, 'data/map-settings.example.json'), '{"pollution":{"enabled":true,"min_to_diffuse":15},"steering":{}}');
  await mkdir(join(data, 'config'), { recursive: true });
  await mkdir(join(data, 'saves'), { recursive: true });
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(root, { recursive: true, force: true });
});

/** One start of the container: prepares the files as the agent does, then runs the real script. */
async function start(
  wished: Record<string, unknown> = {},
  env: Record<string, string> = {},
): Promise<{ exit: number | null; pid: number | undefined; log: string; output: string }> {
  const parsed = settings.parse(wished);
  for (const patch of files({ settings: parsed, secrets: { rconPassword: 'hush' } })) {
    const path = join(data, patch.path);
    const content = applyFilePatch(await readFile(path, 'utf8').catch(() => undefined), patch);
    if (content !== undefined) await writeFile(path, content);
  }
  const input = {
    spec: { game: 'factorio', state: 'Running', intent: 'None' },
    settings: parsed,
    version: '2.0.77',
    memoryBytes: 2 ** 31,
  } as const;
  const { command, env: own } = workload(input);
  const child = spawn('/bin/bash', ['-c', command?.[2] ?? ''], {
    env: { PATH: process.env['PATH'], ...own, FACTORIO_HOME: game, FACTORIO_VOL: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const exit = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  // In a container everything ends with process 1; here the follower of the log is left over.
  if (child.pid !== undefined)
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      /* gone already */
    }
  running.delete(child);
  return { exit, pid: child.pid, log: await readFile(join(data, 'console.log'), 'utf8'), output };
}

async function put(name: string, content: string, ageSeconds: number): Promise<void> {
  const path = join(data, 'saves', name);
  await writeFile(path, content);
  const then = Date.now() / 1000 - ageSeconds;
  await utimes(path, then, then);
}
const saved = (name: string): Promise<string> => readFile(join(data, 'saves', name), 'utf8');
const config = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(data, 'config', name), 'utf8'));

describe.skipIf(missing.length > 0)('the start of the container', () => {
  test('creates a map with the settings, starts it, and becomes the game', async () => {
    const { exit, pid, log } = await start({ mapSeed: 42, pollution: false });
    expect(exit).toBe(0);
    expect(log).toContain('argument <--map-gen-seed>\nargument <42>');
    expect(log).toContain('argument <--start-server>\nargument <saves/world.zip>');
    expect(log).toContain('plays new');
    expect(log.trimEnd()).toMatch(new RegExp(`process ${pid}\\nplays new\\nGoodbye$`));
    expect(await config('map-settings.whole.json')).toMatchObject({ pollution: { enabled: false, min_to_diffuse: 15 }, steering: {} });
    expect(await readdir(join(data, 'saves'))).toEqual(['world.zip']);
  });

  test('hands a preset over as it is', async () => {
    const { log } = await start({ mapPreset: 'rail-world' });
    expect(log).toContain('argument <--preset>\nargument <rail-world>');
    expect(log).not.toContain('--map-gen-settings');
  });

  test('a map whose creation fails is no map', async () => {
    expect((await start({}, { CREATE_EXIT: '3' })).exit).toBe(3);
    expect(await readdir(join(data, 'saves'))).toEqual(['world.tmp.zip']);
    expect((await start()).log).toContain('--create');
    expect(await readdir(join(data, 'saves'))).toEqual(['world.zip']);
  });

  test('creates nothing where there is a world', async () => {
    await start();
    await put('world.zip', 'mine', 0);
    const { log } = await start();
    expect(log).not.toContain('--create');
    expect(log).toContain('plays mine');
  });

  test('says nothing of the password but to the game', async () => {
    const { log, output } = await start();
    expect(log.match(/hush/g)).toHaveLength(1);
    expect(log).toContain('argument <--rcon-password>\nargument <hush>');
    expect(output.replace('argument <hush>', '')).not.toContain('hush');
    expect(START_SCRIPT).not.toMatch(/set -\w*x/);
  });

  test('keeps the log of the run before', async () => {
    await start();
    await start({ saveName: 'other' });
    expect(await readFile(join(data, 'console-previous.log'), 'utf8')).toContain('saves/world.zip');
    expect(await readFile(join(data, 'console.log'), 'utf8')).toContain('saves/other.zip');
  });

  test('the whitelist is on only when asked for', async () => {
    expect((await start()).log).not.toContain('--use-server-whitelist');
    expect((await start({ whitelist: true })).log).toContain('--use-server-whitelist');
  });
});

describe.skipIf(missing.length > 0)('which world is played', () => {
  test('after a crash: the newer autosave of the same world', async () => {
    await start();
    await put('world.zip', 'old', 600);
    await put('_autosave1.zip', 'older', 900);
    await put('_autosave2.zip', 'newest', 60);
    const { log } = await start();
    expect(log).toContain('Going on with saves/_autosave2.zip');
    expect(log).toContain('plays newest');
    expect(await saved('_autosave2.zip')).toBe('newest');
  });

  test('after a stop in order: the world itself', async () => {
    await start();
    await put('_autosave1.zip', 'autosave', 60);
    await put('world.zip', 'stopped', 0);
    expect((await start()).log).toContain('plays stopped');
  });

  test('another save never takes over the autosaves of the one before', async () => {
    await start();
    await put('world.zip', 'first world', 600);
    await put('_autosave1.zip', 'first world, later', 60);
    await put('second.zip', 'second world', 900);
    expect((await start({ saveName: 'second' })).log).toContain('plays second world');
    expect((await start({ saveName: 'third' })).log).toContain('plays new');
    expect(await saved('_autosave1.zip')).toBe('first world, later');
  });

  test('a volume that was run by the plain image goes on with its newest save', async () => {
    await put('_autosave1.zip', 'older', 900);
    await put('_autosave3.zip', 'newer', 60);
    expect((await start()).log).toContain('plays newer');
    expect(await saved('world.zip')).toBe('newer');
  });

  test('a half-written save is taken away and never played', async () => {
    await start();
    await put('world.zip', 'whole', 600);
    await put('world.tmp.zip', 'half', 1);
    await put('_autosave1.tmp.zip', 'half', 1);
    expect((await start()).log).toContain('plays whole');
    await expect(stat(join(data, 'saves/world.tmp.zip'))).rejects.toThrow();
  });
});

describe.skipIf(missing.length > 0)('lists the game rewrites', () => {
  test('admins by setting join those who were promoted in the game', async () => {
    await writeFile(join(data, 'config/server-adminlist.json'), '["ByHand", "Alice"]');
    await start({ admins: ['Alice', 'Bob'] });
    expect(await config('server-adminlist.json')).toEqual(['ByHand', 'Alice', 'Bob']);
    await start({ admins: [] });
    expect(await config('server-adminlist.json')).toEqual(['ByHand', 'Alice', 'Bob']);
  });

  test('the expansion is named either way, and other mods are left alone', async () => {
    await mkdir(join(data, 'mods'));
    await writeFile(
      join(data, 'mods/mod-list.json'),
      '{"mods":[{"name":"base","enabled":true},{"name":"flib","enabled":true,"version":"0.15.0"},{"name":"space-age","enabled":true}]}',
    );
    await start();
    const mods = async (): Promise<unknown> =>
      (JSON.parse(await readFile(join(data, 'mods/mod-list.json'), 'utf8')) as { mods: unknown }).mods;
    expect(await mods()).toEqual([
      { name: 'base', enabled: true },
      { name: 'flib', enabled: true, version: '0.15.0' },
      { name: 'quality', enabled: false },
      { name: 'space-age', enabled: false },
    ]);
    await start({ spaceAge: true });
    expect(await mods()).toContainEqual({ name: 'space-age', enabled: true });
  });

  test('a list that is not JSON stops the start with a sentence that is diagnosed, and is left as it is', async () => {
    await writeFile(join(data, 'config/server-adminlist.json'), '["Alice"');
    const { exit, log } = await start();
    expect(exit).toBe(1);
    expect(log).toMatch(/^Error: Couldn't parse \S+\/config\/server-adminlist\.json$/m);
    expect(await readFile(join(data, 'config/server-adminlist.json'), 'utf8')).toBe('["Alice"');
  });
});
