import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseProperties, type FilePatch, type ManagedValue } from '@gse/sdk';
import { nothing, type Check } from '../check.ts';
import { requireNone } from '../errors.ts';
import { applyPatches, filesOf } from '../server/folder.ts';
import { patchesOf, planOrder, type Order } from '../server/order.ts';
import { makeSecrets } from '../server/secrets.ts';
import type { Subject } from '../subject.ts';
import { changes } from '../values.ts';

const BY_HAND = { comment: '# kept by hand: gse conformance', key: 'gse-by-hand', value: 'yes' };

/** What is written into the game's own files, and what is left alone there. */
export const filesChecks: readonly Check[] = [
  {
    id: 'files-round-trip',
    title: 'what the adapter wants in a file is what the file then says',
    why: 'A setting with an umlaut, a quote or a line break arrives in the game as something else.',
    look: 'files.ts',
    absent: withoutFiles,
    async run({ game, folder }) {
      const secrets = makeSecrets(game, 'all');
      for (const settings of [{}, ...changes(game).map((change) => change.settings)]) {
        const root = await folder();
        const patches = patchesOf(game, planOrder(game, { settings }), secrets);
        await applyPatches(root, patches);
        for (const patch of patches)
          requireNone((await differences(root, patch)).map((finding) => `with ${JSON.stringify(settings)}: ${finding}`));
      }
    },
  },
  {
    id: 'files-second-prepare',
    title: 'preparing a second time changes nothing',
    why: 'Every restart rewrites files that people and backups then see as changed.',
    look: 'files.ts',
    absent: withoutFiles,
    async run({ game, folder }) {
      const root = await folder();
      const secrets = makeSecrets(game, 'all');
      await applyPatches(root, patchesOf(game, planOrder(game), secrets));
      const again = await applyPatches(root, patchesOf(game, planOrder(game), secrets));
      requireNone(again.map((path) => `${path} was written again, although nothing had changed`));
    },
  },
  {
    id: 'files-keep-hand-edits',
    title: 'comments and keys that people wrote by hand survive a change of settings',
    why: 'Somebody tunes a file by hand, and the next restart takes it away.',
    look: 'files.ts',
    absent: withoutFiles,
    async run(context) {
      const { game } = context;
      const secrets = makeSecrets(game, 'all');
      const root = await context.folder();
      const apply = async (order: Order): Promise<void> =>
        void (await applyPatches(root, patchesOf(game, planOrder(game, order), secrets)));
      await apply({});
      const edited = patchesOf(game, planOrder(game), secrets).filter(
        ({ format, onlyIfAbsent }) => format !== 'text' && onlyIfAbsent !== true,
      );
      for (const { path, format } of edited) await editByHand(join(root, path), format);
      for (const { settings } of changes(game)) await apply({ settings });
      const findings: string[] = [];
      for (const { path, format } of edited)
        if (!(await hasHandEdit(join(root, path), format))) findings.push(`${path} lost what was written by hand`);
      requireNone(findings);
    },
  },
  {
    id: 'files-mode',
    title: 'no managed file can be read by everybody or run',
    why: 'Other programs on the same machine read passwords and addresses out of the volume.',
    look: 'files.ts',
    absent: withoutFiles,
    async run({ game, folder }) {
      const root = await folder();
      await applyPatches(root, patchesOf(game, planOrder(game), makeSecrets(game, 'all')));
      const files = await filesOf(root);
      requireNone(files.filter(({ mode }) => (mode & 0o117) !== 0).map(({ path, mode }) => `${path} has mode 0${mode.toString(8)}`));
    },
  },
];

function withoutFiles({ game }: Pick<Subject, 'game'>): string | undefined {
  return nothing(patchesOf(game, planOrder(game), makeSecrets(game)), 'the adapter manages no files');
}

async function differences(root: string, { path, format, set }: FilePatch): Promise<readonly string[]> {
  const content = await readFile(join(root, path), 'utf8').catch(() => undefined);
  const wanted = Object.entries(set).filter(([, value]) => value !== undefined && value !== null);
  if (content === undefined) return wanted.length === 0 ? [] : [`${path} was not written`];
  switch (format) {
    case 'text':
      return content === set['content'] ? [] : [`${path} does not have the wanted content`];
    case 'properties': {
      const entries = parseProperties(content);
      return wanted.flatMap(([key, value]) =>
        entries.get(key) === String(value)
          ? []
          : [`${path}: ${key} is ${JSON.stringify(entries.get(key))} instead of ${JSON.stringify(value)}`],
      );
    }
    case 'json': {
      const parsed = JSON.parse(content) as unknown;
      return wanted.flatMap(([key, value]) =>
        holds(isRecord(parsed) ? parsed[key] : undefined, value) ? [] : [`${path}: ${key} is not what was wanted`],
      );
    }
  }
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

async function editByHand(path: string, format: FilePatch['format']): Promise<void> {
  const content = await readFile(path, 'utf8');
  if (format === 'properties') return writeFile(path, `${BY_HAND.comment}\n${content}${BY_HAND.key}=${BY_HAND.value}\n`);
  return writeFile(
    path,
    JSON.stringify({ _comment: BY_HAND.comment, ...(JSON.parse(content) as object), [BY_HAND.key]: BY_HAND.value }, null, 4),
  );
}

async function hasHandEdit(path: string, format: FilePatch['format']): Promise<boolean> {
  const content = await readFile(path, 'utf8');
  if (format === 'properties')
    return content.split('\n').includes(BY_HAND.comment) && parseProperties(content).get(BY_HAND.key) === BY_HAND.value;
  const parsed = JSON.parse(content) as unknown;
  return isRecord(parsed) && parsed['_comment'] === BY_HAND.comment && parsed[BY_HAND.key] === BY_HAND.value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
