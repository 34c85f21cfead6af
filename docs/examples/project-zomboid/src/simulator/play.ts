import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseProperties } from '@gse/sdk';
import type { Stage } from '@gse/simulator';
import { SETTINGS_FILE } from '../settings/field.ts';
import { openDoors } from './doors.ts';
import { SimulatedServer } from './server.ts';

/** How long a small world takes to load. */
const LOAD_SECONDS = 0.8;

/** The game from its first log line to its exit code. */
export async function play(stage: Stage): Promise<number> {
  const settings = parseProperties(await readFile(join(stage.dataDir, SETTINGS_FILE), 'utf8'));
  const world = await stage.openWorld('Saves/Multiplayer/gse/simulated-world.json');
  const server = new SimulatedServer(stage, world, settings);
  server.say('General', `versionNumber=${server.version} demo=false`);
  const isLoaded = await stage.startUp(LOAD_SECONDS, () => server.say('General', 'loading chunks'));
  if (isLoaded) {
    await openDoors(stage, server);
    server.say('Network', '*** SERVER STARTED ****');
    stage.open({
      refuse: (name) => server.refusal(name),
      joined: (name) => server.say('Multiplayer', `ConnectionManager: [fully-connected] "" connection: guid=1 username="${name}"`),
      left: (name) => server.say('Multiplayer', `ConnectionManager: [disconnect] "" connection: guid=1 username="${name}"`),
      // Chat is written elsewhere.
      said: () => undefined,
    });
    stage.every(Number(server.setting('SaveWorldEveryMinutes')) * 60 || 86_400, async () => void (await world.save()));
    await stage.untilStopRequested();
  }
  stage.players.leaveAll();
  return (await world.save()) ? 0 : 1;
}
