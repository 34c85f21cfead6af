import type { SettingMeta } from '@gse/sdk';

/** Meta of a setting that is a variable in server.cfg. */
export function convar(name: string, meta: Omit<SettingMeta, 'lands'>): SettingMeta & Record<string, unknown> {
  return { ...meta, lands: `server.cfg: ${name}` };
}

/** Meta of a setting that is written into the platform's own file beside server.cfg. */
export function ownFile(what: string, meta: Omit<SettingMeta, 'lands'>): SettingMeta & Record<string, unknown> {
  return { ...meta, lands: `gse.cfg: ${what}` };
}

/** One line without control characters and quotes, which the console of the game cannot hold, and the words for it. */
export const ONE_LINE = [/^[^\x00-\x1f\x7f"]*$/, 'must not have quotes or line breaks in it'] as const;
/** An address of a page or picture, or nothing, and the words for it. */
export const WEB_ADDRESS = [
  /^(?:https?:\/\/[^\s"]{1,400})?$/,
  'must be an address of 400 characters at most that begins with https:// or http://, or empty',
] as const;
