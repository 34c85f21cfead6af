import { z } from 'zod';
import { AS_MODE, convars, MODE_FILE, modeNumber, modeSwitch } from './field.ts';

const match = convars('Match', MODE_FILE);
const teams = convars('Teams', MODE_FILE);
const bots = convars('Bots', MODE_FILE);

/** Rules that every game mode has its own idea of. */
export const rules = {
  maxRounds: modeNumber(100).meta(
    match('mp_maxrounds', { title: 'Rounds', unit: 'rounds', description: `The most rounds of a match; 0 is no limit. ${AS_MODE}` }),
  ),
  roundMinutes: z
    .number()
    .min(-1)
    .max(60)
    .default(-1)
    .meta(
      match('mp_roundtime', {
        title: 'Length of a round',
        unit: 'minutes',
        description: `How long a round lasts, such as 1.92. ${AS_MODE}`,
      }),
    ),
  freezeSeconds: modeNumber(60).meta(
    match('mp_freezetime', {
      title: 'Freeze time',
      unit: 'seconds',
      description: `Time to buy before a round in which nobody can move. ${AS_MODE}`,
    }),
  ),
  warmupSeconds: modeNumber(3600).meta(
    match('mp_warmuptime', { title: 'Warm-up', unit: 'seconds', description: `How long players warm up before the match. ${AS_MODE}` }),
  ),
  timeLimitMinutes: modeNumber(600).meta(
    match('mp_timelimit', { title: 'Time limit', unit: 'minutes', description: `After how long the map changes; 0 is never. ${AS_MODE}` }),
  ),
  overtime: modeSwitch().meta(match('mp_overtime_enable', { title: 'Overtime', description: 'Plays on when a match ends in a draw.' })),
  startMoney: modeNumber(65_535).meta(
    match('mp_startmoney', {
      title: 'Starting money',
      unit: 'dollars',
      description: `What players can spend in the first round. ${AS_MODE}`,
    }),
  ),
  buySeconds: modeNumber(600).meta(
    match('mp_buytime', { title: 'Buy time', unit: 'seconds', description: `How long players may buy in a round. ${AS_MODE}` }),
  ),
  restartAfterMatch: modeSwitch().meta(
    match('mp_match_end_restart', {
      title: 'Same map again',
      description: 'Starts the same map again after a match, in place of the next one.',
    }),
  ),
  friendlyFire: modeSwitch().meta(
    teams('mp_friendlyfire', { title: 'Friendly fire', description: 'Shots hurt players of the same team, too.' }),
  ),
  autoTeamBalance: modeSwitch().meta(
    teams('mp_autoteambalance', { title: 'Balance teams', description: 'Moves players to the smaller team between rounds.' }),
  ),
  limitTeams: modeNumber(30).meta(
    teams('mp_limitteams', {
      title: 'Team difference',
      unit: 'players',
      description: `By how many players one team may be larger; 0 is no limit. ${AS_MODE}`,
    }),
  ),
  allTalk: modeSwitch().meta(
    teams('sv_alltalk', { title: 'Talk to everybody', description: 'Players hear the voice of the other team, too.' }),
  ),
  deadTalk: modeSwitch().meta(
    teams('sv_deadtalk', { title: 'Dead players talk', description: 'The living hear the voice of dead players of their team.' }),
  ),
  botQuota: modeNumber(63).meta(
    bots('bot_quota', { title: 'Bots', unit: 'bots', description: `How many bots play; they are not counted as players. ${AS_MODE}` }),
  ),
  botQuotaMode: z
    .enum(['mode', 'normal', 'fill', 'match'])
    .default('mode')
    .meta(
      bots('bot_quota_mode', {
        title: 'How bots are counted',
        description: 'Normal: so many bots. Fill: so many players and bots together. Match: so many bots for every player.',
      }),
    ),
  botDifficulty: z
    .enum(['mode', 'easy', 'normal', 'hard', 'expert'])
    .default('mode')
    .meta(bots('bot_difficulty', { title: 'Skill of bots', description: 'How well bots play.' })),
};
