import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { matchesPath, type VolumePath } from '@gse/sdk';
import type { Check } from '../check.ts';
import { requireNone } from '../errors.ts';
import { filesOf } from '../server/folder.ts';
import { build, standing } from './world.ts';

/** What a backup is made of, and what a wipe leaves. */
export const backupChecks: readonly Check[] = [
  {
    id: 'backup-world',
    title: 'the world that a save wrote is in the backup',
    why: 'A backup is restored after a disaster, and there is no world in it.',
    look: 'backup.ts',
    absent: ({ game }) => (game.backup === undefined ? 'the game does not say what belongs into a backup' : undefined),
    async run({ game, start }) {
      const { include = [], exclude = [] } = game.backup ?? {};
      const server = await start();
      await build(server, 'tower');
      await server.session.save();
      const worlds = (await filesOf(server.dataDir)).filter(isWorld);
      requireNone(worlds.length === 0 ? ['save() resolved, and no file of the volume has the world'] : []);
      requireNone(
        worlds.flatMap(({ path }) => {
          if (!isOneOf(path, include)) return [`${path} has the world and is in none of ${include.join(', ') || 'nothing'}`];
          const out = exclude.find((pattern) => matchesPath(path, pattern));
          return out === undefined ? [] : [`${path} has the world and is taken out by ${out}`];
        }),
      );
    },
  },
  {
    id: 'wipes',
    title: 'after a wipe the game starts anew, and what was wiped is gone',
    why: 'Somebody announces a new world, and everybody stands in the old one, or before a server that does not start.',
    look: 'world.ts',
    absent: ({ game }) => (Object.keys(game.wipes ?? {}).length === 0 ? 'there is nothing to wipe by parts' : undefined),
    async run({ game, start, folder }) {
      for (const [name, { remove, keep = [], reseeds }] of Object.entries(game.wipes ?? {})) {
        const shared = await folder();
        const server = await start({ folder: shared });
        await build(server, 'tower');
        await server.session.stop();
        await server.ended();
        const gone = (await filesOf(server.dataDir)).filter(({ path }) => isOneOf(path, remove) && !isOneOf(path, keep));
        requireNone(gone.length === 0 ? [`${name} removes ${remove.join(', ')}, and a server that was played on has nothing of it`] : []);
        for (const { path } of gone) await rm(join(server.dataDir, path));
        const stands = await standing(await start({ folder: shared }));
        requireNone(reseeds !== undefined && (await stands('tower')) ? [`after ${name} what had been built still stands`] : []);
      }
    },
  },
];

/** The simulated world with what was built in it; the log may have the same words. */
function isWorld({ content }: { readonly content: string }): boolean {
  return content.includes('"simulated":true') && content.includes('gse-tower');
}

function isOneOf(path: string, patterns: readonly VolumePath[]): boolean {
  return patterns.some((pattern) => matchesPath(path, pattern));
}
