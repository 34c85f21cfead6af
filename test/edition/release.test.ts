import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse, parseAllDocuments } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { games } from '@gse/catalog';
import { controlPlaneProblem, findPrograms } from '@gse/control-plane';
import { orderMapping } from '@gse/package-source';
import { Helm, type Manifest } from './support/helm.ts';
import { neededValues } from './support/values.ts';

const problem = controlPlaneProblem();
const run = promisify(execFile);
const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
const REGISTRY = 'registry.example.org/games';
const { version } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')) as { version: string };
const IMAGE = `${REGISTRY}/gse:${version}@sha256:${'0a'.repeat(32)}`;
/** Rendered offline, Helm takes a cluster for an old one. */
const KUBERNETES = ['--kube-version', '1.34.0'];
const PLATFORM = { _cluster: { 'cluster-domain': 'cozy.local' }, _namespace: {} };

interface Component {
  readonly name: string;
  readonly path: string;
  readonly libraries?: readonly string[];
  readonly install?: { readonly namespace: string; readonly releaseName: string };
}
interface Source extends Manifest {
  readonly spec: {
    readonly variants: readonly [
      { readonly libraries: readonly { readonly name: string; readonly path: string }[]; readonly components: readonly Component[] },
    ];
  };
}
interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

let folder: string;
let first: Released;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gse-release-test-'));
  first = await release('one', '--image', IMAGE);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Released {
  readonly image: string;
  readonly made: readonly { readonly name: string; readonly file: string; readonly digest: string }[];
}

/** Runs `pnpm release` as it is written in package.json, without the toolchain in front. */
async function release(name: string, ...args: readonly string[]): Promise<Released> {
  const { stdout } = await run(
    process.execPath,
    ['scripts/release.mjs', '--out', join(folder, name), '--registry', REGISTRY, '--json', ...args],
    {
      cwd: CHECKOUT,
      env: { ...process.env, SOURCE_DATE_EPOCH: '1700000000' },
    },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Released;
}

describe('the artifact of a release', () => {
  test('has the same digest whenever it is made, and another for another image', async () => {
    expect((await release('two', '--image', IMAGE)).made).toEqual(first.made);
    const { made } = await release('two', '--image', IMAGE.replaceAll('0a', '0b'));
    expect(made.find(({ name }) => name === 'artifact')).not.toEqual(first.made.find(({ name }) => name === 'artifact'));
  });

  test('is an OCI image layout, with the media types of Flux, and every digest in it is true', () => {
    expect(JSON.parse(text('artifact/oci-layout'))).toEqual({ imageLayoutVersion: '1.0.0' });
    const { manifests } = JSON.parse(text('artifact/index.json')) as {
      manifests: readonly [Descriptor & { annotations: Record<string, string> }];
    };
    expect(manifests[0].annotations).toEqual({ 'org.opencontainers.image.ref.name': version });
    const manifest = JSON.parse(blob(manifests[0]).toString()) as {
      config: Descriptor;
      layers: readonly [Descriptor];
      annotations: Record<string, string>;
    };
    expect(manifest.config.mediaType).toBe('application/vnd.cncf.flux.config.v1+json');
    expect(manifest.layers.map(({ mediaType }) => mediaType)).toEqual(['application/vnd.cncf.flux.content.v1.tar+gzip']);
    expect(manifest.annotations).toMatchObject({
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.created': '2023-11-14T22:13:20Z',
    });
    const config = JSON.parse(blob(manifest.config).toString()) as { rootfs: { diff_ids: readonly string[] } };
    const archive = execFileSync('gzip', ['-dc'], { input: blob(manifest.layers[0]), maxBuffer: 64 * 1024 * 1024 });
    expect(config.rootfs.diff_ids).toEqual([sha256(archive)]);
    expect(readdirSync(join(folder, 'one/artifact/blobs/sha256')).length).toBe(3);
  });

  test('is what the source asks for, with the Package beside it', () => {
    const [repository, source] = parseAllDocuments(text('cozystack/source.yaml')).map((document) => document.toJS() as Manifest);
    const index = JSON.parse(text('artifact/index.json')) as { manifests: readonly [Descriptor] };
    expect(repository).toMatchObject({
      kind: 'OCIRepository',
      metadata: { name: 'gse', namespace: 'cozy-system' },
      spec: { url: `oci://${REGISTRY}/gse-packages`, ref: { tag: version, digest: index.manifests[0].digest } },
    });
    expect(source).toMatchObject({
      kind: 'PackageSource',
      spec: { sourceRef: { kind: 'OCIRepository', name: 'gse', namespace: 'cozy-system' } },
    });
    expect(parse(text('cozystack/package.yaml'))).toMatchObject({ kind: 'Package', metadata: { name: source?.metadata.name } });
  });

  test('holds files and folders only, of nobody and of no age', () => {
    const lines = execFileSync('tar', ['--numeric-owner', '-tvzf', layer()], { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } });
    for (const line of lines.trim().split('\n'))
      expect(line).toMatch(/^(?:-rw-r--r--|drwxr-xr-x) 0\/0 +\d+ 1970-01-01 00:00 (?:apps|core|library|system)\/\S*$/);
  });

  test('leaves the checkout as it was', () => {
    expect(readFileSync(join(CHECKOUT, 'charts/system/gse-operator/files/image.txt'), 'utf8').trim()).toBe(`gse:${version}`);
  });

  test('has sums that are right', () => {
    const checked = execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: join(folder, 'one'), encoding: 'utf8' });
    expect(checked.trim().split('\n').length).toBe(4);
  });
});

