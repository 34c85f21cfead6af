import type { AnyGame } from '@gse/sdk';
import { code, section, table } from './markdown.ts';

/** What is kept, what can be begun anew, and which days the publisher has set. */
export function worldSection({ backup, wipes = {}, calendar = [] }: AnyGame): string {
  return section(
    '## Backup and new beginnings',
    backup === undefined
      ? ''
      : `A backup has ${list(backup.include)}${backup.exclude.length === 0 ? '' : `, without ${list(backup.exclude)}`}.`,
    table(
      ['wipe', 'what goes and what stays', 'removes'],
      Object.entries(wipes).map(([name, { title, description, remove, keep = [] }]) => [
        code(name),
        `**${title}.** ${description}`,
        `${list(remove)}${keep.length === 0 ? '' : `, but not ${list(keep)}`}`,
      ]),
    ),
    table(
      ['set by the publisher', 'what it means'],
      calendar.map(({ title, description, wipe }) => [
        title,
        `${description}${wipe === undefined ? '' : ` It forces the wipe ${code(wipe)}.`}`,
      ]),
    ),
  );
}

/** Services that somebody has to provide beside the game. */
export function needsSection({ needs = {} }: AnyGame): string {
  return section(
    '## What it needs beside itself',
    table(
      ['service', 'what for', 'its credential', 'without it'],
      Object.values(needs).map(({ kind, title, description, secret, optional }) => [
        `${title} (${kind})`,
        description,
        code(secret),
        optional === true ? 'the game runs' : 'the game does not run',
      ]),
    ),
  );
}

function list(paths: readonly string[]): string {
  return paths.map((path) => (path === '*' ? 'everything in the volume' : code(path))).join(', ');
}
