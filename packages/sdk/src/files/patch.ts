/** A value of a managed key. `undefined`: leave alone. `null`: remove the key. */
export type ManagedValue = string | number | boolean | null | undefined | readonly (string | number | boolean)[] | { readonly [key: string]: ManagedValue };

/** What the platform wants of one file of the game: only the named keys, everything else stays as people left it. */
export interface FilePatch {
  /** Path inside the data volume, `/`-separated, no `..`. */
  readonly path: string;
  readonly format: 'properties' | 'json' | 'text';
  /** For `text`: the whole content under the key `content`. */
  readonly set: Readonly<Record<string, ManagedValue>>;
  /** Write only where the file does not exist, such as settings of a new world. */
  readonly onlyIfAbsent?: boolean;
  /** Octal mode; default 0640. */
  readonly mode?: number;
}

/** Keys of a Java `.properties` file. */
export function properties(path: string, set: Readonly<Record<string, string | number | boolean | null | undefined>>, options: { onlyIfAbsent?: boolean } = {}): FilePatch {
  return { path, format: 'properties', set, ...options };
}

/** Keys of a JSON object; nested objects are merged, arrays and scalars replaced. */
export function json(path: string, set: Readonly<Record<string, ManagedValue>>, options: { onlyIfAbsent?: boolean } = {}): FilePatch {
  return { path, format: 'json', set, ...options };
}

/** A whole small text file. */
export function text(path: string, content: string, options: { onlyIfAbsent?: boolean; mode?: number } = {}): FilePatch {
  return { path, format: 'text', set: { content }, ...options };
}
