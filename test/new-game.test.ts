import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MachineClient, type Json } from './support/client.ts';
import { kubectlPath } from './support/kubectl.ts';
import { TestMachine, until } from './support/machine.ts';

const checkout = realpathSync(fileURLToPath(new URL('../', import.meta.url)));
const GUIDE = 'docs/guides/add-a-game.md';
const LEFT_OUT = new Set(['node_modules', '.toolchain', '.git', '.gse', '.turbo', 'dist', 'coverage']);
const MINUTES_MS = 60_000;

interface Block {
  readonly language: string;
  readonly about: string;
  readonly text: string;
}

const blocks: readonly Block[] = [...readFileSync(join(checkout, GUIDE), 'utf8').matchAll(/^```(\w+) ?([^\n]*)\n([^]*?)^```$/gm)].map(
  ([, language = '', about = '', text = '']) => ({ language, about, text }),
);

describe('the guide to a new game', () => {
  let scratch: string;
  let before: ReadonlyMap<string, string>;
  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'gse-new-game-'));
    // Entry by entry: the scratch folder may lie inside the checkout, in one of the folders that are left out.
    for (const entry of readdirSync(checkout).filter((name) => !LEFT_OUT.has(name)))
      cpSync(join(checkout, entry), join(scratch, entry), { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
    // A checkout of its own: what an outer one leaves out of its repository would be left out here, too.
    execFileSync('git', ['init', '--quiet', scratch]);
    // Brought once: the tools and the packages are the same.
    mkdirSync(join(scratch, '.toolchain'));
    for (const shared of ['tools', 'pnpm-store', 'pnpm-cache'])
      if (existsSync(join(checkout, '.toolchain', shared)))
        symlinkSync(join(checkout, '.toolchain', shared), join(scratch, '.toolchain', shared));
  });
  afterAll(() => {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  });

  it('quotes its example as it stands', () => {
    const excerpts = blocks.filter(({ language }) => language === 'ts');
    expect(excerpts.length).toBeGreaterThan(5);
    for (const { about, text } of excerpts) expect(readFileSync(join(checkout, about), 'utf8'), about).toContain(text);
  });

  it('leads from nothing to a game that passes, command by command', { timeout: 10 * MINUTES_MS }, async () => {
    for (const command of ['node scripts/prepare.mjs', 'pnpm gen']) {
      const { code, output } = await shell(scratch, command);
      expect(code, `${command}\n${output}`).toBe(0);
    }
    before = contents(scratch);
    const outputs: string[] = [];
    for (const { text } of blocks.filter(({ language, about }) => language === 'sh' && about === '')) {
      for (const command of text.trimEnd().split('\n')) {
        const { code, output } = await shell(scratch, command);
        expect(code, `${command}\n${output}`).toBe(0);
        outputs.push(`${command}\n${output}`);
      }
    }
    const all = outputs.join('\n');
    expect(all.match(/^project-zomboid: (\d+) of \1 checks passed$/gm)).toHaveLength(2);
    expect(all).toContain('FILL IN');
    expect((await shell(scratch, 'grep -rn "FILL IN" games/project-zomboid/src games/project-zomboid/PITFALLS.md')).output).toBe('');
    expect(readFileSync(join(scratch, 'docs/reference/games/project-zomboid.md'), 'utf8')).toContain('# Project Zomboid');
  });

  it('changes nothing but the folder, the one list and what is made of them', () => {
    const after = contents(scratch);
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
    const own = ['games/project-zomboid/', 'charts/apps/project-zomboid-server/', 'charts/system/project-zomboid-server-rd/'];
    for (const folder of own) expect(changed.some((path) => path.startsWith(folder))).toBe(true);
    const others = changed.filter((path) => !own.some((folder) => path.startsWith(folder)));
    expect(others.toSorted()).toEqual([
      'charts/core/platform/sources/gse.yaml',
      'charts/system/gse-monitoring/files/dashboards/gse-game-project-zomboid.json',
      'docs/reference/games/README.md',
      'docs/reference/games/project-zomboid.md',
      'games/catalog/src/games.ts',
      'pnpm-lock.yaml',
    ]);
    expect(changed.length).toBeGreaterThan(20);
  });

  it('ends with a server of that game that runs on this machine', { timeout: 5 * MINUTES_MS }, async () => {
    await using machine = await new TestMachine({}, scratch).start();
    const [block] = blocks.filter(({ about }) => about === 'kubectl');
    const script = block?.text ?? '';
    if (kubectlPath !== undefined) {
      const here = script.replaceAll('.gse/kubeconfig', machine.kubeconfig);
      const path = `${dirname(kubectlPath)}:${process.env['PATH'] ?? ''}`;
      const { code, output } = await shell(scratch, `set -euo pipefail\n${here}`, { HOME: machine.dataDir, PATH: path });
      expect(code, output).toBe(0);
      expect(output).toMatch(/my-survivors +project-zomboid +Running/);
      return;
    }
    // Without kubectl the same order goes over our own API.
    await playOnce(machine);
  });

  it('also leads to a package that an edition without the game takes', { timeout: 5 * MINUTES_MS }, async () => {
    const [manifest] = blocks.filter(({ language }) => language === 'json');
    const path = join(scratch, manifest?.about ?? '');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, manifest?.text ?? '');
    for (const { text } of blocks.filter(({ about }) => about === 'package')) {
      const { code, output } = await shell(scratch, `set -e\n${text}`);
      expect(code, output).toBe(0);
      expect(output).toMatch(/^project-zomboid: (\d+) of \1 checks passed$/m);
    }
    await using machine = await new TestMachine({ GSE_GAMES: dirname(path) }).start();
    await playOnce(machine);
  });
});

/** Orders a server over the edition's own API and waits until people can join; takes it away again. */
async function playOnce(machine: TestMachine): Promise<void> {
  const client = new MachineClient(machine);
  const order: Json = { game: 'project-zomboid', settings: { publicName: 'The last ones', maxPlayers: 8 } };
  await client.api('POST', 'servers', { name: 'my-survivors', spec: order });
  const phase = async (): Promise<unknown> => (await client.server('my-survivors'))?.status?.['phase'];
  await until(async () => (await phase()) === 'Running', { what: 'my-survivors running', within: 2 * MINUTES_MS });
  await client.command('my-survivors', 'simulate join Ada');
  await until(async () => (await client.command('my-survivors', 'players')).includes('-Ada'), { what: 'Ada on the server' });
  await client.api('DELETE', 'servers/default/my-survivors');
  await until(async () => (await client.server('my-survivors')) === undefined, { what: 'my-survivors gone', within: MINUTES_MS });
}

/** Every file of a checkout by its path, as the digest of what is in it. */
function contents(root: string, folder = root): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (LEFT_OUT.has(entry.name)) continue;
    if (entry.isDirectory()) for (const [name, digest] of contents(root, path)) found.set(name, digest);
    if (entry.isFile()) found.set(relative(root, path), createHash('sha256').update(readFileSync(path)).digest('hex'));
  }
  return found;
}

/** What a command says in a terminal of its own, and how it ends. */
function shell(cwd: string, command: string, env: Readonly<Record<string, string>> = {}): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const options = {
      cwd,
      timeout: 5 * MINUTES_MS,
      maxBuffer: 16 * 1024 * 1024,
      env: { ...process.env, PATH: `${cwd}/.toolchain/bin:${process.env['PATH'] ?? ''}`, ...env },
    };
    const child = execFile('bash', ['-c', command], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, output: stdout + stderr }),
    );
    child.stdin?.end();
  });
}
