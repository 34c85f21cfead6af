import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MinecraftStatusServer } from '@gse/protocols/testing';
import { parseProperties } from '@gse/sdk';
import { openRcon } from '@gse/simulator';
import type { Stage } from '@gse/simulator';
import { runCommand } from './commands.ts';
import { SimulatedServer } from './server.ts';
import { serverLine } from './lines.ts';

/** How long a small world takes to load. */
const LOAD_SECONDS = 0.8;
const AUTOSAVE_SECONDS = 300;

/** A Minecraft server from its first log line to its exit code. */
export async function play(stage: Stage): Promise<number> {
  const say = (message: string, how?: Parameters<typeof serverLine>[1]): void => stage.print(serverLine(message, how));
  const isAccepted = await eula(stage);
  if (isAccepted === 'absent') {
    for (const line of [
      '',
      'Please accept the Minecraft EULA at',
      '  https://account.mojang.com/documents/minecraft_eula',
      "by adding the following immediately after 'docker run':",
      '  -e EULA=TRUE',
      '',
    ]) {
      stage.print(`[init] ${line}`);
    }
    return 1;
  }

  const began = Date.now();
  say('Loading libraries, please wait...', { thread: 'ServerMain' });
  if (isAccepted === 'no') {
    say('Failed to load eula.txt', { thread: 'ServerMain', level: 'WARN' });
    say('You need to agree to the EULA in order to run the server. Go to eula.txt for more info.', { thread: 'ServerMain' });
    return 1;
  }
  const server = await SimulatedServer.load(stage);
  const { properties } = server;
  say(`Starting minecraft server version ${server.version}`);
  say('Loading properties');
  say(`Default game type: ${properties.text('gamemode').toUpperCase()}`);
  say(`Starting Minecraft server on ${properties.text('server-ip') || '*'}:${properties.number('server-port')}`);

  let isUp = false;
  const status = await orTaken(
    MinecraftStatusServer.start({
      ...stage.listen(properties.number('server-port'), 'TCP'),
      // While the world loads the port is open, but nobody answers there.
      onStatus: () => (isUp && properties.is('enable-status') ? server.status() : undefined),
    }),
  );
  if (status === undefined) return failedToBind(stage);
  stage.onEnd(() => status.close());
  const followFaults = (): void => {
    if (stage.faults.tornPackets) status.faults.inject({ kind: 'segments', cut: 'bytes' });
    else status.faults.heal('segments');
  };
  followFaults();
  stage.faults.onChange(followFaults);

  say(`Preparing level "${properties.text('level-name')}"`);
  if (server.world.created) {
    say('No existing world data, creating new world');
    await server.world.save();
  }
  say('Preparing start region for dimension minecraft:overworld');
  const isLoaded = await stage.startUp(LOAD_SECONDS, (fraction) =>
    say(`Preparing spawn area: ${Math.round(fraction * 100)}%`, { thread: 'Worker-Main-1' }),
  );
  if (!isLoaded) return leave(stage, server);
  say(`Done (${((Date.now() - began) / 1000).toFixed(3)}s)! For help, type "help"`);

  if (properties.is('enable-rcon')) {
    if (properties.text('rcon.password') === '') say('No rcon password set in server.properties, rcon disabled!', { level: 'WARN' });
    else {
      say('Starting remote control listener');
      const opened = await orTaken(
        openRcon(stage, {
          port: properties.number('rcon.port'),
          dialect: 'minecraft',
          password: properties.text('rcon.password'),
          onCommand: (line) => runCommand(server, line),
        }).then(() => true),
      );
      if (opened) {
        say('Thread RCON Listener started');
        say(`RCON running on 0.0.0.0:${properties.number('rcon.port')}`);
      } else say(`Unable to initialise RCON on 0.0.0.0:${properties.number('rcon.port')}`, { level: 'WARN' });
    }
  }
  isUp = true;
  stage.open(server.playerHooks);
  stage.every(AUTOSAVE_SECONDS, async () => {
    if (server.isAutosaving) await server.world.save();
  });

  await stage.untilStopRequested();
  isUp = false;
  return leave(stage, server);
}

/** Saves and leaves, as the game does at its stop command and at SIGTERM alike. */
async function leave(stage: Stage, server: SimulatedServer): Promise<number> {
  const say = (message: string, how?: Parameters<typeof serverLine>[1]): void => stage.print(serverLine(message, how));
  const level = server.properties.text('level-name');
  say('Stopping server');
  say('Saving players');
  stage.players.leaveAll('Server closed');
  say('Saving worlds');
  say(`Saving chunks for level 'ServerLevel[${level}]'/minecraft:overworld`);
  if (await server.world.save()) {
    say(`ThreadedAnvilChunkStorage (${level}): All chunks are saved`);
    say('ThreadedAnvilChunkStorage: All dimensions are saved');
  } else {
    say(`Failed to save level ${level}`, { level: 'ERROR' });
  }
  return 0;
}

/** The image writes eula.txt when its environment says so; the game reads it. */
async function eula(stage: Stage): Promise<'yes' | 'no' | 'absent'> {
  const path = join(stage.dataDir, 'eula.txt');
  const content = await readFile(path, 'utf8').catch(() => undefined);
  if (content !== undefined) return parseProperties(content).get('eula')?.toLowerCase() === 'true' ? 'yes' : 'no';
  if (stage.env['EULA']?.toLowerCase() !== 'true') return 'absent';
  await writeFile(path, '# Generated via Docker\neula=true\n');
  return 'yes';
}

/** What a listener resolves with; undefined when its port is taken. */
async function orTaken<Listener>(opening: Promise<Listener>): Promise<Listener | undefined> {
  try {
    return await opening;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
}

function failedToBind(stage: Stage): number {
  for (const message of [
    '**** FAILED TO BIND TO PORT!',
    'The exception was: io.netty.channel.unix.Errors$NativeIoException: bind(..) failed: Address already in use',
    'Perhaps a server is already running on that port?',
  ])
    stage.print(serverLine(message, { level: 'WARN' }));
  return 1;
}
