import { z } from 'zod';
import { about } from './field.ts';

const meta = about('Listing');

/** How the server shows itself. */
export const listing = {
  name: z
    .string()
    .min(1)
    .max(100)
    .default('Factorio server')
    .meta(
      meta('restart', {
        title: 'Server name',
        description: 'Shown in the server browser and on the loading screen.',
        lands: 'server-settings.json: name',
      }),
    ),
  description: z
    .string()
    .max(1000)
    .default('')
    .meta(
      meta('restart', {
        title: 'Description',
        description: 'Shown when a player selects the server in the browser.',
        lands: 'server-settings.json: description',
      }),
    ),
  tags: z
    .array(z.string().min(1).max(40))
    .max(20)
    .default([])
    .meta(
      meta('restart', {
        title: 'Tags',
        description: 'Words players can search for in the server browser.',
        lands: 'server-settings.json: tags',
      }),
    ),
  visibilityPublic: z
    .boolean()
    .default(false)
    .meta(
      meta('restart', {
        title: 'List publicly',
        lands: 'server-settings.json: visibility.public',
        description:
          'Lists the server in the public browser. Needs a factorio.com account (user name and token), user verification, and the same port outside as inside.',
      }),
    ),
  visibilityLan: z
    .boolean()
    .default(false)
    .meta(
      meta('live', {
        title: 'Announce on the local network',
        description: 'Broadcasts the server to machines of the same network. Of use only where players share a network with it.',
        lands: 'server-settings.json: visibility.lan',
      }),
    ),
};
