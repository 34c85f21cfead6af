import { z } from 'zod';
import { convar, ownFile } from './field.ts';

const GROUP = 'Access';

/** Who may do what, and what the server tells of its players. */
export const access = {
  admins: z
    .array(
      z
        .string()
        .regex(
          /^(?:(?:license2?|steam|discord|fivem|xbl|live):[0-9a-z]{4,64}|[0-9a-f]{40})$/,
          'must be an identifier such as license:… or discord:…',
        ),
    )
    .max(100)
    .default([])
    .meta(
      ownFile('gse_admins', {
        group: GROUP,
        title: 'Administrators',
        applies: 'live',
        description:
          'Who may use every command in the game, by identifier: license:…, discord:…, steam:… or the forty characters of a licence alone. The player list shows the licences.',
      }),
    ),
  endpointPrivacy: z
    .boolean()
    .default(true)
    .meta(
      convar('sv_endpointPrivacy', {
        group: GROUP,
        title: 'Hide addresses',
        applies: 'live',
        description: 'Hides the addresses of players from everybody who looks at the public player list.',
      }),
    ),
  requestParanoia: z
    .int()
    .min(0)
    .max(3)
    .default(0)
    .meta(
      convar('sv_requestParanoia', {
        group: GROUP,
        title: 'Odd requests',
        applies: 'live',
        description:
          'Turns away requests that no game client makes. 0: none. 1: those of proxies. 2: those of browsers as well. 3: both, and for a while.',
      }),
    ),
  connectionTimeout: z
    .int()
    .min(1)
    .max(60)
    .default(5)
    .meta(
      convar('sv_tcpConnectionTimeoutSeconds', {
        group: GROUP,
        title: 'Patience with silent connections',
        applies: 'restart',
        unit: 's',
        description: 'Connections on which nothing comes for so long are closed.',
      }),
    ),
};
