import { z } from 'zod';
import { access } from './access.ts';
import { server } from './server.ts';

/**
 * Everything a customer may set without opening a file, one file of fields a group. FILL IN: all that the game's own
 * settings file knows and that people change; the defaults are the game's own.
 */
export const settings = z.object({ ...server, ...access });

/** Settings with every default filled in. */
export type MyGameSettings = z.output<typeof settings>;
