import type { CfgPlace } from './source-cfg.ts';
import type { CfgDialect } from './source-cfg-text.ts';

/** A value of a managed key. `undefined`: leave alone. `null`: remove the key. */
export type ManagedScalar = string | number | boolean | null | undefined;

/** A value of a managed JSON key. */
export type ManagedValue = ManagedScalar | readonly (string | number | boolean)[] | { readonly [key: string]: ManagedValue };

/** How a format is written and read that this package does not know: an adapter brings it along for `edited`. Pure. */
export interface FileEditor {
  /** Sets keys and leaves everything else as it is written. `undefined` leaves a key alone, `null` removes it. */
  readonly edit: (current: string, set: Readonly<Record<string, ManagedScalar>>) => string;
  /** The keys and values of a file, as the game understands them. */
  readonly read: (content: string) => ReadonlyMap<string, string>;
  /** Words as a comment of the format, without the end of the line. */
  readonly comment: (words: string) => string;
}

interface ManagedFile {
  /** Path inside the data volume, `/`-separated, no `..`. */
  readonly path: string;
  /** Write only where the file does not exist, such as settings of a new world. */
  readonly onlyIfAbsent?: boolean;
  /** Octal mode; default 0640. */
  readonly mode?: number;
}

/** What the platform wants of one file of the game: only the named keys, everything else stays as people left it. */
export type FilePatch = ManagedFile &
  (
    | { readonly format: 'properties'; readonly set: Readonly<Record<string, ManagedScalar>> }
    | { readonly format: 'json'; readonly set: Readonly<Record<string, ManagedValue>> }
    | {
        readonly format: 'cfg';
        readonly set: Readonly<Record<string, ManagedScalar>>;
        readonly dialect?: CfgDialect;
        readonly newKeys?: CfgPlace;
      }
    | { readonly format: 'own'; readonly set: Readonly<Record<string, ManagedScalar>>; readonly editor: FileEditor }
    /** The whole content. */
    | { readonly format: 'text'; readonly set: { readonly content: string } }
  );

/** Keys of a Java `.properties` file. */
export function properties(
  path: string,
  set: Readonly<Record<string, ManagedScalar>>,
  options: { onlyIfAbsent?: boolean } = {},
): FilePatch {
  return { path, format: 'properties', set, ...options };
}

/** Keys of a JSON object; nested objects are merged, arrays and scalars replaced. */
export function json(path: string, set: Readonly<Record<string, ManagedValue>>, options: { onlyIfAbsent?: boolean } = {}): FilePatch {
  return { path, format: 'json', set, ...options };
}

/** Variables and commands of a console file in the manner of the Source engine; see `editSourceCfg`. */
export function sourceCfg(
  path: string,
  set: Readonly<Record<string, ManagedScalar>>,
  options: { dialect?: CfgDialect; newKeys?: CfgPlace; onlyIfAbsent?: boolean; mode?: number } = {},
): FilePatch {
  return { path, format: 'cfg', set, ...options };
}

/** Keys of a file in a format of the adapter's own. What a key is called is up to its editor, such as `Section/Key`. */
export function edited(
  path: string,
  editor: FileEditor,
  set: Readonly<Record<string, ManagedScalar>>,
  options: { onlyIfAbsent?: boolean; mode?: number } = {},
): FilePatch {
  return { path, format: 'own', set, editor, ...options };
}

/** A whole small text file. */
export function text(path: string, content: string, options: { onlyIfAbsent?: boolean; mode?: number } = {}): FilePatch {
  return { path, format: 'text', set: { content }, ...options };
}
