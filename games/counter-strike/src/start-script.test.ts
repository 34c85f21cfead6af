import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gameServerSpecSchema } from '@gse/resources';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settings } from './settings/index.ts';
import { workload } from './workload.ts';

/** The image brings these along; a developer's machine may not. */
const missing = ['bash', 'awk', 'tail', 'cmp', 'grep'].filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);

/** Stands for SteamCMD: says how it was called, installs the game, and fails as often as told. */
const STEAMCMD = `#!/bin/bash
printf 'steam <%s>\\n' "$@"
fails=$(cat "$GAME_VOLUME/fails" 2>/dev/null || echo 0)
if [ "$fails" -gt 0 ]; then echo $((fails - 1)) > "$GAME_VOLUME/fails"; echo "Error! App '730' state is 0x202 after update job."; exit 8; fi
root=$2
mkdir -p "$root/game/csgo" "$root/steamapps"
printf '#!/bin/bash\\nprintf "argument <%%s>\\\\n" "$@"\\necho "process $$"\\nexit \${GAME_EXIT:-0}\\n' > "$root/game/cs2.sh"
cp "$root/game/cs2.sh" "$root/srcds_run"
chmod +x "$root/game/cs2.sh" "$root/srcds_run"
printf 'SearchPaths\\n{\\n\\t\\t\\tGame_LowViolence\\tcsgo_lv // Perfect World\\n\\t\\t\\tGame\\tcsgo\\n}\\n' > "$root/game/csgo/gameinfo.gi"
touch "$root/steamapps/appmanifest_730.acf"
`;

let root: string;
let data: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gse-cs-start-'));
  data = join(root, 'data');
  await mkdir(data);
  await put('steamcmd/steamcmd.sh', STEAMCMD);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
  await chmod(join(root, path), 0o755);
}

