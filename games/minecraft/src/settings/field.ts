import type { SettingMeta } from '@gse/sdk';

/** Meta of a setting that is a key of server.properties. */
export function property(key: string, meta: Omit<SettingMeta, 'lands'>): SettingMeta & Record<string, unknown> {
  return { ...meta, lands: `server.properties: ${key}` };
}

/** One line without control characters; a line break only where the game shows two lines. Each with the words for it. */
export const oneLine = [/^[^\x00-\x1f\x7f]*$/, 'must be one line, without control characters'] as const;
export const twoLines = [/^[^\x00-\x09\x0b-\x1f\x7f]*$/, 'must not have control characters in it'] as const;
