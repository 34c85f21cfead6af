import { z } from 'zod';
import { about, PLAYER_NAME } from './field.ts';

const meta = about('Access');

/** Who may come in. */
export const access = {
  maxPlayers: z
    .int()
    .min(0)
    .max(65_535)
    .default(0)
    .meta(
      meta('live', {
        title: 'Most players',
        description: 'How many may play at once; 0 is no limit. Admins can always join.',
        unit: 'players',
        lands: 'server-settings.json: max_players',
      }),
    ),
  ignorePlayerLimitForReturningPlayers: z
    .boolean()
    .default(false)
    .meta(
      meta('live', {
        title: 'Returning players may always join',
        description: 'Whoever has played on this map before may join a full server.',
        lands: 'server-settings.json: ignore_player_limit_for_returning_players',
      }),
    ),
  requireUserVerification: z
    .boolean()
    .default(true)
    .meta(
      meta('live', {
        title: 'Verify accounts',
        description: 'Only players with a valid factorio.com account may join. The server must be able to reach auth.factorio.com.',
        lands: 'server-settings.json: require_user_verification',
      }),
    ),
  whitelist: z
    .boolean()
    .default(false)
    .meta(
      meta('live', {
        title: 'Only allowed players',
        description: 'Only players on the whitelist, and admins, may join. The list itself is kept with allow and disallow.',
        lands: '--use-server-whitelist',
      }),
    ),
  admins: z
    .array(z.string().regex(PLAYER_NAME, 'must be the name of a player: letters, digits, dots, - and _'))
    .max(200)
    .default([])
    .meta(
      meta('live', {
        title: 'Admins',
        lands: 'server-adminlist.json',
        description:
          'Players who are made admins. Those promoted in the game stay admins too; taking a name out here does not demote, demoting does.',
      }),
    ),
};
