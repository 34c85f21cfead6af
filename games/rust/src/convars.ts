import { settingMetas, type CfgDialect } from '@gse/sdk';
import { IDLE_KICK_MODES, settings, type RustSettings } from './settings/index.ts';

/** How Rust reads its cfg files: every line is one command, and a comment begins where a word could. */
export const RUST_CFG: CfgDialect = {
  comments: ['//', '#'],
  commentsCutWords: false,
  semicolons: false,
  booleans: ['false', 'true'],
};

/** The game's name of each setting that is a variable of server.cfg. */
export const CONVARS: ReadonlyMap<keyof RustSettings, string> = new Map(
  [...settingMetas(settings)].flatMap(([name, { lands = '' }]) => {
    const convar = /^server\.cfg: (\S+)$/.exec(lands)?.[1];
    return convar === undefined ? [] : [[name, convar] as [keyof RustSettings, string]];
  }),
);

/** A setting in the words of the game. */
export function convarValue<Name extends keyof RustSettings>(name: Name, value: RustSettings[Name]): string | number | boolean {
  if (name === 'idleKickMode') return IDLE_KICK_MODES[value as RustSettings['idleKickMode']];
  // The game shows a line break where these two characters stand.
  if (typeof value === 'string') return value.replaceAll('\n', String.raw`\n`);
  return typeof value === 'object' ? value.join(',') : value;
}
