import type { GameSimulator } from '@gse/sdk';
import { runSimulator } from '@gse/simulator';
import { diagnoses } from '../diagnoses.ts';
import { LOG_FILE } from '../log.ts';
import { serverLine } from './lines.ts';
import { play } from './play.ts';
import { rotateLog } from './rotate.ts';

/** Behaves like a FiveM server on the wire, on disk and in the log; nothing can be played. */
export const fivemSimulator: GameSimulator = {
  game: 'fivem',
  run: (context, ready) =>
    runSimulator(
      context,
      {
        title: 'FiveM',
        log: { file: LOG_FILE, rotate: rotateLog },
        diagnoses,
        chatter: (count) =>
          serverLine('citizen-server-impl', `server thread hitch warning: timer interval of ${150 + (count % 800)} milliseconds`),
        play,
      },
      ready,
    ),
};
