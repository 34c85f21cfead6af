import type { Applies, SettingMeta } from '@gse/sdk';
import { z } from 'zod';

type Meta = SettingMeta & Record<string, unknown>;
type Words = Pick<SettingMeta, 'title' | 'description' | 'unit'>;

/** Makes the meta of settings that are variables in server.cfg; Rust takes all of them while it runs. */
export function convars(group: string): (convar: string, words: Words) => Meta {
  return (convar, words) => ({ group, applies: 'live', lands: `server.cfg: ${convar}`, ...words });
}

/** Makes the meta of settings that Rust reads only from its command line. */
export function startOptions(group: string): (convar: string, applies: Applies, words: Words) => Meta {
  return (convar, applies, words) => ({ group, applies, lands: `command line: +${convar}`, ...words });
}

/** One line that can stand between quotes in server.cfg. */
export const line = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\p{Cc}"\\]*$/u, 'must not have quotes, backslashes or line breaks in it');

/** The same with line breaks. */
export const lines = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^(?:[^\p{Cc}"\\]|\n)*$/u, 'must not have quotes, backslashes or control characters in it');

/** An address on the web, or nothing. */
export const address = () =>
  z
    .string()
    .max(500)
    .regex(/^(?:https?:\/\/[^\s"\\\p{Cc}]+)?$/u, 'must be an address that begins with https:// or http://, or empty')
    .default('');

/** SteamIDs; their shape is checked with a sentence of its own. */
export const steamIds = () => z.array(z.string().trim().max(40)).max(100).default([]);
