import { z } from 'zod';
import { key, oneLine } from './field.ts';

const GROUP = 'Server';

/** What it is called and how many fit. */
export const server = {
  serverName: z
    .string()
    .regex(...oneLine)
    .min(1)
    .max(80)
    .default('My Game server')
    .meta(
      key('server-name', {
        group: GROUP,
        title: 'Server name',
        // 'live' needs applyLive() in definition.ts; 'wipe' is for what only a new world takes on.
        applies: 'restart',
        description: 'What players read in the server browser.',
      }),
    ),
  maxPlayers: z
    .int()
    .min(1)
    .max(200)
    .default(16)
    .meta(
      key('max-players', {
        group: GROUP,
        title: 'Most players',
        applies: 'restart',
        unit: 'players',
        description: 'How many may be online at once.',
      }),
    ),
};
