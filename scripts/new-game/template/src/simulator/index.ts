import { rmSync } from 'node:fs';
import type { GameSimulator } from '@gse/sdk';
import { runSimulator } from '@gse/simulator';
import { diagnoses } from '../diagnoses.ts';
import { log } from '../log.ts';
import { play } from './play.ts';
import { line } from './server.ts';

/** My Game's stand-in: its ports, files, saves and log, without the game. */
export const myGameSimulator: GameSimulator = {
  game: 'my-game',
  run: (context, ready) =>
    runSimulator(
      context,
      {
        title: 'My Game',
        // FILL IN: what the game does with the log of its last run; here it begins a new one.
        log: { file: log.file, rotate: (path) => rmSync(path, { force: true }) },
        diagnoses,
        chatter: (count) => line(`Tick ${count} took longer than it should`),
        play,
      },
      ready,
    ),
};
