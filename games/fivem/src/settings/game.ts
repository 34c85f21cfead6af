import { z } from 'zod';
import { convar } from './field.ts';

const GROUP = 'Game';

/** What is played, and what clients may do in it. */
export const game = {
  game: z
    .enum(['gta5', 'rdr3'])
    .default('gta5')
    .meta(
      convar('gamename', {
        group: GROUP,
        title: 'Game',
        applies: 'restart',
        description: 'gta5: FiveM, for Grand Theft Auto V. rdr3: RedM, for Red Dead Redemption 2.',
      }),
    ),
  gameBuild: z
    .string()
    .regex(/^[0-9]{0,5}$/, 'must be the number of a build such as 3258, or empty')
    .default('')
    .meta(
      convar('sv_enforceGameBuild', {
        group: GROUP,
        title: 'Game build',
        applies: 'restart',
        description:
          'Build of the game that every player gets, which decides which cars and maps of it are there, such as 3258. 1 is the game without additions. Empty: as Cfx.re says.',
      }),
    ),
  onesync: z
    .enum(['on', 'legacy', 'off'])
    .default('on')
    .meta(
      convar('onesync', {
        group: GROUP,
        title: 'OneSync',
        applies: 'restart',
        description:
          'Lets the server know of every player and vehicle. on: up to 2048 players. legacy: up to 64. off: up to 32; most resources of today need it.',
      }),
    ),
  population: z
    .boolean()
    .default(true)
    .meta(
      convar('onesync_population', {
        group: GROUP,
        title: 'Passers-by and traffic',
        applies: 'restart',
        description: 'Fills the streets with people and cars of the game. Without them the server has much less to do.',
      }),
    ),
  pureLevel: z
    .int()
    .min(0)
    .max(2)
    .default(0)
    .meta(
      convar('sv_pureLevel', {
        group: GROUP,
        title: 'Unmodified clients',
        applies: 'restart',
        description: '0: players may change the files of their game. 1: only sounds and graphics. 2: nothing.',
      }),
    ),
  scriptHookAllowed: z
    .boolean()
    .default(false)
    .meta(
      convar('sv_scriptHookAllowed', {
        group: GROUP,
        title: 'Script hook',
        applies: 'live',
        description: 'Lets players use trainers and plugins of their own. Only for servers on which nobody minds cheating.',
      }),
    ),
  entityLockdown: z
    .enum(['inactive', 'relaxed', 'strict'])
    .default('inactive')
    .meta(
      convar('sv_entityLockdown', {
        group: GROUP,
        title: 'Who may create things',
        applies: 'live',
        description:
          'inactive: clients create vehicles and objects as they like. relaxed: not those of scripts. strict: only the server does; resources must be made for it.',
      }),
    ),
  networkedPhoneExplosions: z
    .boolean()
    .default(false)
    .meta(
      convar('sv_enableNetworkedPhoneExplosions', {
        group: GROUP,
        title: 'Phone explosions',
        applies: 'live',
        description: 'Lets a client set off explosions by phone, which cheaters use.',
      }),
    ),
  filterRequestControl: z
    .int()
    .min(0)
    .max(4)
    .default(0)
    .meta(
      convar('sv_filterRequestControl', {
        group: GROUP,
        title: 'Taking over vehicles',
        applies: 'live',
        description:
          'When clients may take control of what another one owns. 0: always. 1: not of occupied vehicles. 2: nor of those touched just before. 3 and 4: never in those cases, whatever scripts want.',
      }),
    ),
  stateBagStrictMode: z
    .boolean()
    .default(false)
    .meta(
      convar('sv_stateBagStrictMode', {
        group: GROUP,
        title: 'Strict state bags',
        applies: 'live',
        description: 'Only the server may change the shared state of vehicles and players; resources must be made for it.',
      }),
    ),
};
