import type { AnyGame } from '@gse/sdk';

/** What is the same for everything of one release. */
export interface EditionInfo {
  /** Version of the edition, which its charts have too. */
  readonly version: string;
}

/** The generated files of an edition by their path below `charts/`. A link's content is where it points. */
export type EditionFiles = ReadonlyMap<string, string>;

/** What every generated file says first, as a comment. */
export function madeFrom(game: Pick<AnyGame, 'id'>): string {
  return `Made from games/${game.id} by \`pnpm gen\`. Change the adapter, not this file.`;
}
