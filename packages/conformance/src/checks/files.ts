import type { FilePatch } from '@gse/sdk';
import { nothing, type Check } from '../check.ts';
import { requireNone } from '../errors.ts';
import { editedByHand, hasHandEdit, isShared, unlike } from '../formats.ts';
import { applyPatches, filesOf, FolderInMemory } from '../server/folder.ts';
import { patchesOf, planOrder, type Order } from '../server/order.ts';
import { makeSecrets } from '../server/secrets.ts';
import type { Subject } from '../subject.ts';
import { changes } from '../values.ts';

/** What is written into the game's own files, and what is left alone there. */
export const filesChecks: readonly Check[] = [
  {
    id: 'files-round-trip',
    title: 'what the adapter wants in a file is what the file then says',
    why: 'A setting with an umlaut, a quote or a line break arrives in the game as something else.',
    look: 'files.ts',
    absent: withoutFiles,
    run({ game }) {
      const secrets = makeSecrets(game, 'all');
      for (const settings of [{}, ...changes(game).map((change) => change.settings)]) {
        const folder = new FolderInMemory();
        const patches = patchesOf(game, planOrder(game, { settings }), secrets);
        folder.apply(patches);
        for (const patch of patches)
          requireNone(differences(folder, patch).map((finding) => `with ${JSON.stringify(settings)}: ${finding}`));
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
    run({ game }) {
      const secrets = makeSecrets(game, 'all');
      const folder = new FolderInMemory();
      const apply = (order: Order): unknown => folder.apply(patchesOf(game, planOrder(game, order), secrets));
      apply({});
      const edited = new Map(
        patchesOf(game, planOrder(game), secrets)
          .filter(isShared)
          .map((patch) => [patch.path, patch]),
      );
      for (const [path, patch] of edited) folder.write(path, editedByHand(folder.read(path) ?? '', patch));
      for (const { settings } of changes(game)) apply({ settings });
      requireNone(
        [...edited].flatMap(([path, patch]) =>
          hasHandEdit(folder.read(path) ?? '', patch) ? [] : [`${path} lost what was written by hand`],
        ),
      );
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

function differences(folder: FolderInMemory, patch: FilePatch): readonly string[] {
  const content = folder.read(patch.path);
  if (content !== undefined) return unlike(content, patch);
  const wanted = Object.values(patch.set).filter((value) => value !== undefined && value !== null);
  return wanted.length === 0 ? [] : [`${patch.path} was not written`];
}
