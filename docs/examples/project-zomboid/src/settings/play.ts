import { z } from 'zod';
import { key } from './field.ts';

const GROUP = 'Play';

/** Rules of the game. */
export const play = {
  pvp: z
    .boolean()
    .default(true)
    .meta(
      key('PVP', {
        group: GROUP,
        title: 'Players may hurt each other',
        applies: 'restart',
        description: 'When off, only zombies and hunger kill.',
      }),
    ),
  pauseEmpty: z
    .boolean()
    .default(true)
    .meta(
      key('PauseEmpty', {
        group: GROUP,
        title: 'Pause when empty',
        applies: 'restart',
        description: 'Time stands still while nobody is online.',
      }),
    ),
  saveEveryMinutes: z
    .int()
    .min(0)
    .max(1440)
    .default(15)
    .meta(
      key('SaveWorldEveryMinutes', {
        group: GROUP,
        title: 'Save every',
        applies: 'restart',
        unit: 'minutes',
        description: 'What a power cut can cost at most; 0 saves only when somebody leaves.',
      }),
    ),
};
