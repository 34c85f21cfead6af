import { openRcon, type Stage } from '@gse/simulator';
import { PORTS } from '../ports.ts';
import { runLine } from './commands.ts';
import type { SimulatedServer } from './server.ts';

/** Opens everything the game listens on, until its process is over. */
export async function openDoors(stage: Stage, server: SimulatedServer): Promise<void> {
  await openRcon(stage, {
    port: PORTS.rcon.number,
    dialect: 'source',
    password: server.setting('rcon-password'),
    onCommand: (text) => runLine(server, text),
  });
}
