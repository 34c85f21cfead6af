import { existsSync, renameSync } from 'node:fs';
import type { GameSimulator } from '@gse/sdk';
import { runSimulator } from '@gse/simulator';
import { diagnoses } from '../diagnoses.ts';
import { CONSOLE_LOG } from '../log.ts';
import { play } from './play.ts';

/** Factorio's stand-in: RCON, the silent game port, files, saves and log of the game, without the game. */
export const factorioSimulator: GameSimulator = {
  game: 'factorio',
  run: (context, ready) =>
    runSimulator(
      context,
      {
        title: 'Factorio',
        log: {
          file: CONSOLE_LOG,
          rotate: (path) => {
            if (existsSync(path)) renameSync(path, path.replace(/\.log$/, '-previous.log'));
          },
        },
        diagnoses,
        chatter: (count) => `   9.000 Info Chatter.cpp:${count}: something a mod had to say`,
        play,
      },
      ready,
    ),
};
