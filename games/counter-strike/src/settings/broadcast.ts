import { z } from 'zod';
import { convars, line, MAP_FILE, MODE_FILE } from './field.ts';

const tv = convars('Spectators and recording', MAP_FILE);
const log = convars('Log', MAP_FILE);

/** What is shown to spectators, recorded and logged. */
export const broadcast = {
  tvEnabled: z
    .boolean()
    .default(false)
    .meta(
      tv('tv_enable', { title: 'SourceTV', description: 'Lets spectators watch through a port of their own, without taking a place.' }),
    ),
  tvTitle: line(64)
    .default('')
    .meta(tv('tv_title', { title: 'Title for spectators', description: 'Shown to spectators; empty for none.' })),
  tvMaxClients: z
    .int()
    .min(0)
    .max(255)
    .default(10)
    .meta(tv('tv_maxclients', { title: 'Spectators', unit: 'people', description: 'How many may watch at once.' })),
  tvDelaySeconds: z
    .int()
    .min(0)
    .max(600)
    .default(30)
    .meta(
      convars('Spectators and recording', MODE_FILE)('tv_delay', {
        title: 'Delay for spectators',
        unit: 'seconds',
        description: 'How much later spectators see the match, so that they cannot help the players.',
      }),
    ),
  tvAutoRecord: z
    .boolean()
    .default(false)
    .meta(
      tv('tv_autorecord', {
        title: 'Record matches',
        description: 'Keeps every match as a demo file of 100 to 300 MB. Needs SourceTV. Old files are not removed by themselves.',
      }),
    ),
  logDetail: z
    .enum(['off', 'enemies', 'team', 'all'])
    .default('off')
    .meta(log('mp_logdetail', { title: 'Log hits', description: 'Whose hits are written to the log: of enemies, of team mates, or all.' })),
  logMoney: z
    .boolean()
    .default(false)
    .meta(log('mp_logmoney', { title: 'Log money', description: 'Writes every purchase and reward to the log.' })),
};
