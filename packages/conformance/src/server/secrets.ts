import { randomInt } from 'node:crypto';
import type { AnyGame } from '@gse/sdk';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Shorter values could stand in a text by chance. */
const LEAST = 12;

/**
 * Values as the platform makes them, and those that a person has to give because no server starts without them; with `all`,
 * also those that may be left out.
 */
export function makeSecrets(game: AnyGame, which: 'generated' | 'all' = 'generated'): Record<string, string> {
  const wanted = Object.entries(game.secrets).filter(
    ([, { generate, optional }]) => which === 'all' || generate !== undefined || optional !== true,
  );
  return Object.fromEntries(wanted.map(([id, { generate }]) => [id, randomText(Math.max(generate ?? LEAST, LEAST))]));
}

/** Random letters and figures. */
export function randomText(length: number): string {
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
