import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCatalog } from './catalog.ts';
import { gameById, games } from './index.ts';
import { simulatorOf } from './simulators.ts';

test('every game is found by its id, which no other game has', () => {
  expect(new Set(games.map(({ id }) => id)).size).toBe(games.length);
  for (const game of games) expect(gameById(game.id)).toBe(game);
  expect(gameById('constructor')).toBeUndefined();
});

test('every game lives in a folder of its name and has a simulator there', async () => {
  for (const { id } of games) expect((await simulatorOf(id))?.game).toBe(id);
  expect(await simulatorOf('../minecraft')).toBeUndefined();
});

describe('a game from outside', () => {
  let folder: string;
  const write = async (path: string, content: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  const zod = JSON.stringify(fileURLToPath(import.meta.resolve('zod')));
  /** Somebody's package, as it stands in a registry: plain JavaScript. */
  const publish = async (
    at: string,
    { id = 'pond', port = 4000, exports }: { readonly id?: string; readonly port?: number; readonly exports?: unknown } = {},
  ): Promise<void> => {
    await write(
      `${at}/package.json`,
      JSON.stringify({
        name: 'gse-pond',
        type: 'module',
        exports: exports ?? { '.': { types: './dist/index.d.ts', import: './dist/index.js' }, './simulator': './dist/simulator.js' },
      }),
    );
    await write(
      `${at}/dist/index.js`,
      `import { z } from ${zod};
       export const version = '1.0.0';
       export const pond = {
         id: '${id}', title: 'Pond', summary: 'Sit by a pond.', tags: ['calm'], icon: '<svg/>', settings: z.object({}),
         presets: { small: { title: 'Small', cpu: '1', memory: '1Gi', storage: '1Gi', reason: 'For a few.' } }, defaultPreset: 'small',
         licences: [], secrets: {}, diagnoses: [], connections: {}, log: { file: 'log', ready: /^open$/ },
         ports: { game: { protocols: ['TCP'], number: ${port}, exposed: true, primary: true, title: 'Game' } },
         versions: { recommended: '1.0', channels: {}, accepts: /^1\\.0$/ },
         budgets: { startSeconds: 10, saveSeconds: 10, stopSeconds: 10 }, health: { intervalSeconds: 10, failures: 3 },
         workload: () => ({ image: 'example.org/pond:1.0', dataPath: '/pond', runAsUser: 1000, runAsGroup: 1000 }),
         files: () => [], probe: async () => ({ state: 'healthy' }), players: async () => ({ known: false, reason: 'Nobody looks.' }),
         command: async () => '', announce: async () => {}, save: async () => {}, stop: async () => {},
       };
       export default pond;`,
    );
    await write(`${at}/dist/simulator.js`, `export const simulator = { game: '${id}', run: async () => 0 };`);
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gse-catalog-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('is found by the name of its package from any folder below, and stands behind the games of this edition', async () => {
    await publish('node_modules/@someone/gse-pond');
    const catalog = await openCatalog(' @someone/gse-pond, ', join(folder, 'deep/down'));
    expect(catalog.games.map(({ id }) => id)).toEqual([...games.map(({ id }) => id), 'pond']);
    expect(catalog.gameById('pond')?.title).toBe('Pond');
    expect((await simulatorOf('pond', '@someone/gse-pond', folder))?.game).toBe('pond');
  });

  test('is found by its folder', async () => {
    await publish('my-pond', { exports: './dist/index.js' });
    expect((await openCatalog('./my-pond', folder)).gameById('pond')).toBeDefined();
    expect((await openCatalog(join(folder, 'my-pond'), '/')).gameById('pond')).toBeDefined();
    expect(await simulatorOf('pond', './my-pond', folder)).toBeUndefined();
  });

  test.each<readonly [string, string, RegExp, () => Promise<void>]>([
    ['is not installed', 'gse-nowhere', /no such package is installed in .* or above/, async () => {}],
    ['is no name', 'Not-A%Name', /neither the name of an npm package nor a folder/, async () => {}],
    ['has no package.json', './empty', /there is no package\.json in/, async () => {}],
    ['has a package.json that is none', './odd', /its package\.json cannot be read/, () => write('odd/package.json', 'nothing')],
    [
      'exports a file outside of itself',
      './out',
      /which is not a file of the package/,
      () => publish('out', { exports: '../../secret.js' }),
    ],
    [
      'exports nothing at all',
      './none',
      /exports nothing under "\."/,
      () => publish('none', { exports: { './simulator': './dist/simulator.js' } }),
    ],
    ['exports no game', './sim', /exports no game/, () => publish('sim', { exports: './dist/simulator.js' })],
    ['cannot be loaded', './gone', /cannot be loaded/, () => publish('gone', { exports: './dist/gone.js' })],
    ['has the id of another game', './twin', /there is already a game with the id minecraft/, () => publish('twin', { id: 'minecraft' })],
    ['breaks a rule of this edition', './bad', /ports\.game\.number is not between 1 and 65535/, () => publish('bad', { port: 70_000 })],
  ])('that %s is refused with a sentence', async (_, reference, sentence, prepare) => {
    await prepare();
    await expect(openCatalog(reference, folder)).rejects.toThrow(sentence);
    await expect(openCatalog(reference, folder)).rejects.toMatchObject({ code: 'GSE_GAME_PACKAGE' });
  });
});
