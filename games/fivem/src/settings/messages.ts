import { z } from 'zod';
import { convar, ONE_LINE, ownFile } from './field.ts';

const GROUP = 'Messages';

/** What players read of the server in chat. */
export const messages = {
  announceName: z
    .string()
    .regex(...ONE_LINE)
    .min(1)
    .max(40)
    .default('Server')
    .meta(
      ownFile('gse_announceName', {
        group: GROUP,
        title: 'Name of announcements',
        applies: 'live',
        description: 'Who the countdown before a restart and other announcements come from in chat.',
      }),
    ),
  announceEvents: z
    .boolean()
    .default(true)
    .meta(
      ownFile('gse_announceEvents', {
        group: GROUP,
        title: 'Tell scripts of restarts',
        applies: 'live',
        description:
          'Tells scripts of announcements and restarts in the way txAdmin does, so that they show them in their own design and save a minute before the end.',
      }),
    ),
  showJoins: z
    .boolean()
    .default(true)
    .meta(
      convar('chat_showJoins', {
        group: GROUP,
        title: 'Tell who joins',
        applies: 'live',
        description: 'Tells in chat when somebody joins.',
      }),
    ),
  showQuits: z
    .boolean()
    .default(true)
    .meta(
      convar('chat_showQuits', {
        group: GROUP,
        title: 'Tell who leaves',
        applies: 'live',
        description: 'Tells in chat when somebody leaves.',
      }),
    ),
};
