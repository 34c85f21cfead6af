import { z } from 'zod';
import { key } from './field.ts';

const GROUP = 'Access';

/** Who may come in. */
export const access = {
  whitelist: z
    .boolean()
    .default(false)
    .meta(
      key('whitelist', {
        group: GROUP,
        title: 'Only allowed players',
        applies: 'restart',
        description: 'Only players on the whitelist may join.',
      }),
    ),
};
