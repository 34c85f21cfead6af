/**
 * Paths of the data volume: relative, `/`-separated. `*` stands for any characters but `/`, `**` as a whole segment for any
 * number of folders; a path that names a folder stands for everything in it.
 */
export type VolumePath = string;

/** What of the data volume belongs into a backup, and what a backup can do without. */
export interface BackupSpec {
  readonly include: readonly VolumePath[];
  /** Taken out of what is included: what is downloaded again, caches, logs. */
  readonly exclude: readonly VolumePath[];
}

/** A way to begin anew. Files are removed while the game is stopped. */
export interface WipeSpec<Setting extends string = string> {
  readonly title: string;
  /** What goes and what stays, in a sentence or two. */
  readonly description: string;
  readonly remove: readonly VolumePath[];
  /** Taken out of what is removed. */
  readonly keep?: readonly VolumePath[];
  /** Setting that makes the next world another one when it changes, such as the seed. */
  readonly reseeds?: Setting;
}

/** Something the publisher of the game does on days that are known beforehand, such as a monthly update. */
export interface KnownEvent {
  /** Short name in lower case, such as `forced-wipe`. */
  readonly id: string;
  readonly title: string;
  /** What it means for a server, in a sentence or two. */
  readonly description: string;
  /** Key of the wipe that it forces on every server. */
  readonly wipe?: string;
  /** The first time after `after`; pure, and always later than `after`. */
  readonly next: (after: Date) => Date;
}

/** True when a path lies in what the pattern stands for. */
export function matchesPath(path: string, pattern: VolumePath): boolean {
  const segments = pattern.split('/');
  const source = segments.map((segment, at) => {
    const isLast = at === segments.length - 1;
    if (segment === '**') return isLast ? '.+' : '(?:[^/]+/)*';
    const name = segment.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*');
    return isLast ? `${name}(?:/.*)?` : `${name}/`;
  });
  return new RegExp(`^${source.join('')}$`, 's').test(path);
}
