import { createInformer, isNotFound, resourceType, systemClock, silentLog, type Informer, type KubeClient } from '@gse/kube';
import { orderMapping } from '@gse/package-source';
import { API_VERSION } from '@gse/resources';
import type { AnyGame } from '@gse/sdk';
import { gameServers, type GameServer } from '@gse/server-objects';
import type { Application } from '../src/ordering/application.ts';

const GROUP = 'apps.cozystack.io';

/** CRDs in place of the API that Cozystack aggregates: the same group, kinds and names, and values that nobody checks. */
export function applicationCrds(games: readonly AnyGame[]): object[] {
  return games.map((game) => {
    const { kind, plural, singular } = orderMapping(game);
    return {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${GROUP}` },
      spec: {
        group: GROUP,
        scope: 'Namespaced',
        names: { kind, plural, singular, listKind: `${kind}List` },
        versions: [
          {
            name: 'v1alpha1',
            served: true,
            storage: true,
            subresources: { status: {} },
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                  status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                },
              },
            },
          },
        ],
      },
    };
  });
}

/** Does what Flux and the game's chart do with an order: makes the GameServer, follows changes, takes it away. */
export class PlatformStandIn implements AsyncDisposable {
  /** The platform is busy with other things. */
  isAsleep = false;
  readonly #kube: KubeClient;
  readonly #game: AnyGame;
  readonly #informer: Informer<Application>;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #work: Promise<void> = Promise.resolve();

  constructor(kube: KubeClient, game: AnyGame) {
    this.#kube = kube;
    this.#game = game;
    this.#informer = createInformer({ client: kube, type: this.type, clock: systemClock, log: silentLog });
    this.#informer.onChange((change, application) => {
      this.#work = this.#work.then(async () => await this.#follow(change === 'deleted', application));
    });
    this.#running = this.#informer.run(this.#stop.signal);
  }

  get type() {
    const { kind, plural } = orderMapping(this.#game);
    return resourceType<Application>({ apiVersion: `${GROUP}/v1alpha1`, kind, plural, namespaced: true });
  }

  /** Looks at everything once more. */
  async wake(): Promise<void> {
    this.isAsleep = false;
    for (const application of this.#informer.cache.list()) await this.#follow(false, application);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#work;
  }

  async #follow(isDeleted: boolean, { metadata, spec }: Application): Promise<void> {
    if (this.isAsleep) return;
    const mapping = orderMapping(this.#game);
    const place = { namespace: metadata.namespace ?? '', name: `${mapping.prefix}${metadata.name}` };
    if (isDeleted) {
      await this.#kube.delete(gameServers, place).catch(ignoreMissing);
      return;
    }
    const wished = mapping.specOf(spec ?? {}) as GameServer['spec'];
    const found = await this.#kube.get(gameServers, place).catch(ignoreMissing);
    if (found !== undefined) await this.#kube.patch(gameServers, place, { spec: withoutRest(found.spec, wished) });
    else
      await this.#kube.create(gameServers, {
        apiVersion: API_VERSION,
        kind: 'GameServer',
        metadata: { ...place, labels: { 'helm.toolkit.fluxcd.io/name': place.name, 'helm.toolkit.fluxcd.io/namespace': place.namespace } },
        spec: wished,
      });
  }
}

/** As Helm does: what a chart does not say any more is gone. */
function withoutRest(found: object, wished: object): Record<string, unknown> {
  const gone: Record<string, unknown> = Object.fromEntries(Object.keys(found).map((key) => [key, null]));
  const kept = Object.entries(wished).map(([key, value]: [string, unknown]): [string, unknown] => {
    const before: unknown = Reflect.get(found, key);
    return [key, isPlain(value) && isPlain(before) ? withoutRest(before, value) : value];
  });
  return { ...gone, ...Object.fromEntries(kept) };
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ignoreMissing(error: unknown): undefined {
  if (isNotFound(error)) return undefined;
  throw error;
}
