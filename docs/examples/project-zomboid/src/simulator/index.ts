import { rmSync } from 'node:fs';
import type { GameSimulator } from '@gse/sdk';
import { runSimulator } from '@gse/simulator';
import { diagnoses } from '../diagnoses.ts';
import { log } from '../log.ts';
import { play } from './play.ts';
import { line } from './server.ts';

/** Project Zomboid's stand-in: its ports, files, saves and log, without the game. */
export const projectZomboidSimulator: GameSimulator = {
  game: 'project-zomboid',
  run: (context, ready) =>
    runSimulator(
      context,
      {
        title: 'Project Zomboid',
        // The log of the last run is moved to a folder of old logs.
        log: { file: log.file, rotate: (path) => rmSync(path, { force: true }) },
        diagnoses,
        chatter: (count) => line('General', `zombie ${count} has lost its way`),
        play,
      },
      ready,
    ),
};
