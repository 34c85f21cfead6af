import { z } from 'zod';
import { EDITIONS } from '../editions.ts';
import { convars, line, SERVER_FILE, startOptions } from './field.ts';

const GROUP = 'Server';
const live = convars(GROUP, SERVER_FILE);
const start = startOptions(GROUP);

/** Numbers of the regions that the server browser sorts by. */
export const REGIONS = {
  world: 255,
  'us-east': 0,
  'us-west': 1,
  'south-america': 2,
  europe: 3,
  asia: 4,
  australia: 5,
  'middle-east': 6,
  africa: 7,
} as const;

const EDITION_NAMES = Object.keys(EDITIONS) as [keyof typeof EDITIONS, ...(keyof typeof EDITIONS)[]];
const REGION_NAMES = Object.keys(REGIONS) as [keyof typeof REGIONS, ...(keyof typeof REGIONS)[]];

/** The server itself: what runs, and how it shows itself. */
export const server = {
  name: line(64)
    .min(1)
    .default('Counter-Strike server')
    .meta(live('hostname', { title: 'Name', description: 'Shown in the server browser and on the scoreboard.' })),
  maxPlayers: z
    .int()
    .min(1)
    .max(64)
    .default(10)
    .meta(start('-maxplayers', { title: 'Players', unit: 'players', description: 'How many people and bots may play at once.' })),
  visibleMaxPlayers: z
    .int()
    .min(-1)
    .max(64)
    .default(-1)
    .meta(
      live('sv_visiblemaxplayers', {
        title: 'Players shown',
        unit: 'players',
        description: 'How many places the server browser shows. -1 shows the real number.',
      }),
    ),
  region: z
    .enum(REGION_NAMES)
    .default('world')
    .meta(live('sv_region', { title: 'Region', description: 'Where the server stands, for those who sort the server browser by it.' })),
  tags: line(128)
    .default('')
    .meta(live('sv_tags', { title: 'Tags', description: 'Words by which the server is found in the browser, with commas between them.' })),
  steamGroup: z
    .string()
    .regex(/^\d{0,20}$/, 'must be the number of the group, which its admins find on the page to edit it, or empty')
    .default('')
    .meta(
      live('sv_steamgroup', { title: 'Steam group', description: 'Number of the Steam group this server belongs to; its members see it.' }),
    ),
  voice: z
    .boolean()
    .default(true)
    .meta(live('sv_voiceenable', { title: 'Voice chat', description: 'Lets players talk to each other.' })),
  cheats: z
    .boolean()
    .default(false)
    .meta(
      live('sv_cheats', {
        title: 'Cheats',
        description: 'Allows commands for practice, such as flying and unlimited grenades, to everybody on the server.',
      }),
    ),
  hibernate: z
    .boolean()
    .default(false)
    .meta(
      live('sv_hibernate_when_empty', {
        title: 'Sleep when empty',
        description: 'Uses next to no processor time while nobody plays. Some builds of the game crash when the first player comes back.',
      }),
    ),
  hibernateDelaySeconds: z
    .int()
    .min(0)
    .max(3600)
    .default(5)
    .meta(
      live('sv_hibernate_postgame_delay', {
        title: 'Sleep after',
        unit: 'seconds',
        description: 'How long after the last player has left the server falls asleep, where it may.',
      }),
    ),
  lan: z
    .boolean()
    .default(false)
    .meta(
      start('+sv_lan', {
        title: 'Local network only',
        description: 'Does without Steam: only players on the same network get in, and their accounts are not checked.',
      }),
    ),
  antiCheat: z
    .boolean()
    .default(true)
    .meta(
      start('-insecure', {
        title: 'Anti-cheat (VAC)',
        description: 'Keeps out accounts that were banned for cheating. Some plugins ask for it to be off.',
      }),
    ),
  updateOnStart: z
    .boolean()
    .default(true)
    .meta(
      start('steamcmd +app_update', {
        title: 'Update at start',
        description: 'Fetches the newest build at every start. Players cannot join an old one.',
      }),
    ),
  verifyFiles: z
    .boolean()
    .default(false)
    .meta(
      start('steamcmd validate', {
        title: 'Check files at start',
        description: 'Compares all 60 GB with what Steam has and repairs what differs. Takes many minutes: turn it off again afterwards.',
      }),
    ),
  loadAddons: z
    .boolean()
    .default(true)
    .meta(
      start('gameinfo.gi: addons/metamod', {
        title: 'Load plugins',
        description: 'Loads Metamod with its plugins where the folder addons has them. Turn it off when an update of the game broke them.',
      }),
    ),
  edition: z
    .enum(EDITION_NAMES)
    .default('cs2')
    .meta(
      start('steamcmd +app_update', {
        title: 'Game',
        description:
          'Counter-Strike 2, or the last build of Global Offensive. The old game gets no updates and no support; it is for local networks and needs the local network setting.',
      }),
    ),
};
