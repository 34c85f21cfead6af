import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { applyFilePatch } from '@gse/sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { files } from './files.ts';
import { settings } from './settings/index.ts';
import { START_SCRIPT } from './start-script.ts';
import { workload } from './workload.ts';

/** The image brings these along; a developer's machine may not. */
const missing = ['bash', 'tail', 'sed', 'tar', 'unzip'].filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);

/** Stands for the game: says how it was called, and leaves. */
const GAME = `#!/bin/bash
printf 'argument <%s>\\n' "$@"
echo "libraries <$LD_LIBRARY_PATH>"
echo "process $$"
`;
/** Stands for SteamCMD: says how it was called and installs the game, unless Steam is down. */
const STEAMCMD = `#!/bin/bash
printf 'steam <%s>\\n' "$@"
if [ -e "$STEAM_DOWN" ]; then exit 8; fi
mkdir -p steamapps
printf '"AppState"\\n{\\n\\t"buildid"\\t\\t"%s"\\n}\\n' "\${STEAM_BUILD:-100}" > steamapps/appmanifest_258550.acf
cp "$GAME_SOURCE" RustDedicated
chmod +x RustDedicated
`;
/** Stands for the network: gives a framework, unless it is down. */
const CURL = `#!/bin/bash
while [ $# -gt 1 ]; do if [ "$1" = -o ]; then out=$2; fi; shift; done
echo "download <$1>"
if [ -e "$WEB_DOWN" ]; then exit 22; fi
cp "$DOWNLOADS/$(basename "$1")" "$out"
`;

let root: string;
let data: string;
const running = new Set<ChildProcess>();
/** A zip file with one file in it, stored as it is. */
function zip(name: string, content: string): Buffer {
  const data = Buffer.from(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x0403_4b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt32LE(crc32(data), 14);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(data.length, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x0201_4b50, 0);
  local.copy(central, 6, 4, 30);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + data.length, 16);
  return Buffer.concat([local, Buffer.from(name), data, central, Buffer.from(name), end]);
}
const at = (...parts: string[]): string => join(root, ...parts);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gse-rust-start-'));
  data = at('data');
  for (const folder of ['data', 'bin', 'steamcmd/linux32', 'downloads', 'pack/carbon/tools']) await mkdir(at(folder), { recursive: true });
  await writeFile(at('game'), GAME);
  await writeFile(at('steamcmd/steamcmd.sh'), STEAMCMD);
  await writeFile(at('bin/curl'), CURL);
  await chmod(at('bin/curl'), 0o755);
  await writeFile(at('password'), 'hush-hush');
  await writeFile(at('pack/carbon/tools/environment.sh'), 'export CARBON_IS_ON=$NOT_SET_AT_ALL\necho "carbon is on"\n');
  spawnSync('tar', ['-czf', at('downloads/Carbon.Linux.Release.tar.gz'), '-C', at('pack'), 'carbon']);
  await writeFile(at('downloads/Oxide.Rust-linux.zip'), zip('RustDedicated_Data/Managed/Oxide.Core.dll', 'oxide'));
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(root, { recursive: true, force: true });
});

