import { parseProperties, parseSourceCfg, type FilePatch, type ManagedValue } from '@gse/sdk';

const BY_HAND = { words: 'kept by hand: gse conformance', key: 'gse_by_hand', value: 'yes' };

/** What a file says otherwise than a patch wants it, key by key. */
export function unlike(content: string, patch: FilePatch): readonly string[] {
  const { path } = patch;
  switch (patch.format) {
    case 'text':
      return content === patch.set.content ? [] : [`${path} does not have the wanted content`];
    case 'properties':
      return unlikeKeys(path, parseProperties(content), patch.set);
    case 'cfg': {
      const [no, yes] = patch.dialect?.booleans ?? ['0', '1'];
      const wanted = Object.entries(patch.set).flatMap(([key, value]) => {
        const words = key.trim().split(/\s+/);
        // A key of several words is a whole command, which is there or is not; with a setter in front it is a variable.
        if (words.length > 1 && typeof value === 'boolean') return [];
        return [[words.at(-1)?.toLowerCase() ?? '', typeof value === 'boolean' ? (value ? yes : no) : value] as const];
      });
      return unlikeKeys(path, parseSourceCfg(content, patch.dialect), Object.fromEntries(wanted));
    }
    case 'own':
      return unlikeKeys(path, patch.editor.read(content), patch.set);
    case 'json': {
      const parsed = JSON.parse(content) as unknown;
      return wantedOf(patch.set).flatMap(([key, value]) =>
        holds(isRecord(parsed) ? parsed[key] : undefined, value) ? [] : [`${path}: ${key} is not what was wanted`],
      );
    }
  }
}

/** True where people may write into the file beside the platform. */
export function isShared({ format, onlyIfAbsent }: FilePatch): boolean {
  return format !== 'text' && onlyIfAbsent !== true;
}

/** The same file after somebody wrote a comment and a key of their own into it. */
export function editedByHand(content: string, patch: FilePatch): string {
  switch (patch.format) {
    case 'properties':
      return `# ${BY_HAND.words}\n${content}${BY_HAND.key}=${BY_HAND.value}\n`;
    case 'cfg':
      return `${commentOf(patch)} ${BY_HAND.words}\n${content}\n${BY_HAND.key} "${BY_HAND.value}"\n`;
    case 'json':
      return JSON.stringify({ _comment: BY_HAND.words, ...(JSON.parse(content) as object), [BY_HAND.key]: BY_HAND.value }, null, 4);
    case 'own':
      // What a key of somebody else's would look like, only the format knows.
      return `${patch.editor.comment(BY_HAND.words)}\n${patch.editor.edit(content, { [ownKey(patch)]: BY_HAND.value })}`;
    case 'text':
      return content;
  }
}

/** True when what `editedByHand` wrote is still there. */
export function hasHandEdit(content: string, patch: FilePatch): boolean {
  switch (patch.format) {
    case 'properties':
      return content.split('\n').includes(`# ${BY_HAND.words}`) && parseProperties(content).get(BY_HAND.key) === BY_HAND.value;
    case 'cfg':
      return (
        content.split('\n').includes(`${commentOf(patch)} ${BY_HAND.words}`) &&
        parseSourceCfg(content, patch.dialect).get(BY_HAND.key) === BY_HAND.value
      );
    case 'json': {
      const parsed = JSON.parse(content) as unknown;
      return isRecord(parsed) && parsed['_comment'] === BY_HAND.words && parsed[BY_HAND.key] === BY_HAND.value;
    }
    case 'own':
      return (
        content.split('\n').includes(patch.editor.comment(BY_HAND.words)) && patch.editor.read(content).get(ownKey(patch)) === BY_HAND.value
      );
    case 'text':
      return true;
  }
}

/** The names of the keys that a file has; undefined where the format has none. */
export function keysIn(content: string, patch: FilePatch): readonly string[] | undefined {
  switch (patch.format) {
    case 'properties':
      return [...parseProperties(content).keys()].toSorted();
    case 'cfg':
      return [...parseSourceCfg(content, patch.dialect).keys()].toSorted();
    case 'json': {
      const parsed = JSON.parse(content) as unknown;
      return isRecord(parsed) ? Object.keys(parsed).toSorted() : [];
    }
    case 'own':
      return [...patch.editor.read(content).keys()].toSorted();
    case 'text':
      return undefined;
  }
}

/** A key beside the managed ones, in the same section where keys have one. */
function ownKey({ set }: Extract<FilePatch, { format: 'own' }>): string {
  const section = /^(?<section>.*\/)?/.exec(Object.keys(set)[0] ?? '')?.groups?.['section'] ?? '';
  return section + BY_HAND.key;
}

function commentOf({ dialect }: Extract<FilePatch, { format: 'cfg' }>): string {
  return dialect?.comments?.[0] ?? '//';
}

function unlikeKeys(path: string, found: ReadonlyMap<string, string>, set: Readonly<Record<string, ManagedValue>>): readonly string[] {
  return wantedOf(set).flatMap(([key, value]) =>
    found.get(key) === String(value) ? [] : [`${path}: ${key} is ${JSON.stringify(found.get(key))} instead of ${JSON.stringify(value)}`],
  );
}

function wantedOf(set: Readonly<Record<string, ManagedValue>>): readonly (readonly [string, ManagedValue])[] {
  return Object.entries(set).filter(([, value]) => value !== undefined && value !== null);
}

/** True when a JSON value has everything that was wanted; it may have more. */
function holds(found: unknown, wanted: ManagedValue): boolean {
  if (wanted === undefined) return true;
  if (wanted === null) return found === undefined;
  if (Array.isArray(wanted) || typeof wanted !== 'object') return JSON.stringify(found) === JSON.stringify(wanted);
  return (
    isRecord(found) && Object.entries(wanted as Readonly<Record<string, ManagedValue>>).every(([key, value]) => holds(found[key], value))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
