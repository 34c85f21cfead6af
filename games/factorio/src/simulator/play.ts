import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { RconServer } from '@gse/protocols/testing';
import type { Stage } from '@gse/simulator';
import { answer } from './commands.ts';
import { Folder, UnreadableFile } from './folder.ts';
import { Printer } from './lines.ts';
import { SimulatedServer } from './server.ts';

const LOAD_SECONDS = 1;
const CREATE_SECONDS = 0.5;
const GAME_PORT = 34_197;
const RCON_PORT = 27_015;

/** Plays a server from its first line to its exit code. */
export async function play(stage: Stage): Promise<number> {
  const print = new Printer(stage);
  const version = stage.env['VERSION'] ?? '0.0.0';
  print.plain(`${new Date().toISOString().slice(0, 19).replace('T', ' ')}; Factorio ${version} (build 0, linux64, headless)`);
  try {
    return await serve(stage, print);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    print.bare(error.message);
    return 1;
  }
}

async function serve(stage: Stage, print: Printer): Promise<number> {
  const folder = new Folder(stage.dataDir);
  const password = folder.rconPassword();
  const settings = folder.serverSettings();
  const mods = folder.mods(stage.env['SPACE_AGE'] === 'true');
  // An own file, so that a simulated start in a folder with real saves leaves them alone.
  const saveName = stage.env['SAVE_NAME'] ?? 'world';
  const saveFile = `/factorio/saves/${saveName}.zip`;
  const world = await stage.openWorld(`saves/${saveName}.simulated.json`);

  if (settings.visibility.public && !settings.require_user_verification) {
    print.engine('Error', 'Main.cpp:839', 'require_user_verification must be enabled for public games.');
    return 1;
  }
  for (const { name } of mods.filter(({ enabled }) => enabled))
    print.plain(`Loading mod ${name} ${stage.env['VERSION'] ?? '0.0.0'} (data.lua)`);
  if (
    !(await stage.startUp(LOAD_SECONDS, (fraction) => {
      if (fraction === 0.5) print.plain('Factorio initialised');
    }))
  )
    return leaveEarly(print);
  if (world.created) {
    print.engine('Info', 'Main.cpp:739', `Creating new map ${saveFile}`);
    const { mapPreset, mapSeed } = folder.startOptions();
    world.build(`map ${mapPreset}, seed ${mapSeed}, ${folder.mapFigures()}`);
    await stage.wait(CREATE_SECONDS);
    if (!(await world.save())) {
      print.engine('Error', 'Util.cpp:81', `filesystem error: cannot write ${saveFile}: Input/output error`);
      return 1;
    }
  }
  print.engine(
    'Info',
    'ServerMultiplayerManager.cpp:808',
    'updateTick(18446744073709551615) changing state from(PreparedToHostGame) to(CreatingGame)',
  );
  print.plain(`Loading map ${saveFile}: ${2_000_000 + world.revision} bytes.`);

  if (!(await holdGamePort(stage))) {
    print.engine('Error', 'ServerMultiplayerManager.cpp:84', 'MultiplayerManager failed: Host address is already in use.');
    return 1;
  }
  print.plain(`Hosting game at IP ADDR:({0.0.0.0:${GAME_PORT}})`);
  const server = new SimulatedServer({ stage, print, folder, world, saveFile, settings });
  if (!(await openConsole(stage, server, password))) {
    print.engine('Error', 'RemoteCommandProcessor.cpp:141', "Can't bind socket: Address already in use");
    return 1;
  }
  print.engine('Info', 'ServerMultiplayerManager.cpp:808', `updateTick(${world.revision}) changing state from(CreatingGame) to(InGame)`);
  print.engine('Info', 'RemoteCommandProcessor.cpp:131', `Starting RCON interface at IP ADDR:({0.0.0.0:${RCON_PORT}})`);
  if (settings.visibility.public && settings.token === '') {
    print.engine(
      'Error',
      'ServerMultiplayerManager.cpp:633',
      'Matching server connection failed: Error when creating server game: Missing token.',
    );
  }
  server.open();

  await stage.untilStopRequested();
  if (!server.quitByCommand) print.plain('Received SIGTERM, shutting down');
  print.plain(`Quitting: ${server.quitByCommand ? 'remote-quit' : 'signal'}.`);
  const saved = await server.saveAndLeave();
  folder.writeMods(mods);
  print.plain('Goodbye');
  return saved ? 0 : 1;
}

function leaveEarly(print: Printer): number {
  print.plain('Received SIGTERM, shutting down');
  print.plain('Quitting: signal.');
  print.plain('Goodbye');
  return 0;
}

/** Binds the game's port. It stays silent, as the game does to everybody who is not one of its clients. */
async function holdGamePort(stage: Stage): Promise<boolean> {
  const { host, port } = stage.listen(GAME_PORT, 'UDP');
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  try {
    socket.bind(port, host);
    await once(socket, 'listening');
  } catch (error) {
    socket.close();
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
  socket.on('error', () => {});
  stage.onEnd(() => {
    socket.close();
  });
  return true;
}

/** Opens the remote console; the map is loaded by now, as with the game. */
async function openConsole(stage: Stage, server: SimulatedServer, password: string): Promise<boolean> {
  const { host, port } = stage.listen(RCON_PORT, 'TCP');
  let rcon: RconServer;
  try {
    rcon = await RconServer.start({ dialect: 'factorio', host, port, password, onCommand: (line) => run(line) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
  stage.onEnd(() => rcon.close());

  const run = async (line: string): Promise<string> => {
    // Told before anything else, for this is how a hanging simulation is healed.
    const told = stage.simulate(line);
    if (told !== undefined) return told;
    await server.ready();
    return answer(line, server) ?? untilOver(stage.signal);
  };
  const trouble = (): void => {
    rcon.faults.heal();
    if (stage.faults.wrongSecret) rcon.faults.inject({ kind: 'wrongPassword' });
    if (stage.faults.tornPackets) rcon.faults.inject({ kind: 'segments', cut: 'random' });
  };
  stage.faults.onChange(trouble);
  trouble();
  return true;
}

function untilOver(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