/** One start of the container: prepares the files as the agent does, then runs the real script. */
async function start(wished: Record<string, unknown> = {}, env: Record<string, string> = {}, version = 'public') {
  const parsed = settings.parse(wished);
  for (const patch of files({ settings: parsed })) {
    const path = join(data, patch.path);
    const content = applyFilePatch(await readFile(path, 'utf8').catch(() => undefined), patch);
    if (content === undefined) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  const { command, env: own } = workload({
    spec: { game: 'rust', state: 'Running', intent: 'None' },
    settings: parsed,
    version,
    memoryBytes: 2 ** 33,
  });
  const child = spawn('/bin/bash', ['-c', command?.[2] ?? ''], {
    env: {
      PATH: `${at('bin')}:${process.env['PATH']}`,
      ...own,
      RUST_VOL: data,
      STEAMCMD_HOME: at('steamcmd'),
      RCON_PASSWORD_FILE: at('password'),
      RETRY_SECONDS: '0',
      GAME_SOURCE: at('game'),
      DOWNLOADS: at('downloads'),
      STEAM_DOWN: at('steam-down'),
      WEB_DOWN: at('web-down'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
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

async function put(path: string, ageSeconds = 0): Promise<void> {
  await mkdir(dirname(join(data, path)), { recursive: true });
  await writeFile(join(data, path), 'x');
  const then = Date.now() / 1000 - ageSeconds;
  await utimes(join(data, path), then, then);
}
const argument = (log: string, name: string): string | undefined =>
  new RegExp(`argument <\\+${name.replaceAll('.', '\\.')}>\\nargument <(.*)>`).exec(log)?.[1];

describe.skipIf(missing.length > 0)('the start of the container', () => {
  test('installs the game, starts it with its settings, and becomes the game', async () => {
    const { exit, pid, log } = await start({ seed: 42, worldSize: 3000, level: 'barren', maxPlayers: 20 });
    expect(exit).toBe(0);
    expect(log).toContain('steam <+app_update>\nsteam <258550>\nsteam <validate>');
    expect(log).toContain('[gse] Build 100 of branch public');
    expect([argument(log, 'server.level'), argument(log, 'server.seed'), argument(log, 'server.worldsize')]).toEqual([
      'Barren',
      '42',
      '3000',
    ]);
    expect([
      argument(log, 'server.port'),
      argument(log, 'server.queryport'),
      argument(log, 'rcon.port'),
      argument(log, 'app.port'),
    ]).toEqual(['28015', '28017', '28016', '28082']);
    expect([argument(log, 'server.identity'), argument(log, 'rcon.web'), argument(log, 'server.maxplayers')]).toEqual(['main', '1', '20']);
    expect(log).not.toContain('app.publicip');
    expect(log).toMatch(/libraries <\S+\/RustDedicated_Data\/Plugins\/x86_64>/);
    expect(log.trimEnd()).toMatch(new RegExp(`process ${pid}$`));
  });

  test('says nothing of the password but to the game', async () => {
    const { log, output } = await start();
    expect(argument(log, 'rcon.password')).toBe('hush-hush');
    expect(log.match(/hush-hush/g)).toHaveLength(1);
    expect(output.replace('argument <hush-hush>', '')).not.toContain('hush');
    expect(START_SCRIPT).not.toMatch(/set -\w*x/);
  });

  test('updates without checking every file again, takes another branch, and goes on when Steam is down', async () => {
    await start();
    const again = await start({}, {}, 'staging');
    expect(again.log).toContain('steam <-beta>\nsteam <staging>');
    expect(again.log).not.toContain('validate');
    await writeFile(at('steam-down'), '');
    const down = await start();
    expect(down.exit).toBe(0);
    expect(down.log.match(/Asking Steam/g)).toHaveLength(3);
    expect(down.log).toContain('[gse] The update failed; starting the build that is here.');
    expect((await start({ updateOnStart: false })).log).not.toContain('Asking Steam');
  });

  test('does not start what could not be installed', async () => {
    await writeFile(at('steam-down'), '');
    const { exit, log } = await start();
    expect(exit).toBe(1);
    expect(log.trimEnd()).toMatch(/\[gse\] The game could not be installed\.$/);
    expect((await start({ updateOnStart: false })).exit).toBe(1);
  });

  test('keeps the log of the run before', async () => {
    await start({ seed: 1 });
    await start();
    expect(await readFile(join(data, 'console-previous.log'), 'utf8')).toContain('argument <1>');
  });
});

describe.skipIf(missing.length > 0)('which world is played', () => {
  const figures = (log: string) => [argument(log, 'server.seed'), argument(log, 'server.worldsize')];

  test('keeps what it was made with, whatever is wished, until it is gone', async () => {
    await start({ seed: 42, worldSize: 3000 });
    await put('server/main/proceduralmap.3000.42.262.sav');
    const later = await start({ seed: 43, worldSize: 4000 });
    expect(figures(later.log)).toEqual(['42', '3000']);
    expect(later.log).toContain('changes to the map hold from the next wipe on');
    await rm(join(data, 'server/main/proceduralmap.3000.42.262.sav'));
    expect(figures((await start({ seed: 43, worldSize: 4000 })).log)).toEqual(['43', '4000']);
  });

  test('has a seed of its own where none is wished, and the same at the next start', async () => {
    const { log } = await start();
    const [seed] = figures(log);
    expect(Number(seed)).toBeGreaterThan(0);
    expect(Number(seed)).toBeLessThanOrEqual(2_147_483_647);
    await put('server/main/proceduralmap.sav');
    expect(figures((await start()).log)[0]).toBe(seed);
  });

  test('is taken over from a volume that was run by something else, by the names of its files', async () => {
    await put('server/main/proceduralmap.3500.777.261.map', 900);
    await put('server/main/proceduralmap.4250.888.262.map', 60);
    await put('server/main/proceduralmap.4250.888.262.sav');
    const { log } = await start({ seed: 1, worldSize: 2000, level: 'hapis' });
    expect(figures(log)).toEqual(['888', '4250']);
    expect(argument(log, 'server.level')).toBe('Procedural Map');
    expect(await readFile(join(data, 'gse/world.txt'), 'utf8')).toContain('server.seed 888');
  });

  test('comes from an address where one is given, and then from nothing else', async () => {
    const { log } = await start({ levelUrl: 'https://example.org/island.map' });
    expect(argument(log, 'server.levelurl')).toBe('https://example.org/island.map');
    expect(figures(log)).toEqual([undefined, undefined]);
  });
});

describe.skipIf(missing.length > 0)('plugin frameworks', () => {
  test('Carbon is put beside the game and told to it', async () => {
    const { exit, log } = await start({ framework: 'carbon' });
    expect(exit).toBe(0);
    expect(log).toContain('[gse] Carbon is up to date.');
    expect(log).toContain('carbon is on');
    expect(await readdir(join(data, 'carbon/tools'))).toEqual(['environment.sh']);
  });

  test('Oxide is put onto the game at every start, for updates take it off', async () => {
    for (let time = 0; time < 2; time++) {
      const { exit, log } = await start({ framework: 'oxide' });
      expect(exit).toBe(0);
      expect(log).toContain('[gse] Oxide is up to date.');
      expect(await readFile(join(data, 'RustDedicated_Data/Managed/Oxide.Core.dll'), 'utf8')).toBe('oxide');
      await rm(join(data, 'RustDedicated_Data/Managed/Oxide.Core.dll'));
    }
  });

  test('without one the server does not start unprotected, unless the one that is there fits', async () => {
    await writeFile(at('web-down'), '');
    const first = await start({ framework: 'carbon' });
    expect(first.exit).toBe(1);
    expect(first.log.trimEnd()).toMatch(/Carbon could not be downloaded, and the server is not started without its plugins\.$/);
    await rm(at('web-down'));
    await start({ framework: 'carbon' });
    await writeFile(at('web-down'), '');
    expect((await start({ framework: 'carbon' })).log).toContain('the one that is here was made for this build');
    expect((await start({ framework: 'carbon' }, { STEAM_BUILD: '101' })).exit).toBe(1);
  });

  test('files that Oxide changed are made whole when it is turned off', async () => {
    await start();
    await writeFile(join(data, 'gse/framework.txt'), 'oxide\n');
    expect((await start({ updateOnStart: false })).log).toContain('steam <validate>');
    expect((await start()).log).not.toContain('steam <validate>');
  });
});
