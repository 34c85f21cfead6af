import { z } from 'zod';
import { convars, steamIds, startOptions } from './field.ts';

const cfg = convars('Players and chat');
const start = startOptions('Players and chat');

/** How the game counts the cases in which idle players are thrown out. */
export const IDLE_KICK_MODES = { never: 0, whenFull: 1, always: 2 } as const;

/** Who may do what, who has to go, and what is said. */
export const access = {
  owners: steamIds().meta({
    group: 'Players and chat',
    applies: 'live',
    lands: 'users.cfg: ownerid',
    title: 'Owners',
    description:
      'SteamIDs (17 digits) of those who may use every command in the game. Who stands here gets the right again at every start; taking somebody off the list leaves them the right until it is taken away under Players.',
  }),
  moderators: steamIds().meta({
    group: 'Players and chat',
    applies: 'live',
    lands: 'users.cfg: moderatorid',
    title: 'Moderators',
    description:
      'SteamIDs (17 digits) of those who may kick, ban and fly. Who stands here gets the right again at every start; taking somebody off the list leaves them the right until it is taken away under Players.',
  }),
  idleKickMinutes: z
    .int()
    .min(1)
    .max(1440)
    .default(30)
    .meta(
      cfg('server.idlekick', {
        title: 'Idle players',
        unit: 'minutes',
        description: 'After how long without doing anything a player counts as idle.',
      }),
    ),
  idleKickMode: z
    .enum(Object.keys(IDLE_KICK_MODES) as [keyof typeof IDLE_KICK_MODES, ...(keyof typeof IDLE_KICK_MODES)[]])
    .default('whenFull')
    .meta(
      cfg('server.idlekickmode', {
        title: 'Throw idle players out',
        description: 'never, whenFull (when others wait for a place) or always.',
      }),
    ),
  playerTimeoutSeconds: z
    .int()
    .min(10)
    .max(600)
    .default(60)
    .meta(
      cfg('server.playertimeout', {
        title: 'Lost connections',
        unit: 'seconds',
        description: 'After how long without a sign a player counts as gone.',
      }),
    ),
  rejoinDelaySeconds: z
    .int()
    .min(0)
    .max(3600)
    .default(300)
    .meta(
      cfg('server.rejoin_delay', {
        title: 'Place kept for who returns',
        unit: 'seconds',
        description: 'How long somebody who lost the connection may come back past the queue.',
      }),
    ),
  queueSize: z
    .int()
    .min(0)
    .max(1000)
    .default(50)
    .meta(
      cfg('server.queuesize', { title: 'Queue', unit: 'players', description: 'How many may wait for a place when the server is full.' }),
    ),
  chatEnabled: z
    .boolean()
    .default(true)
    .meta(cfg('chat.enabled', { title: 'Chat', description: 'Players can write to each other.' })),
  globalChat: z
    .boolean()
    .default(true)
    .meta(cfg('chat.globalchat', { title: 'Global chat', description: 'Everybody reads what is written.' })),
  localChat: z
    .boolean()
    .default(false)
    .meta(cfg('chat.localchat', { title: 'Local chat', description: 'Only those nearby read what is written there.' })),
  chatLog: z
    .boolean()
    .default(true)
    .meta(
      cfg('chat.serverlog', {
        title: 'Chat in the log',
        description: 'What is written stands in the log of the server, for as long as the log is kept. Players should know.',
      }),
    ),
  reportsInConsole: z
    .boolean()
    .default(false)
    .meta(
      cfg('server.printreportstoconsole', {
        title: 'Reports in the console',
        description: 'What players report with F7 is printed into the console too.',
      }),
    ),
  antiCheat: z
    .boolean()
    .default(true)
    .meta(
      start('server.secure', 'restart', {
        title: 'Easy Anti-Cheat',
        description: 'Lets only players in whose game is watched by Easy Anti-Cheat. Without it few will trust the server.',
      }),
    ),
};
