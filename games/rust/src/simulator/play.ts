import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Stage } from '@gse/simulator';
import { PORTS } from '../ports.ts';
import { WORLD } from '../folders.ts';
import { runCommand } from './commands.ts';
import { openConsole } from './rcon.ts';
import { openServerList } from './server-list.ts';
import { SimulatedServer } from './server.ts';
import { startOptions } from './start-options.ts';

/** Seconds that a start takes; a new map takes twice as long. */
const WARMUP_SECONDS = 0.4;
const WARMUP_STEPS = 4;
const MAP_SECONDS = 1;
const ASSETS = 6552;

/** A Rust server from the first line of its start script to its exit code. */
export async function play(stage: Stage): Promise<number> {
  const print = (line: string): void => stage.print(line);
  const options = startOptions(stage.dataDir);
  // The name of a save that no game has; so a simulated start leaves real worlds alone, and a wipe takes it away.
  const server = new SimulatedServer(stage, await stage.openWorld(`${WORLD}/simulated.sav`), options);
  const isNew = server.world.created;

  print('[gse] Asking Steam for the newest build (attempt 1).');
  if (isNew) for (const percent of ['7.32', '58.91', '99.80']) print(` Update state (0x61) downloading, progress: ${percent} (0 / 0)`);
  print(`[gse] Build 16543210 of branch ${stage.env['BRANCH'] ?? 'public'}`);
  const framework = stage.env['FRAMEWORK'] ?? 'vanilla';
  if (framework !== 'vanilla') print(`[gse] ${framework === 'oxide' ? 'Oxide' : 'Carbon'} is up to date.`);
  if (!(await warmUp(stage))) return leaveEarly(server);
  const up = Promise.withResolvers<void>();
  const console = await openConsole(stage, async (line) => {
    // One thread does everything: nobody is answered before there is a map, nor while the game hangs.
    await up.promise;
    await stage.responsive();
    return runCommand(server, line);
  });
  if (console !== undefined) {
    server.attach(console);
    print(`WebSocket RCon Started on ${PORTS.rcon.number}`);
  }
  await holdUdp(stage, PORTS.game.number);
  if (options.get('app.port') !== '1-') await holdTcp(stage, PORTS.app.number);

  let isUp = false;
  if (!(await openServerList(stage, server, () => isUp))) {
    print("Couldn't initialize Steam Server (0)");
    return 1;
  }
  const map = await makeMap(stage, server, isNew);
  if (!map) return leaveEarly(server);
  print('SteamServer Initialized');
  print('Server startup complete');
  print('SteamServer Connected');
  isUp = true;
  up.resolve();
  stage.open(server.playerHooks);
  stage.every(Number(server.variables.get('server.saveinterval') || 600), async () => void (await server.save()));

  await stage.untilStopRequested();
  isUp = false;
  return leave(server);
}

/** Loads what every start loads; false when the game was asked to leave meanwhile. */
async function warmUp(stage: Stage): Promise<boolean> {
  for (let step = 0; step < WARMUP_STEPS; step++) {
    if (stage.stopRequested.aborted) return false;
    stage.print(`Asset Warmup (${Math.floor((step / WARMUP_STEPS) * ASSETS)}/${ASSETS})`);
    await stage.wait(WARMUP_SECONDS / WARMUP_STEPS);
  }
  return true;
}

/** Makes the map or reads the save; false when the game was asked to leave meanwhile. */
async function makeMap(stage: Stage, server: SimulatedServer, isNew: boolean): Promise<boolean> {
  const { options } = server;
  const steps = isNew
    ? [
        `Generating procedural map of size ${options.get('server.worldsize') ?? '4500'} with seed ${options.get('server.seed') ?? '1337'}`,
        'Monument Navmesh Build took 18.62 seconds',
        `Spawning ${server.entities} entities`,
        `Initializing ${server.entities} entity links`,
        'Initializing 87 stability supports',
      ]
    : [
        `Spawning ${server.entities} entities from save`,
        `Initializing ${server.entities} entity links`,
        `Initializing ${server.entities} entity save caches`,
      ];
  let told = 0;
  const tell = (until: number): void => {
    while (told < until) stage.print(steps[told++] ?? '');
  };
  const isMade = await stage.startUp(isNew ? 2 * MAP_SECONDS : MAP_SECONDS, (fraction) =>
    tell(1 + Math.floor(fraction * (steps.length - 1))),
  );
  if (!isMade) return false;
  tell(steps.length);
  if (isNew) {
    server.world.build(`map of size ${options.get('server.worldsize') ?? ''}, seed ${options.get('server.seed') ?? ''}`);
    await server.world.save();
  }
  return true;
}

/** Saves and leaves. A real server is asked by its console before any signal; one that only gets a signal may not save. */
async function leave(server: SimulatedServer): Promise<number> {
  server.stage.players.leaveAll('Server Restarting');
  await server.save();
  return leaveEarly(server);
}

/** Leaves before there is a map that could be saved. */
function leaveEarly(server: SimulatedServer): number {
  server.print('Shutdown handler: cleanup Exiting...');
  return 0;
}

/** Binds a port that stays silent, as the game does to everybody who is not one of its clients. */
async function holdUdp(stage: Stage, number: number): Promise<void> {
  const { host, port } = stage.listen(number, 'UDP');
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.bind(port, host);
  await once(socket, 'listening');
  socket.on('error', () => {});
  stage.onEnd(() => {
    socket.close();
  });
}

async function holdTcp(stage: Stage, number: number): Promise<void> {
  const server = createServer((socket) => socket.on('error', () => {}).end());
  server.listen({ ...stage.listen(number, 'TCP') });
  await once(server, 'listening');
  stage.onEnd(() => {
    server.close();
  });
}
