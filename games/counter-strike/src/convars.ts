import { settingMetas } from '@gse/sdk';
import { MAP_FILE, MODE_FILE, REGIONS, SERVER_FILE, settings, type CounterStrikeSettings } from './settings/index.ts';

/** A console file that settings land in. */
export type CfgFile = typeof SERVER_FILE | typeof MAP_FILE | typeof MODE_FILE;

/** Which file each setting that is a variable lands in, and under which name. */
const CONVARS: ReadonlyMap<keyof CounterStrikeSettings, { readonly file: string; readonly convar: string }> = new Map(
  [...settingMetas(settings)].flatMap(([name, { lands = '' }]) => {
    const [, file, convar] = /^(\S+\.cfg): (\S+)$/.exec(lands) ?? [];
    return file === undefined || convar === undefined
      ? []
      : [[name, { file, convar }] as [keyof CounterStrikeSettings, { file: string; convar: string }]];
  }),
);

/** Variables of a file with the values of these settings; null for those that are left to the game mode. */
export function convarsOf(file: CfgFile, chosen: Partial<CounterStrikeSettings>): ReadonlyMap<string, string | number | boolean | null> {
  const values = new Map<string, string | number | boolean | null>();
  for (const [name, { file: own, convar }] of CONVARS) {
    if (own !== file || chosen[name] === undefined) continue;
    const value = convarValue(name, chosen[name]);
    values.set(convar, value);
    // Maps with a bomb have a time of their own, and so have those with hostages.
    if (convar === 'mp_roundtime') {
      values.set('mp_roundtime_defuse', value);
      values.set('mp_roundtime_hostage', value);
    }
  }
  return values;
}

const BOT_SKILLS = { easy: 0, normal: 1, hard: 2, expert: 3 } as const;
const LOG_DETAILS = { off: 0, enemies: 1, team: 2, all: 3 } as const;

/** A setting in the words of the game; null where the game mode decides. */
function convarValue(name: keyof CounterStrikeSettings, value: string | number | boolean): string | number | boolean | null {
  if (value === 'mode') return null;
  if (name === 'region') return REGIONS[value as CounterStrikeSettings['region']];
  if (name === 'botDifficulty') return BOT_SKILLS[value as keyof typeof BOT_SKILLS];
  if (name === 'logDetail') return LOG_DETAILS[value as keyof typeof LOG_DETAILS];
  if (value === 'on' || value === 'off') return value === 'on';
  // The one figure for which -1 is a value of the game.
  if (value === -1 && name !== 'visibleMaxPlayers') return null;
  return value;
}
