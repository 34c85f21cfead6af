import type { SettingMeta } from '@gse/sdk';

/** The file of the game's settings, in its volume. */
export const SETTINGS_FILE = 'server.properties';

/** Meta of a setting that is a key of that file. */
export function key(name: string, meta: Omit<SettingMeta, 'lands'>): SettingMeta & Record<string, unknown> {
  return { ...meta, lands: `${SETTINGS_FILE}: ${name}` };
}

/**
 * One line without control characters, and the words for it. Patterns have no look-around and no back references: Kubernetes
 * knows none.
 */
export const oneLine = [/^[^\x00-\x1f\x7f]*$/, 'must be one line, without control characters'] as const;
