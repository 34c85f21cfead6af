import { existsSync, renameSync } from 'node:fs';
import type { GameSimulator } from '@gse/sdk';
import { runSimulator } from '@gse/simulator';
import { diagnoses } from '../diagnoses.ts';
import { CONSOLE_LOG } from '../log.ts';
import { play } from './play.ts';

/** Rust's stand-in: WebRCON, server list, files and log of the game, without the game. */
export const rustSimulator: GameSimulator = {
  game: 'rust',
  run: (context, ready) =>
    runSimulator(
      context,
      {
        title: 'Rust',
        log: {
          file: CONSOLE_LOG,
          rotate: (path) => {
            if (existsSync(path)) renameSync(path, path.replace(/\.log$/, '-previous.log'));
          },
        },
        diagnoses,
        chatter: (count) => `Calling 'OnEntitySpawned' on 'Chatter v1.0.${count}' took ${100 + (count % 400)}ms`,
        play,
      },
      ready,
    ),
};
