import { z } from 'zod';
import { about } from './field.ts';

const meta = about('Play');

/** Rules of the game. */
export const play = {
  allowCommands: z
    .enum(['admins-only', 'true', 'false'])
    .default('admins-only')
    .meta(
      meta('live', {
        title: 'Who may run Lua',
        description: 'Who may use script commands. Any script command turns achievements off for this save for good.',
        lands: 'server-settings.json: allow_commands',
      }),
    ),
  autoPause: z
    .boolean()
    .default(true)
    .meta(
      meta('restart', {
        title: 'Pause when empty',
        description: 'Time stands still while nobody is online. An empty server then needs hardly any CPU.',
        lands: 'server-settings.json: auto_pause',
      }),
    ),
  autoPauseWhenPlayersConnect: z
    .boolean()
    .default(false)
    .meta(
      meta('restart', {
        title: 'Pause while somebody joins',
        description: 'Pauses the game while a player downloads the map and catches up.',
        lands: 'server-settings.json: auto_pause_when_players_connect',
      }),
    ),
  onlyAdminsCanPause: z
    .boolean()
    .default(true)
    .meta(
      meta('live', {
        title: 'Only admins may pause',
        description: 'Keeps players from pausing the game for everybody.',
        lands: 'server-settings.json: only_admins_can_pause_the_game',
      }),
    ),
  afkAutokickInterval: z
    .int()
    .min(0)
    .max(1440)
    .default(0)
    .meta(
      meta('live', {
        title: 'Kick who is away',
        description: 'Kicks players who did nothing for so long; 0 is never.',
        unit: 'minutes',
        lands: 'server-settings.json: afk_autokick_interval',
      }),
    ),
};
