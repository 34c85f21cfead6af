import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../toolchain/layout.mjs';
import { LIST, listed } from './list.mjs';
import { namesOf, renamed } from './names.mjs';
import { protocolNames, writeGame } from './write-game.mjs';

/** @type {string} */
let scratch;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'gse-new-game-'));
  await mkdir(dirname(join(scratch, LIST)), { recursive: true });
  await cp(join(root, LIST), join(scratch, LIST));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

describe('the names of a new game', () => {
  it('are spelled as each place needs it', () => {
    expect(namesOf('project-zomboid')).toEqual({
      id: 'project-zomboid',
      title: 'Project Zomboid',
      camel: 'projectZomboid',
      pascal: 'ProjectZomboid',
      upper: 'PROJECT_ZOMBOID',
    });
    expect(namesOf('starve', "Don't Starve Together").title).toBe('Don’t Starve Together');
    expect(renamed("import { myGame } from '@gse/my-game'; // My Game, MY_GAME, MyGameError", namesOf('v-rising', 'V Rising'))).toBe(
      "import { vRising } from '@gse/v-rising'; // V Rising, V_RISING, VRisingError",
    );
  });

  it.each(['7-days', 'Ark', 'two--dashes', '-x', 'x-', '', 'a_b', '../catalog', 'x'.repeat(41)])('cannot be made of the id %j', (id) => {
    expect(() => namesOf(id)).toThrow(/cannot be the id of a game/);
  });

  it.each(['switch', 'catalog', 'games'])('cannot be made of the id %j, which has a meaning already', (id) => {
    expect(() => namesOf(id)).toThrow(/that word has a meaning in code/);
  });

  it('need a title of plain characters', () => {
    expect(() => namesOf('x', 'a`b')).toThrow(/cannot be a title/);
  });
});

describe('the one list', () => {
  it('gets an import in its place and an entry at its end', () => {
    const before = `import type { AnyGame } from '@gse/sdk';
import { factorio } from '../../factorio/src/index.ts';
import { minecraft } from '../../minecraft/src/index.ts';

export const games: readonly AnyGame[] = [minecraft, factorio];
`;
    expect(listed(before, namesOf('ark'))).toBe(`import type { AnyGame } from '@gse/sdk';
import { ark } from '../../ark/src/index.ts';
import { factorio } from '../../factorio/src/index.ts';
import { minecraft } from '../../minecraft/src/index.ts';

export const games: readonly AnyGame[] = [minecraft, factorio, ark];
`);
    expect(listed(before.replace('[minecraft, factorio]', '[\n  minecraft,\n  factorio,\n]'), namesOf('ark'))).toContain(
      '[\n  minecraft,\n  factorio, ark,\n]',
    );
    expect(() => listed(before, namesOf('factorio'))).toThrow(/has factorio already/);
    expect(() => listed('export const games = new Map();', namesOf('ark'))).toThrow(/Put the game there by hand/);
  });
});

const protocols = await protocolNames();

describe('a new game', () => {
  it('is refused where there is one already, and nothing is changed', async () => {
    await mkdir(join(scratch, 'games/ark'));
    await expect(writeGame(scratch, namesOf('ark'), 'source-rcon')).rejects.toThrow(/games\/ark is there already/);
    expect(await readFile(join(scratch, LIST), 'utf8')).toBe(await readFile(join(root, LIST), 'utf8'));
  });

  it('is refused on a protocol that is not known', async () => {
    await expect(writeGame(scratch, namesOf('ark'), 'smoke-signals')).rejects.toThrow(
      /There is no protocol smoke-signals\. There are .*source-rcon/,
    );
    expect(await readdir(join(scratch, 'games'))).toEqual(['catalog']);
  });

  it.each(protocols)(
    'on %s type-checks and passes the kit before anything is filled in',
    async (protocol) => {
      const names = namesOf('deep-pond', "Ada's Deep Pond");
      const count = await writeGame(scratch, names, protocol);
      const folder = join(scratch, 'games', names.id);
      const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
      expect(files).toHaveLength(count);
      for (const { parentPath, name } of files) expect(await readFile(join(parentPath, name), 'utf8'), name).not.toMatch(/my-?game/i);
      await installed(scratch);

      expect(await said(join(root, 'node_modules/.bin/tsc'), ['-p', folder])).toBe('');
      const kit = join(root, 'games/catalog/src/conformance.ts');
      expect(await said(process.execPath, [kit, folder])).toMatch(/^deep-pond: (\d+) of \1 checks passed$/m);
    },
    120_000,
  );
});

/**
 * What a program prints, whether it likes what it found or not.
 *
 * @param {string} file
 * @param {string[]} args
 * @returns {Promise<string>}
 */
function said(file, args) {
  return new Promise((resolve) =>
    execFile(file, args, { cwd: scratch, timeout: 120_000 }, (_error, stdout, stderr) => resolve(stdout + stderr)),
  );
}

/** Links what the new package uses, as an install would. */
async function installed(/** @type {string} */ checkout) {
  await cp(join(root, 'tsconfig.base.json'), join(checkout, 'tsconfig.base.json'));
  const manifest = await readFile(join(root, 'scripts/new-game/template/package.json'), 'utf8');
  const { dependencies } = /** @type {{ dependencies: Record<string, string> }} */ (JSON.parse(manifest));
  const links = [
    ...Object.keys(dependencies).map((name) => [name, join(root, 'scripts/new-game/template/node_modules', name)]),
    ...['vitest', '@types/node'].map((name) => [name, join(root, 'node_modules', name)]),
  ];
  for (const [name = '', target = ''] of links) {
    const path = join(checkout, 'node_modules', name);
    await mkdir(dirname(path), { recursive: true });
    await symlink(await realpath(target), path);
  }
  await writeFile(join(checkout, 'package.json'), '{ "type": "module" }');
}