/** One start of the container with the real script. */
async function start(chosen: Record<string, unknown> = {}, env: Record<string, string> = {}, version = 'public') {
  const { command = [], env: own } = workload({
    spec: gameServerSpecSchema.parse({ game: 'counter-strike' }),
    settings: settings.parse(chosen),
    version,
    memoryBytes: 3 * 2 ** 30,
  });
  const child = spawn('/bin/bash', command.slice(1), {
    env: { PATH: process.env['PATH'], ...own, STEAMCMD_HOME: join(root, 'steamcmd'), GAME_VOLUME: data, RETRY_SECONDS: '0', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  const exit = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  // In a container everything ends with process 1; here the follower of the log is left over.
  if (child.pid !== undefined) {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // gone already
    }
  }
  const log = await readFile(join(data, 'console.log'), 'utf8');
  const words = (what: string): string[] => [...log.matchAll(new RegExp(`^${what} <(.*)>$`, 'gm'))].map(([, word = '']) => word);
  return { exit, pid: child.pid, log, steam: words('steam').join(' '), game: words('argument').join(' ') };
}
const gameinfo = (): Promise<string> => readFile(join(data, 'game/csgo/gameinfo.gi'), 'utf8');

describe.skipIf(missing.length > 0)('the start of the container', () => {
  test('installs the game and becomes it', async () => {
    const { exit, pid, log, steam, game } = await start();
    expect(exit).toBe(0);
    expect(log).toContain(`process ${pid}`);
    expect(steam).toBe(`+force_install_dir ${data} +login anonymous +app_update 730 +quit`);
    expect(game).toBe(
      '-dedicated -console -usercon -ip 0.0.0.0 -port 27015 -maxplayers 10 +exec gse_secrets.cfg +exec gse_server.cfg +sv_lan 0 +tv_port 27020 +game_type 0 +game_mode 1 +mapgroup mg_active +map de_dust2',
    );
  });

  test('plays what was asked for', async () => {
    const { steam, game } = await start(
      { gameMode: 'deathmatch', map: 'de_nuke', antiCheat: false, verifyFiles: true, maxPlayers: 24 },
      {},
      'beta_1',
    );
    expect(steam).toContain('+app_update 730 -beta beta_1 validate +quit');
    expect(game).toMatch(/-maxplayers 24 -insecure .*\+game_type 1 \+game_mode 2 \+mapgroup mg_active \+map de_nuke$/);
  });

  test('leaves map and group out where the workshop has a map', async () => {
    expect((await start({ workshopMap: '3070244462' })).game).toMatch(
      /\+map <empty> \+mp_match_end_changelevel true \+host_workshop_map 3070244462$/,
    );
    expect((await start({ workshopCollection: '12' })).game).toMatch(/\+host_workshop_collection 12$/);
  });

  test('hands the Web API key to the game where there is one', async () => {
    await put('key', 'KEY');
    expect((await start({}, { STEAM_API_KEY_FILE: join(root, 'key') })).game).toContain('-authkey KEY');
  });

  test('asks Steam again, and starts what is there when that does not help', async () => {
    await put('data/fails', '2');
    expect((await start()).log).toContain('(attempt 3)');
    await put('data/fails', '9');
    const { exit, log, game } = await start();
    expect(log).toContain('The update failed (SteamCMD ended with 8); starting the build that is here.');
    expect([exit, game]).toEqual([0, expect.stringContaining('+map de_dust2')]);
  });

  test('gives up where there is nothing to start', async () => {
    await put('data/fails', '9');
    expect(await start()).toMatchObject({ exit: 1, game: '' });
  });

  test('does not ask Steam where updates are off, unless the game is not there', async () => {
    expect((await start({ updateOnStart: false })).steam).not.toBe('');
    expect((await start({ updateOnStart: false })).steam).toBe('');
  });

  test('puts the line in that loads plugins, once, and takes it out again', async () => {
    await mkdir(join(data, 'game/csgo/addons/metamod'), { recursive: true });
    const wanted =
      'SearchPaths\n{\n\t\t\tGame_LowViolence\tcsgo_lv // Perfect World\n\t\t\tGame\tcsgo/addons/metamod\n\t\t\tGame\tcsgo\n}\n';
    await start();
    expect(await gameinfo()).toBe(wanted);
    await start({ updateOnStart: false });
    expect(await gameinfo()).toBe(wanted);
    await start({ updateOnStart: false, loadAddons: false });
    expect(await gameinfo()).toBe(wanted.replace('\t\t\tGame\tcsgo/addons/metamod\n', ''));
  });

  test('keeps the log of the last run, and the exit code of the game', async () => {
    await start();
    expect((await start({ updateOnStart: false }, { GAME_EXIT: '7' })).exit).toBe(7);
    expect(await readFile(join(data, 'console-previous.log'), 'utf8')).toContain('+app_update');
  });

  test('leaves the questions of the platform out of the output of the container, and nothing else', async () => {
    await start();
    const [before, question, after] = [
      'L 11/07/2025 - 20:02:08: "Ada<2><[U:1:1]><>" entered the game',
      'L 11/07/2025 - 20:02:09: rcon from "10.0.0.1:5": command "status_json"',
      './game/cs2.sh: line 98:    46 Segmentation fault',
    ];
    await put('data/game/cs2.sh', `#!/bin/bash\ncat <<'END'\n${before}\n${question}\n${after}\nEND\nsleep 5\n`);
    const { command = [], env } = workload({
      spec: gameServerSpecSchema.parse({ game: 'counter-strike' }),
      settings: settings.parse({ updateOnStart: false }),
      version: 'public',
      memoryBytes: 3 * 2 ** 30,
    });
    const child = spawn('/bin/bash', command.slice(1), {
      env: { PATH: process.env['PATH'], ...env, STEAMCMD_HOME: join(root, 'steamcmd'), GAME_VOLUME: data },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    try {
      await expect.poll(() => output, { timeout: 10_000 }).toContain(after);
      expect(output).toContain(before);
      expect(output).not.toContain('rcon from');
      expect(await readFile(join(data, 'console.log'), 'utf8')).toContain(question);
    } finally {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }
  });

  test('runs the old game out of its own folder', async () => {
    const { steam, game } = await start({ edition: 'csgo-legacy', lan: true });
    expect(steam).toContain(`+force_install_dir ${data}/csgo-legacy +login anonymous +app_update 740`);
    expect(game).toMatch(/-game csgo -net_port_try 1 -norestart .*\+sv_lan 1/);
  });
});
