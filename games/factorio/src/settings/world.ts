import { z } from 'zod';
import { about } from './field.ts';

const meta = about('World');

/** Which map is played. */
export const world = {
  saveName: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/, 'must be 1 to 60 letters, digits, - and _, beginning with a letter or digit')
    .default('world')
    .meta(
      meta('restart', {
        title: 'Save',
        lands: 'saves/<name>.zip',
        description:
          'The world that is played: a file of this name in the saves folder, created if there is none. Another name is another world; the first one stays.',
      }),
    ),
  spaceAge: z
    .boolean()
    .default(false)
    .meta(
      meta('restart', {
        title: 'Space Age',
        lands: 'mod-list.json',
        description: 'Turns on the expansion; every player must own it. Turning it off again removes everything of it from the world.',
      }),
    ),
};
