import type { Applies, SettingMeta } from '@gse/sdk';
import { z } from 'zod';

type Meta = SettingMeta & Record<string, unknown>;
type Words = Pick<SettingMeta, 'title' | 'description' | 'unit'>;

/** Console file that is executed once, when the game starts: what is changed in the running game stays so until it ends. */
export const SERVER_FILE = 'gse_server.cfg';
/** Console file that is executed at every change of the map. */
export const MAP_FILE = 'server.cfg';
/** Console file of the chosen mode, executed at every change of the map after the publisher's own. */
export const MODE_FILE = 'gamemode_*_server.cfg';

/** Makes the meta of settings that are variables in `file`; the running game takes those that no change of the map brings back. */
export function convars(
  group: string,
  file: typeof SERVER_FILE | typeof MAP_FILE | typeof MODE_FILE,
): (convar: string, words: Words) => Meta {
  const applies: Applies = file === SERVER_FILE ? 'live' : 'restart';
  return (convar, words) => ({ group, applies, lands: `${file}: ${convar}`, ...words });
}

/** Makes the meta of settings that the start script makes arguments of. */
export function startOptions(group: string): (option: string, words: Words) => Meta {
  return (option, words) => ({ group, applies: 'restart', lands: `command line: ${option}`, ...words });
}

/** The end of the description of settings that differ from mode to mode. */
export const AS_MODE = '-1 leaves it as the game mode has it.';

/** A figure that differs from mode to mode; -1 leaves it to the mode. */
export const modeNumber = (most: number) => z.int().min(-1).max(most).default(-1);

/** A switch that differs from mode to mode. */
export const modeSwitch = () => z.enum(['mode', 'on', 'off']).default('mode');

/** One line that can stand between quotes in the console, which has no escape for them. */
export const line = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\p{Cc}\u2028\u2029"\\]*$/u, 'must not have quotes, backslashes or line breaks in it');

/** The number of something in the Steam Workshop, or nothing. */
export const workshopId = () =>
  z
    .string()
    .regex(/^\d{0,20}$/, 'must be the number at the end of the address of the item in the Steam Workshop')
    .default('');
