import type { AnyGame } from '@gse/sdk';
import type { Parameter } from './parameter.ts';

/** Names that the platform's forms hide while somebody types. */
const HIDDEN = /(?:password|token|(?:access|secret|api|private)key)$/i;

/** Bytes of a credential, at most; as the API takes them. */
const MAX_CREDENTIAL = 4096;

/** A parameter for every credential that a person gives; the platform makes the others by itself. */
export function credentials(game: AnyGame): readonly Parameter[] {
  return Object.entries(game.secrets).flatMap(([id, { title, description, generate, optional, shown }]) => {
    if (generate !== undefined) return [];
    const isNeeded = optional !== true;
    return [
      {
        name: shown === true || HIDDEN.test(id) ? id : `${id}Token`,
        section: 'Credentials',
        title,
        description,
        default: '',
        rule: { type: 'text', longest: MAX_CREDENTIAL, ...(isNeeded && { shortest: 1, needed: description }) },
        target: { to: 'credential', id, isNeeded, isShown: shown === true },
      } satisfies Parameter,
    ];
  });
}
