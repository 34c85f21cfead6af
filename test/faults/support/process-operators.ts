import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@gse/control-plane';
import { SYSTEM_NAMESPACE, type TestCluster } from '../../cluster/support/cluster.ts';
import { SystemProcess } from '../../cluster/support/system-process.ts';
import { LOCAL_IMAGE } from '../../../apps/standalone/src/local-programs.ts';
import { KillingProxy, type Moment } from './killing-proxy.ts';
import type { LifeOperators } from './life.ts';
import type { Mutation } from './lifeline.ts';

/** The operators of one namespace of a real control plane: processes that a proxy kills with SIGKILL, each followed by the next. */
export class ProcessOperators implements LifeOperators {
  readonly #proxy: KillingProxy;
  readonly #moment: Moment;
  readonly #processes: SystemProcess[] = [];
  readonly #settings: { readonly kubeconfig: string; readonly name: string };
  kills = 0;

  private constructor(proxy: KillingProxy, moment: Moment, settings: { kubeconfig: string; name: string }) {
    this.#proxy = proxy;
    this.#moment = moment;
    this.#settings = settings;
  }

  /** Starts the first one, with the token and the role of the operator. */
  static async in(cluster: TestCluster, namespace: string, moment: Moment): Promise<ProcessOperators> {
    const { control } = cluster;
    const proxy = await KillingProxy.start({ upstream: control.url, ca: control.ca, namespace });
    const credentials = await control.serviceAccount(SYSTEM_NAMESPACE, 'gse-operator', { expirationSeconds: 24 * 3600 });
    const kubeconfig = join(control.folder, `${namespace}.kubeconfig`);
    const name = 'through-the-proxy';
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name, cluster: { server: proxy.url } }],
      users: [{ name, user: credentials }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      'current-context': name,
    };
    await writeFile(kubeconfig, JSON.stringify(config), { mode: 0o600 });
    const operators = new ProcessOperators(proxy, moment, { kubeconfig, name: `operator of ${namespace}` });
    await operators.#start();
    return operators;
  }

  killAfter(count = Number.POSITIVE_INFINITY): { readonly mutations: readonly Mutation[] } {
    this.#proxy.killAt(count, this.#moment, () => {
      this.kills++;
      process.kill(this.#processes.at(-1)?.pid ?? 0, 'SIGKILL');
      // One that does not come up shows in what it does not do.
      this.#start().catch(() => undefined);
    });
    return this.#proxy;
  }

  /** What the processes have said. */
  get output(): string {
    return this.#processes.map(({ output }) => output.slice(-4000)).join('\n');
  }

  async #start(): Promise<void> {
    const { kubeconfig, name } = this.#settings;
    const statusPort = await freePort();
    const operator = new SystemProcess({
      name,
      program: ['apps/gse/src/main.ts', 'operator'],
      statusPort,
      env: {
        KUBECONFIG: kubeconfig,
        GSE_AGENT_IMAGE: LOCAL_IMAGE,
        GSE_NAMESPACE: SYSTEM_NAMESPACE,
        GSE_STATUS_PORT: String(statusPort),
        // The next one is started at once; how a replica that stands by finds out is another test.
        GSE_LEADER_ELECTION: 'false',
      },
    });
    this.#processes.push(operator);
    await operator.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#proxy.killAt(Number.POSITIVE_INFINITY, this.#moment, () => {});
    await Promise.all(this.#processes.map((each) => each.end('SIGKILL')));
    await this.#proxy[Symbol.asyncDispose]();
  }
}
