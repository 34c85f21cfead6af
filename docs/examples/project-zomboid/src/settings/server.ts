import { z } from 'zod';
import { key, oneLine } from './field.ts';

const GROUP = 'Server';

/** What it is called and how many fit. */
export const server = {
  publicName: z
    .string()
    .regex(...oneLine)
    .min(1)
    .max(64)
    .default('Project Zomboid server')
    .meta(
      key('PublicName', {
        group: GROUP,
        title: 'Server name',
        applies: 'restart',
        description: 'What players read in the server browser.',
      }),
    ),
  public: z
    .boolean()
    .default(false)
    .meta(
      key('Public', {
        group: GROUP,
        title: 'List publicly',
        applies: 'restart',
        description: 'Shows the server in the browser of the game.',
      }),
    ),
  maxPlayers: z
    .int()
    .min(1)
    .max(100)
    .default(16)
    .meta(
      key('MaxPlayers', {
        group: GROUP,
        title: 'Most players',
        applies: 'restart',
        unit: 'players',
        description: 'How many may be online at once. Above 32 the game itself is not stable.',
      }),
    ),
};
