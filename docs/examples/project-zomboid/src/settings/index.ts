import { z } from 'zod';
import { play } from './play.ts';
import { server } from './server.ts';

/** Everything a customer may set without opening a file. */
export const settings = z.object({ ...server, ...play });

/** Settings with every default filled in. */
export type ProjectZomboidSettings = z.output<typeof settings>;
