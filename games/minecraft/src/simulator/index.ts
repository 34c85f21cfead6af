import type { GameSimulator } from '@gse/sdk';
import { runSimulator } from '@gse/simulator';
import { diagnoses } from '../diagnoses.ts';
import { serverLine } from './lines.ts';
import { play } from './play.ts';
import { rotateLog } from './rotate.ts';

/** Behaves like a Minecraft server on the wire, on disk and in the log; nothing can be played. */
export const minecraftSimulator: GameSimulator = {
  game: 'minecraft',
  run: (context, ready) =>
    runSimulator(
      context,
      {
        title: 'Minecraft: Java Edition',
        log: { file: 'logs/latest.log', rotate: rotateLog },
        diagnoses,
        chatter: (count) =>
          serverLine(`Can't keep up! Is the server overloaded? Running ${2000 + count}ms or ${40 + Math.floor(count / 50)} ticks behind`, {
            level: 'WARN',
          }),
        play,
      },
      ready,
    ),
};
