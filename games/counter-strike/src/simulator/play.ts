import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openRcon, type Stage } from '@gse/simulator';
import { EDITIONS } from '../editions.ts';
import { PORTS } from '../ports.ts';
import { runLine } from './commands.ts';
import { logLine, steamLine } from './lines.ts';
import { openServerList } from './server-list.ts';
import { SimulatedServer } from './server.ts';

/** How long a download of the whole game takes here, and how long a map takes to load. */
const INSTALL_SECONDS = 4;
const LOAD_SECONDS = 0.8;

/** A container from its first line to its exit code: SteamCMD, then the game. */
export async function play(stage: Stage): Promise<number> {
  const server = await SimulatedServer.load(stage);
  if (!(await install(stage, server))) return leave(server);

  stage.print(`Loaded ${stage.dataDir}/game/bin/linuxsteamrt64/libengine2.so, got 0x561f57da3950`);
  let isUp = false;
  if (!(await openServerList(stage, server, () => isUp))) {
    stage.print(`Couldn't allocate dedicated server IP port ${PORTS.game.number}.`);
    return 1;
  }
  stage.print(`SV:  ${server.maxPlayers} player server started`);
  stage.print(`Network socket 'server' opened on port ${PORTS.game.number}`);
  stage.print(logLine(`Loading map "${server.map}"`));
  if (!(await stage.startUp(LOAD_SECONDS))) return leave(server);

  const password = server.variables.get('rcon_password') ?? '';
  // Without a password there is no remote console.
  if (password !== '') {
    await openRcon(stage, {
      port: PORTS.rcon.number,
      dialect: server.edition === 'cs2' ? 'cs2' : 'source',
      password,
      onCommand: (line) => {
        server.logCommand(line);
        return runLine(server, line);
      },
    });
  }
  isUp = true;
  if (server.edition === 'cs2') stage.print('CNetworkGameServerBase::SetServerState (ss_loading -> ss_active)');
  else stage.print(logLine(`Started map "${server.map}" (CRC "-1352213912")`));
  stage.open(server.playerHooks);
  if (server.steamId.startsWith('[A:')) {
    stage.print('* No Steam account token was specified.                      *');
    stage.print('* Logging into anonymous game server account.  Connections will be restricted to LAN only.  *');
  }
  stage.print(`Connection to Steam servers successful, Game Server SteamID ${server.steamId}`);
  stage.print('VAC secure mode is activated.');

  await stage.untilStopRequested();
  isUp = false;
  return leave(server);
}

/** What SteamCMD does before the game; false when the container is asked to leave meanwhile. */
async function install(stage: Stage, { edition }: SimulatedServer): Promise<boolean> {
  const { steamApp, manifest } = EDITIONS[edition];
  const path = join(stage.dataDir, manifest);
  const isInstalled = existsSync(path);
  if (isInstalled && stage.env['UPDATE_ON_START'] === 'false') return true;
  stage.print('[gse] Asking Steam for the newest build (attempt 1).');
  stage.print('Connecting anonymously to Steam Public...OK');
  if (isInstalled && stage.env['VERIFY_FILES'] !== 'true') {
    stage.print(`Success! App '${steamApp}' already up to date.`);
    return true;
  }
  stage.print(steamLine('0x3', 'reconfiguring', 0));
  const isDone = await untilDone(stage, (fraction) =>
    stage.print(isInstalled ? steamLine('0x5', 'verifying install', fraction) : steamLine('0x61', 'downloading', fraction)),
  );
  if (!isDone) return false;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `"AppState"\n{\n\t"appid"\t\t"${steamApp}"\n\t"buildid"\t\t"20241107"\n}\n`);
  stage.print(`Success! App '${steamApp}' fully installed.`);
  return true;
}

async function untilDone(stage: Stage, progress: (fraction: number) => void): Promise<boolean> {
  const steps = 8;
  for (let step = 0; step < steps && !stage.stopRequested.aborted; step++) {
    progress(step / steps);
    await stage.wait(INSTALL_SECONDS / steps);
  }
  return !stage.stopRequested.aborted;
}

async function leave(server: SimulatedServer): Promise<number> {
  server.stage.players.leaveAll('NETWORK_DISCONNECT_SHUTDOWN');
  await server.save();
  server.stage.print('Server shutting down.');
  return 0;
}
