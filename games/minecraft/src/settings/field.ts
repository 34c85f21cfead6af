import type { SettingMeta } from '@gse/sdk';

/** Meta of a setting that is a key of server.properties. */
export function property(key: string, meta: Omit<SettingMeta, 'lands'>): SettingMeta & Record<string, unknown> {
  return { ...meta, lands: `server.properties: ${key}` };
}

/** One line without control characters; a line break only where the game shows two lines. */
export const oneLine = /^[^\x00-\x1f\x7f]*$/;
export const twoLines = /^[^\x00-\x09\x0b-\x1f\x7f]*$/;
