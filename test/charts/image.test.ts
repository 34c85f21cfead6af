import { execFile, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AGENT_TOKEN_SECRET, SERVER_CONFIG_FILE } from '@gse/agent-client';
import { gameById } from '@gse/catalog';
import { podmanProblem } from '@gse/embedded/testing';
import { gameServerSpecSchema } from '@gse/resources';
import { planServer } from '@gse/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const tag = 'localhost/gse:test';
/** As the nodes of a cluster run it: nothing allowed, nothing written. Here also without a network, and with limits that a sandbox has. */
const confined = [
  '--rm',
  '--read-only',
  '--cap-drop=all',
  '--security-opt=no-new-privileges',
  '--network=none',
  '--ulimit=nofile=4096:4096',
  '--ulimit=nproc=4096:4096',
];

const problem =
  podmanProblem() ?? (existsSync(join(checkout, 'apps/ui/dist/index.html')) ? undefined : 'needs the pages: node scripts/pages.mjs');

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the script says with `--json`. */
interface Built {
  readonly digest: string;
  readonly bytes: number;
  readonly compressedBytes: number;
  readonly layers: readonly { readonly what: string; readonly bytes: number }[];
}

describe.skipIf(problem !== undefined)(`the image${problem === undefined ? '' : ` (skipped: ${problem})`}`, () => {
  let folder: string;
  let built: Built;

  async function run(file: string, args: readonly string[]): Promise<Outcome> {
    const env = {
      ...process.env,
      SOURCE_DATE_EPOCH: '1700000000',
      CONTAINERS_CONF: join(folder, 'containers.conf'),
      CONTAINERS_STORAGE_CONF: join(folder, 'storage.conf'),
      TMPDIR: folder,
    };
    return await new Promise((resolve) => {
      execFile(file, args, { cwd: checkout, env, timeout: 240_000, maxBuffer: 64e6 }, (error, stdout, stderr) =>
        resolve({ code: error ? (typeof error.code === 'number' ? error.code : 1) : 0, stdout, stderr }),
      );
    });
  }
  const podman = async (...args: readonly string[]) => await run('podman', args);
  const gse = async (args: readonly string[], options: readonly string[] = []) =>
    await podman('run', ...confined, ...options, tag, ...args);
  const node = async (code: string) =>
    await podman('run', ...confined, '--entrypoint=/usr/bin/node', tag, '--input-type=module', '-e', code);
  const build = async (): Promise<Built> => {
    const { code, stdout, stderr } = await run(process.execPath, ['scripts/image.mjs', '--base=local', `--tag=${tag}`, '--json']);
    if (code !== 0) throw new Error(`the image could not be built:\n${stderr}`);
    return JSON.parse(stdout) as Built;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gse-image-test-'));
    // Storage of its own, and nothing of the machine's own configuration.
    const path = (name: string): string => JSON.stringify(join(folder, name));
    writeFileSync(
      join(folder, 'storage.conf'),
      `[storage]\ndriver = "overlay"\ngraphroot = ${path('storage')}\nrunroot = ${path('run')}\n`,
    );
    const conf = '[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n[containers]\nlog_driver = "k8s-file"\n';
    writeFileSync(join(folder, 'containers.conf'), conf);
    built = await build();
  }, 240_000);

  afterAll(async () => {
    if (folder) await podman('system', 'reset', '--force');
    if (folder) rmSync(folder, { recursive: true, force: true });
  }, 90_000);

  it('is small: Node, a few libraries, and some megabytes of ours', () => {
    expect(built.bytes).toBeLessThan(160e6);
    expect(built.compressedBytes).toBeLessThan(65e6);
    const ours = built.layers.filter(({ what }) => what.includes('/usr/lib/gse'));
    expect(ours).toHaveLength(2);
    expect(ours.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(15e6);
  });

  it('is the same when it is built again from the same checkout', async () => {
    await podman('rmi', '--force', tag);
    // Others may be working in this checkout: what went in is part of the comparison.
    const [before, { digest }, after] = [source(), await build(), source()];
    if (before === after) expect(digest).toBe(built.digest);
  });

  it('runs as nobody in particular, and says what it is', async () => {
    const version = (JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string }).version;
    expect(await gse(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
    expect((await node('console.log(process.getuid(), process.getgid())')).stdout).toBe('65532 65532\n');
    const { stdout } = await podman('image', 'inspect', tag);
    const [{ Config }] = JSON.parse(stdout) as [{ Config: { User: string; Labels: Record<string, string>; Entrypoint: string[] } }];
    expect(Config.User).toBe('65532:65532');
    expect(Config.Entrypoint).toEqual(['/usr/bin/gse']);
    expect(Config.Labels).toMatchObject({
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}$|^unknown$/) as string,
    });
  });

  it.each(['operator', 'api'])('is the %s: it explains its settings, and names every mistake in them', async (command) => {
    const help = await gse([command, '--help']);
    expect(help).toMatchObject({ code: 0 });
    expect(help.stdout).toContain('GSE_STATUS_PORT');
    const wrong = await gse([command], ['--env=GSE_STATUS_PORT=many', '--env=GSE_LOG_LEVEL=loud']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/GSE_STATUS_PORT[^]*GSE_LOG_LEVEL|GSE_LOG_LEVEL[^]*GSE_STATUS_PORT/);
  });

  it('is the agent, as the user of any game: it says in a sentence what is wrong with its configuration', async () => {
    const config = join(folder, 'config');
    mkdirSync(config);
    writeFileSync(join(config, 'server.json'), '{"game":"minecraft"');
    const options = ['--user=1000:1000', `--volume=${config}:/gse-config:ro`];
    const { code, stdout, stderr } = await gse(['agent', 'prepare'], options);
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`).toContain('/gse-config/server.json: is not JSON');
  });

  it('prepares and looks after a game as the user of the game, with nothing but its volumes to write to', async () => {
    const volumes = { data: '/data', shared: '/gse', config: '/gse-config', secrets: '/gse-secrets' };
    const here = (name: keyof typeof volumes): string => join(folder, 'pod', name);
    for (const name of ['data', 'shared', 'config', 'secrets'] as const) {
      mkdirSync(here(name), { recursive: true });
      chownSync(here(name), 1000, 1000);
    }
    const game = gameById('minecraft');
    if (game === undefined) throw new Error('there is no Minecraft');
    const server = gameServerSpecSchema.parse({ game: 'minecraft', licences: [{ id: 'minecraft-eula', accepted: true }] });
    const plan = planServer(game, server);
    if (!plan.ok) throw new Error('the order is not one');
    const { version, settings, memoryBytes, workload } = plan.plan;
    const { runAsUser, runAsGroup } = workload;
    const config = { server: 'world', namespace: 'games', game: 'minecraft', version, spec: server, settings };
    const serverJson = { ...config, memoryBytes, dataPath: volumes.data, runAsUser, runAsGroup };
    writeFileSync(join(here('config'), SERVER_CONFIG_FILE), JSON.stringify(serverJson));
    for (const secret of [AGENT_TOKEN_SECRET, 'rconPassword']) writeFileSync(join(here('secrets'), secret), 'a-secret-of-this-test');
    const pod = ['--user=1000:1000', ...Object.entries(volumes).map(([name, path]) => `--volume=${join(folder, 'pod', name)}:${path}`)];

    const prepared = await gse(['agent', 'prepare'], [...pod, '--env=GSE_DATA=/data']);
    expect(prepared, prepared.stdout).toMatchObject({ code: 0 });
    const properties = join(here('data'), 'server.properties');
    expect(readFileSync(properties, 'utf8')).toContain('rcon.password=a-secret-of-this-test');
    expect(statSync(properties).uid).toBe(1000);

    const started = await podman('run', '--detach', ...confined, ...pod, '--env=GSE_DATA=/data', tag, 'agent', 'serve');
    const agent = started.stdout.trim();
    try {
      // Beside it in its pod, so that nothing of this machine has to listen.
      const ask = `
        const ask = () => fetch('http://127.0.0.1:8099/v1/report', { headers: { authorization: 'Bearer a-secret-of-this-test' } });
        let answer;
        for (let turn = 0; turn < 200 && !answer?.ok; turn++) {
          answer = await ask().catch(() => undefined);
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        console.log(JSON.stringify(await answer.json()));`;
      const beside = [...confined.filter((option) => !option.startsWith('--network')), `--network=container:${agent}`];
      const report = await podman('run', ...beside, '--entrypoint=/usr/bin/node', tag, '--input-type=module', '-e', ask);
      expect(JSON.parse(report.stdout), report.stderr).toMatchObject({ simulated: false, game: { health: expect.any(String) as string } });
    } finally {
      await podman('rm', '--force', '--time=5', agent);
    }
  });

  it('knows the time zones and the certificates of the world, and finds names, without files of its own for that', async () => {
    const { stdout } = await node(`
      import { rootCertificates } from 'node:tls';
      import { lookup } from 'node:dns/promises';
      const winter = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', timeStyle: 'short', hour12: false }).format(0);
      console.log(JSON.stringify({ winter, authorities: rootCertificates.length > 100, localhost: (await lookup('localhost')).address }));`);
    expect(JSON.parse(stdout)).toEqual({
      winter: '01:00',
      authorities: true,
      localhost: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) as string,
    });
  });

  it('has no shell, no package manager and nothing else to work with', async () => {
    expect((await podman('run', ...confined, '--entrypoint=/bin/sh', tag, '-c', 'true')).code).toBe(127);
    const { stdout } = await podman('create', '--entrypoint=/usr/bin/node', tag);
    const root = join(folder, 'root');
    mkdirSync(root);
    const archive = join(folder, 'root.tar');
    expect(await podman('export', `--output=${archive}`, stdout.trim())).toMatchObject({ code: 0 });
    expect(spawnSync('tar', ['-xf', archive, '-C', root]).status).toBe(0);
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(root, file)).isFile());
    expect(files.filter((file) => (statSync(join(root, file)).mode & 0o111) !== 0 && /(^|\/)s?bin\//.test(file)).sort()).toEqual([
      'usr/bin/gse',
      'usr/bin/node',
    ]);
    expect(files.filter((file) => (statSync(join(root, file)).mode & 0o6000) !== 0)).toEqual([]);
    const expected =
      /^(usr\/bin\/|usr\/lib\/gse\/(app|pages)\/|usr\/share\/licenses\/|lib(64)?\/|etc\/(passwd|group|hosts|hostname|resolv\.conf)$|run\/\.containerenv$)/;
    expect(files.filter((file) => !expected.test(file))).toEqual([]);
  });

  it('holds no source map, no path of the machine that built it, no key and no simulated game', () => {
    const app = join(folder, 'root/usr/lib/gse');
    const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(app, file)).isFile());
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
    for (const file of files.filter((name) => /\.(m?js|css|html)$/.test(name))) {
      const text = readFileSync(join(app, file), 'utf8');
      expect(text.includes(checkout), file).toBe(false);
      expect(text, file).not.toMatch(/sourceMappingURL=(?!data:,)/);
      expect(text, file).not.toMatch(/-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/]{40}/);
      if (file.startsWith('app/')) expect(text, file).not.toMatch(/simulated-world|simulate join/);
    }
  });

  it('names every package of others that is in it, with its licence', () => {
    const text = readFileSync(join(folder, 'root/usr/share/licenses/gse/THIRD-PARTY'), 'utf8');
    for (const name of ['fastify', 'zod', 'undici', 'react', 'pino', '@fontsource-variable/figtree'])
      expect(text).toMatch(new RegExp(`^${name}@[0-9.]+: \\S`, 'm'));
    expect(text).toContain('Permission is hereby granted');
    expect(existsSync(join(folder, 'root/usr/share/licenses/node/LICENSE'))).toBe(true);
  });

  /** Names and times of everything the image is made of. */
  function source(): string {
    return ['apps', 'packages', 'games', 'image/root']
      .flatMap((part) => readdirSync(join(checkout, part), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => `${entry.name} ${statSync(join(entry.parentPath, entry.name)).mtimeMs}`)
      .join('\n');
  }
});