test.each([
  [['--tag', 'v999.0.0'], `The tag v999.0.0 is not the version in package.json: it has to be v${version}.`],
  [['--image', `${REGISTRY}/gse:${version}`], 'is not an image with tag and digest'],
  [['--image', IMAGE.replace(`:${version}`, ':999.0.0')], `not tagged with the version of this release, ${version}`],
])('a release with %j is refused', async (args, reason) => {
  await expect(release('never', ...args)).rejects.toThrow(reason);
});

describe.skipIf(problem !== undefined)(`the charts of a release${problem ? ` (skipped: ${problem})` : ''}`, () => {
  const helm = new Helm(findPrograms()?.helm ?? '');
  const orders = new Map(
    games.map((game) => {
      const order = orderMapping(game);
      return [order.name, order] as const;
    }),
  );
  let root: string;
  let source: Source;

  beforeAll(() => {
    root = join(folder, 'unpacked');
    mkdirSync(root);
    execFileSync('tar', ['-xzf', layer(), '-C', root]);
    source = parse(readFileSync(join(root, 'core/platform/sources/gse.yaml'), 'utf8')) as Source;
  });
  afterAll(() => helm[Symbol.dispose]());

  /** What the platform makes of a component: its folder with its libraries inside. */
  function assembled({ name, path, libraries = [] }: Component): string {
    const chart = join(folder, 'components', name);
    cpSync(join(root, path), chart, { recursive: true });
    const [variant] = source.spec.variants;
    for (const library of variant.libraries.filter((one) => libraries.includes(one.name)))
      cpSync(join(root, library.path), join(chart, 'charts', library.name), { recursive: true });
    return chart;
  }

  test('are all there, and each renders without a complaint', async () => {
    const [{ components }] = source.spec.variants;
    const charts = components.map((component) => ({ ...component, chart: assembled(component) }));
    for (const { chart } of charts) expect(lstatSync(join(chart, 'Chart.yaml')).isFile()).toBe(true);
    const lint = await helm.run('lint', '--strict', ...charts.map(({ chart }) => chart));
    expect(lint.ok, lint.stdout + lint.stderr).toBe(true);

    const images = new Map<string, number>();
    for (const { name, install, chart } of charts) {
      const order = orders.get(name);
      const values = { ...PLATFORM, ...(order && neededValues(order)) };
      const manifests = await helm.template(
        chart,
        install?.releaseName ?? `${name}-one`,
        values,
        '--namespace',
        install?.namespace ?? 'tenant-a',
        ...KUBERNETES,
      );
      expect(manifests.length, name).toBeGreaterThan(0);
      for (const [, image = ''] of JSON.stringify(manifests).matchAll(/"([^"\s]*\bgse:\d[^"\s]*)"/g))
        images.set(image, (images.get(image) ?? 0) + 1);
    }
    expect([...images.keys()]).toEqual([IMAGE]);
    // Operator, agent, API.
    expect(images.get(IMAGE)).toBeGreaterThanOrEqual(3);
  });

  test('work with Helm alone from the archive, libraries and all', async () => {
    const plain = join(folder, 'plain');
    mkdirSync(plain);
    execFileSync('tar', ['-xzf', join(folder, 'one', `gse-${version}.tar.gz`), '-C', plain]);
    const charts = join(plain, `gse-${version}/charts`);
    for (const chart of ['gse-operator', 'gse-api']) {
      const rendered = JSON.stringify(
        await helm.template(join(charts, 'system', chart), chart, {}, '--namespace', 'gse-system', ...KUBERNETES),
      );
      expect(rendered, chart).toContain(JSON.stringify(IMAGE));
    }
    for (const [name, order] of orders) {
      const manifests = await helm.template(join(charts, 'apps', name), 'mine', neededValues(order), '--namespace', 'games');
      expect(manifests.map(({ kind }) => kind)).toContain('GameServer');
    }
  });
});

function text(path: string): string {
  return readFileSync(join(folder, 'one', path), 'utf8');
}

/** A blob of the artifact, compared with what is said about it. */
function blob({ digest, size }: Descriptor): Buffer {
  const content = readFileSync(join(folder, 'one/artifact/blobs', digest.replace(':', '/')));
  expect({ digest: sha256(content), size: content.length }).toEqual({ digest, size });
  return content;
}

/** The file of the one layer. */
function layer(): string {
  const { manifests } = JSON.parse(text('artifact/index.json')) as { manifests: readonly [Descriptor] };
  const { layers } = JSON.parse(blob(manifests[0]).toString()) as { layers: readonly [Descriptor] };
  return join(folder, 'one/artifact/blobs', layers[0].digest.replace(':', '/'));
}

function sha256(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
