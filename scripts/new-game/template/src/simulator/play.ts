import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseProperties } from '@gse/sdk';
import type { Stage } from '@gse/simulator';
import { SETTINGS_FILE } from '../settings/field.ts';
import { openDoors } from './doors.ts';
import { SimulatedServer, line } from './server.ts';

/** How long a small world takes to load. */
const LOAD_SECONDS = 0.8;
const AUTOSAVE_SECONDS = 300;

/**
 * The game from its first log line to its exit code. FILL IN: what the real one prints, in its order. `stage` has time,
 * log, people, world and faults; all of it ends with the process.
 */
export async function play(stage: Stage): Promise<number> {
  const settings = parseProperties(await readFile(join(stage.dataDir, SETTINGS_FILE), 'utf8'));
  const world = await stage.openWorld('world/simulated-world.json');
  const server = new SimulatedServer(stage, world, settings);
  const isLoaded = await stage.startUp(LOAD_SECONDS, (fraction) => server.say(`Loading world: ${Math.round(fraction * 100)}%`));
  if (isLoaded) {
    await openDoors(stage, server);
    server.say('Server is ready');
    stage.open({
      refuse: (name) => server.refusal(name),
      joined: (name) => server.say(`${name} joined`),
      left: (name) => server.say(`${name} left`),
      said: (name, text) => stage.print(line(`<${name}> ${text}`)),
    });
    stage.every(AUTOSAVE_SECONDS, async () => void (await world.save()));
    await stage.untilStopRequested();
  }
  stage.players.leaveAll();
  if (await world.save()) {
    server.say('World saved, good bye');
    return 0;
  }
  server.say('ERROR: the world could not be saved');
  return 1;
}
