import type { GameSimulator } from '@gse/sdk';
import { runSimulator } from '@gse/simulator';
import { diagnoses } from '../diagnoses.ts';
import { CONSOLE_LOG } from '../log.ts';
import { logLine } from './lines.ts';
import { play } from './play.ts';
import { rotateLog } from './rotate.ts';

/** Behaves like a Counter-Strike server on the wire, on disk and in the log; nothing can be played. */
export const counterStrikeSimulator: GameSimulator = {
  game: 'counter-strike',
  run: (context, ready) =>
    runSimulator(
      context,
      {
        title: 'Counter-Strike 2',
        log: { file: CONSOLE_LOG, rotate: rotateLog },
        diagnoses,
        chatter: (count) => logLine(`World triggered "Round_Start" (round ${count})`),
        play,
      },
      ready,
    ),
};
