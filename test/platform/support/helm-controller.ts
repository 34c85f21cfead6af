import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ControlPlane } from '@gse/control-plane';
import { secrets, type KubeClient } from '@gse/kube';
import { parse } from 'yaml';
import { Helm } from '../../edition/support/helm.ts';
import { helmReleases, type HelmRelease } from './kinds.ts';

const FINALIZER = 'finalizers.fluxcd.io';
/** Helm's own, a little shorter than that of the process. */
const DEADLINE = '110s';
const LABELS = fileURLToPath(new URL('release-labels.process.ts', import.meta.url));

/** Where the chart of a release is now; undefined while there is none. */
export type ChartOf = (release: HelmRelease) => string | undefined;

/** A release with all that it is installed from. */
interface Wish {
  readonly release: HelmRelease;
  readonly chart: string;
  /** In the order in which each outranks the one before. */
  readonly values: readonly object[];
  /** The same as text: what has the same text is not rendered again. */
  readonly text: string;
}

/** Installs, upgrades and removes releases with Helm as the platform's helm-controller does: only when chart or values change. */
export class HelmController implements Disposable {
  readonly #admin: KubeClient;
  readonly #helm: Helm;
  readonly #postRenderer: string;
  /** What every release was installed with, by uid. */
  readonly #installed = new Map<string, string>();

  constructor(cluster: ControlPlane, admin: KubeClient) {
    this.#admin = admin;
    this.#helm = new Helm(cluster.programs.helm, cluster.kubeconfig);
    this.#postRenderer = join(cluster.folder, 'release-labels');
    writeFileSync(this.#postRenderer, `#!/bin/sh\nexec '${process.execPath}' '${LABELS}' "$@"\n`);
    chmodSync(this.#postRenderer, 0o755);
  }

  /** One look at every release; whether there was anything to do. */
  async round(chartOf: ChartOf): Promise<boolean> {
    const { items } = await this.#admin.list(helmReleases);
    const leaving = items.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
    const staying = items.filter((release) => !leaving.includes(release));
    const wishes = (await Promise.all(staying.map((release) => this.#wishFor(release, chartOf)))).filter((wish) => wish !== undefined);
    const waiting = wishes.filter(({ release, text }) => this.#installed.get(uidOf(release)) !== text);
    const installed = new Set(wishes.filter((wish) => !waiting.includes(wish)).map(({ release }) => keyOf(release.metadata)));
    const due = waiting.filter(({ release }) => release.spec.dependsOn?.every((needed) => installed.has(keyOf(needed))) ?? true);
    if (waiting.length > 0 && due.length === 0)
      throw new Error(`${waiting.map(({ release }) => release.metadata.name).join(', ')} would wait for ever for others`);
    await Promise.all([...leaving.map((release) => this.#uninstall(release)), ...due.map((wish) => this.#install(wish))]);
    return leaving.length + due.length > 0;
  }

  [Symbol.dispose](): void {
    this.#helm[Symbol.dispose]();
  }

  /** Nothing is wished while the source of a release goes. */
  async #wishFor(release: HelmRelease, chartOf: ChartOf): Promise<Wish | undefined> {
    const { metadata, spec } = release;
    const chart = chartOf(release);
    if (chart === undefined) {
      if (this.#installed.has(uidOf(release))) return undefined;
      throw new Error(`${metadata.name} wants ${spec.chartRef.name}, and there is no such artifact`);
    }
    const { data } = await this.#admin.get(secrets, { namespace: metadata.namespace, name: 'cozystack-values' });
    const told = parse(Buffer.from(data?.['values.yaml'] ?? '', 'base64').toString()) as object;
    return { release, chart, values: [told, spec.values], text: JSON.stringify([chart, told, spec.values]) };
  }

  async #install({ release, chart, values, text }: Wish): Promise<void> {
    const { name, namespace = '' } = release.metadata;
    if (!release.metadata.finalizers?.includes(FINALIZER))
      await this.#admin.patch(helmReleases, release.metadata, { metadata: { finalizers: [FINALIZER] } });
    // Orders are waited for by their health checks, and those are asked by the test.
    const ways = isOrder(release)
      ? [`--post-renderer=${this.#postRenderer}`, `--post-renderer-args=${name}`, `--post-renderer-args=${namespace}`]
      : ['--wait', `--timeout=${DEADLINE}`];
    const said = values.flatMap((each) => this.#helm.values(each));
    const answer = await this.#helm.run(
      'upgrade',
      '--install',
      name,
      chart,
      `--namespace=${namespace}`,
      '--history-max=5',
      ...said,
      ...ways,
    );
    if (!answer.ok) throw new Error(`${name}: ${answer.stderr}`);
    this.#installed.set(uidOf(release), text);
  }

  async #uninstall(release: HelmRelease): Promise<void> {
    const { name, namespace = '' } = release.metadata;
    const answer = await this.#helm.run('uninstall', name, `--namespace=${namespace}`, '--wait', `--timeout=${DEADLINE}`);
    if (!answer.ok) throw new Error(`${name}: ${answer.stderr}`);
    await this.#admin.patch(helmReleases, release.metadata, { metadata: { finalizers: null } });
    this.#installed.delete(uidOf(release));
  }
}

/** What tenants have ordered. Its objects have to lead back to it; of the system nothing does. */
function isOrder({ metadata }: HelmRelease): boolean {
  return metadata.labels?.['apps.cozystack.io/application.name'] !== undefined;
}

function uidOf({ metadata }: HelmRelease): string {
  return metadata.uid ?? '';
}

function keyOf({ name, namespace }: { readonly name: string; readonly namespace?: string | undefined }): string {
  return `${namespace}/${name}`;
}
