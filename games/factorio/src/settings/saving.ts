import { z } from 'zod';
import { about } from './field.ts';

const meta = about('Saving');

/** When the map is written to disk. */
export const saving = {
  autosaveInterval: z
    .int()
    .min(1)
    .max(1440)
    .default(10)
    .meta(
      meta('live', {
        title: 'Autosave every',
        description: 'What a power cut can cost at most. On a huge map every autosave halts the game for seconds: raise it then.',
        unit: 'minutes',
        lands: 'server-settings.json: autosave_interval',
      }),
    ),
  autosaveSlots: z
    .int()
    .min(1)
    .max(100)
    .default(5)
    .meta(
      meta('restart', {
        title: 'Autosaves to keep',
        description: 'How many autosaves are kept before the oldest is written over.',
        lands: 'server-settings.json: autosave_slots',
      }),
    ),
  autosaveOnlyOnServer: z
    .boolean()
    .default(true)
    .meta(
      meta('live', {
        title: 'Autosave on the server only',
        description: "When off, every player's own machine autosaves too.",
        lands: 'server-settings.json: autosave_only_on_server',
      }),
    ),
  nonBlockingSaving: z
    .boolean()
    .default(false)
    .meta(
      meta('restart', {
        title: 'Save in the background',
        description:
          'Autosaves without halting the game, by a copy of the process: needs up to twice the memory while it saves. The game calls it experimental.',
        lands: 'server-settings.json: non_blocking_saving',
      }),
    ),
};
