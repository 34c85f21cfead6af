import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FiveMHttpServer, OobServer } from '@gse/protocols/testing';
import type { Stage } from '@gse/simulator';
import { SERVER_DATA } from '../files.ts';
import { PORTS } from '../ports.ts';
import { RESOURCE } from '../resource/index.ts';
import { runCommand } from './commands.ts';
import { readConfig, type Config } from './config.ts';
import { serverLine } from './lines.ts';
import { SimulatedServer } from './server.ts';

const DOWNLOAD_SECONDS = 1;
/** How long the resources of a small server take to start. */
const LOAD_SECONDS = 1;
/** Between the farewell and the end, as in the resource `gse`. */
const FAREWELL_SECONDS = 5;

/** A FiveM server from the first line of its start script to its exit code. */
export async function play(stage: Stage): Promise<number> {
  const artifact = stage.env['ARTIFACT'] ?? '35945';
  const script = (message: string): void => stage.print(`[start] ${message}`);
  const say = (channel: string, message: string): void => stage.print(serverLine(channel, message));
  script(`FiveM artifact ${artifact}, variant ${stage.env['VARIANT'] ?? 'bare'}`);
  await install(stage, artifact, script);

  say('c-scripting-core', 'Creating script environments for _cfx_internal');
  const config = await readConfig(stage.dataDir);
  const world = await stage.openWorld(`${SERVER_DATA}/db/simulated-world.json`);
  const server = new SimulatedServer(stage, { config, world });
  if (!(await listen(server))) return 1;

  const ensured = config.commands.flatMap((command) => /^(?:ensure|start) (.+)$/.exec(command)?.[1] ?? []);
  say('resources', 'Scanning resources.');
  say('resources', `Found ${ensured.length + 4} resources.`);
  const refusal = licenceProblem(config);
  if (refusal !== undefined) {
    for (const line of refusal) say('svadhesive', line);
    return 1;
  }
  say('svadhesive', 'Authenticating server license key...');
  await stage.wait(0.1);
  say('svadhesive', 'Server license key authentication succeeded. Welcome!');

  const waiting = [...ensured];
  const isLoaded = await stage.startUp(LOAD_SECONDS, (fraction) => {
    // The last one is started when all the time has passed.
    const due = Math.floor(ensured.length * fraction) - (ensured.length - waiting.length);
    for (const resource of waiting.splice(0, Math.max(0, due))) server.start(resource);
  });
  for (const resource of waiting) server.start(resource);
  if (!isLoaded) return leave(server);
  if (!server.resources.has(RESOURCE)) {
    // Nobody tells that it is ready, and nobody can be asked to leave it: only a signal ends it.
    await stage.untilStopRequested();
    return leave(server);
  }
  server.admins = [...config.variables].flatMap(([name, value]) => (name.startsWith('gse_admins_') ? value.split(' ') : []));
  if (world.created) await world.save();
  server.state = 'ready';
  server.config.variables.set('gse_ready', '1');
  server.show();
  say('script:gse', `ready: ${server.resources.size} resources, ${server.maxClients} slots`);
  stage.open(server.playerHooks);
  stage.every(1, () => server.show());

  await stage.untilStopRequested();
  return leave(server);
}

/** The first start gets the server and the base resources; later ones find them. */
async function install(stage: Stage, artifact: string, script: (message: string) => void): Promise<void> {
  const note = join(stage.dataDir, 'artifacts', 'current');
  const current = await readFile(note, 'utf8').catch(() => '');
  if (current.trim() !== artifact) {
    script(`Downloading artifact ${artifact}, about 70 MB`);
    await stage.wait(DOWNLOAD_SECONDS);
    script(`Unpacking artifact ${artifact}`);
    await mkdir(join(stage.dataDir, 'artifacts'), { recursive: true });
    await writeFile(note, `${artifact}\n`);
  }
  await mkdir(join(stage.dataDir, SERVER_DATA, 'resources'), { recursive: true });
  await writeFile(join(stage.dataDir, SERVER_DATA, '.base-resources'), '');
}

/** Opens both sides of the port until the process is over; false, with the line of the server, where it is taken. */
async function listen(server: SimulatedServer): Promise<boolean> {
  const { stage } = server;
  const { number } = PORTS.game;
  try {
    const http = await FiveMHttpServer.start({
      ...stage.listen(number, 'TCP'),
      ...server.documents,
      playersToken: server.variable('sv_playersToken') ?? '',
    });
    stage.onEnd(() => http.close());
    const oob = await OobServer.start({
      ...stage.listen(number, 'UDP'),
      password: server.variable('rcon_password') ?? '',
      onInfo: () => server.info(),
      onCommand: async (line) => {
        // Before anything else: a hanging simulation can be healed.
        const simulated = stage.simulate(line);
        if (simulated !== undefined) return simulated;
        await stage.responsive();
        return server.commanded(line, () => runCommand(server, line));
      },
    });
    stage.onEnd(() => oob.close());
    const follow = (): void => {
      if (stage.faults.wrongSecret) oob.faults.inject({ kind: 'wrongPassword' });
      else oob.faults.heal('wrongPassword');
      if (stage.faults.tornPackets) http.faults.inject({ kind: 'segments', cut: 'random' });
      else http.faults.heal('segments');
    };
    follow();
    stage.faults.onChange(follow);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    server.say('citizen-server-impl', `Error: Could not bind on 0.0.0.0:${number} - is this address valid and not already in use?`);
    return false;
  }
}

/** What the server says of a key that it cannot use. That one in the right form is accepted is all that is simulated here. */
function licenceProblem({ variables }: Config): readonly string[] | undefined {
  const key = variables.get('sv_licensekey') ?? '';
  if (key === '')
    return [
      'Error: This server does not have a license key specified.',
      'Please set the sv_licenseKey console variable to a key from https://keymaster.fivem.net/.',
    ];
  if (/^[A-Za-z0-9_]{8,100}$/.test(key)) return undefined;
  return ['Authenticating server license key...', 'Could not authenticate server license key. Invalid key format specified.'];
}

/** Says farewell, saves and leaves, as the resource `gse` makes the server do at a stop and the start script at a signal. */
async function leave(server: SimulatedServer): Promise<number> {
  const { stage } = server;
  if (server.state !== 'leaving') stage.print('[start] Asked to stop');
  const wasReady = server.state !== 'starting';
  server.state = 'leaving';
  if (wasReady) await stage.wait(FAREWELL_SECONDS);
  stage.players.leaveAll(server.reason);
  if (!(await server.world.save())) server.say('script:gse', 'save failed: the database does not answer');
  server.say('cmd', `-> Quitting: ${server.reason}`);
  stage.print('[start] The game ended with code 0');
  return 0;
}
