import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import type { KubeObject } from '@gse/kube';

const run = promisify(execFile);

/** A part of the edition, as the PackageSource names it. */
export interface Component {
  readonly name: string;
  readonly path: string;
  readonly libraries?: readonly string[];
  readonly install?: { readonly namespace: string; readonly releaseName?: string; readonly dependsOn?: readonly string[] };
}

/** The PackageSource, as far as the platform looks at it. */
export interface PackageSource extends KubeObject {
  readonly spec: {
    readonly sourceRef: { readonly name: string; readonly namespace: string };
    readonly variants: readonly {
      readonly name: string;
      readonly libraries: readonly { readonly name: string; readonly path: string }[];
      readonly components: readonly Component[];
    }[];
  };
}

interface Descriptor {
  readonly digest: string;
}

/** A release as it lies in a registry. The platform takes it apart: everything else is read from what it has unpacked. */
export class Release {
  /** Of the artifact, by which an OCIRepository asks for it. */
  readonly digest: string;
  /** Folder with the manifests for providers. */
  readonly folder: string;
  readonly #unpacked: string;

  private constructor(folder: string, unpacked: string, digest: string) {
    this.folder = folder;
    this.#unpacked = unpacked;
    this.digest = digest;
  }

  /** Runs the release tool of a checkout, and unpacks the layer of the artifact as the platform's source controller does. */
  static async pack(checkout: string, folder: string, image: string): Promise<Release> {
    const args = ['scripts/release.mjs', '--out', folder, '--registry', 'registry.example.org/games', '--image', image];
    await run(process.execPath, args, { cwd: checkout, timeout: 120_000 });
    const blob = (digest: string): string => join(folder, 'artifact/blobs', digest.replace(':', '/'));
    const [manifest] = (JSON.parse(readFileSync(join(folder, 'artifact/index.json'), 'utf8')) as { manifests: Descriptor[] }).manifests;
    if (manifest === undefined) throw new Error('the artifact has no manifest');
    const [layer] = (JSON.parse(readFileSync(blob(manifest.digest), 'utf8')) as { layers: Descriptor[] }).layers;
    const unpacked = join(folder, 'unpacked');
    mkdirSync(unpacked);
    await run('tar', ['-xzf', blob(layer?.digest ?? ''), '-C', unpacked]);
    return new Release(folder, unpacked, manifest.digest);
  }

  /**
   * The chart of a component, as an artifact of its own: its folder with its libraries inside, and a version that names the
   * artifact it is from.
   */
  chart(source: PackageSource, { name, path, libraries = [] }: Component): string {
    const chart = join(this.folder, 'components', name);
    cpSync(join(this.#unpacked, path), chart, { recursive: true });
    for (const library of source.spec.variants[0]?.libraries ?? [])
      if (libraries.includes(library.name))
        cpSync(join(this.#unpacked, library.path), join(chart, 'charts', library.name), { recursive: true });
    const about = join(chart, 'Chart.yaml');
    const text = readFileSync(about, 'utf8');
    const { version } = parse(text) as { version: string };
    const artifact = this.digest.slice('sha256:'.length).slice(0, 12);
    writeFileSync(about, text.replace(/^version: .*$/m, `version: ${version}+${artifact}`));
    return chart;
  }
}
