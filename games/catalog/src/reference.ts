import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { referenceIndex, referencePage } from '@gse/package-source';
import { games } from './games.ts';

/** Where the pages stand. */
export const REFERENCE_FOLDER = fileURLToPath(new URL('../../../docs/reference/games/', import.meta.url));

/** Every reference page by its file name, as the adapters say it. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', referenceIndex(games)],
    ...games.map((game) => [`${game.id}.md`, referencePage(game, pitfallsOf(game.id))] as const),
  ]);
}

/** What the adapter's own PITFALLS.md says below its heading. */
function pitfallsOf(id: string): string {
  try {
    return readFileSync(fileURLToPath(new URL(`../../${id}/PITFALLS.md`, import.meta.url)), 'utf8').replace(/^# .*\n/, '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
