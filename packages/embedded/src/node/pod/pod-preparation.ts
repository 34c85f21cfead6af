import { pods, type Container, type KubeClient, type Pod, type Service } from '@gse/kube';
import type { PortAllocator } from '../ports/port-allocator.ts';
import { formatPortMap, parsePortMap, podPorts, portKey, portMapAnnotation } from '../ports/port-map.ts';
import type { ContainerIdentity, ContainerRuntime, ContainerSpec, PortMapping, PullProgress } from '../runtime/container-runtime.ts';
import type { ImagePuller } from '../runtime/image-puller.ts';
import { containerUser, giveAway, volumeOwner } from '../volumes/ownership.ts';
import type { PodVolumes } from '../volumes/pod-volumes.ts';
import { containerEnv, expand, type ObjectLookup } from './container-env.ts';
import { parseQuantity } from './quantity.ts';

export interface PodPreparationOptions {
  client: KubeClient;
  images: ImagePuller;
  ports: PortAllocator;
  volumes: PodVolumes;
  objects: ObjectLookup;
  /** The Services of the pod's namespace, none of those that open ports for it missing. */
  servicesFor(pod: Pod): Promise<Service[]>;
  podIP: string;
  isRoot: boolean;
}

export interface PreparationOrder {
  pod: Pod;
  container: Container;
  identity: ContainerIdentity;
  runtime: ContainerRuntime;
  onProgress(message: string): void;
}

/** Where a preparation tells the pod's story. */
export interface StoryTeller {
  record(type: 'Normal' | 'Warning', reason: string, message: string): void;
}

/** Makes everything ready that a container's start needs: image, ports, volumes, environment. */
export class PodPreparation {
  readonly #options: PodPreparationOptions;
  readonly #portsByPod = new Map<string, Promise<PortMapping[]>>();
  readonly #knownPorts = new Map<string, readonly PortMapping[]>();
  readonly #volumeWork = new Map<string, Promise<unknown>>();

  constructor(options: PodPreparationOptions) {
    this.#options = options;
  }

  async prepare(order: PreparationOrder, story: StoryTeller, signal: AbortSignal): Promise<ContainerSpec> {
    const { pod, container, identity, runtime } = order;
    const { objects, podIP, volumes, isRoot } = this.#options;
    const folders = await this.#oneAtATime(pod, () => volumes.prepare(pod));
    const ports = await this.#ports(pod);
    await this.#ensureImage(order, story, signal);
    const owner = volumeOwner(pod, isRoot);
    const mounts = await volumes.mounts(container, folders, owner);
    if (owner && !runtime.usesHostNetwork) await this.#giveToGame(pod, container, folders, owner, signal);
    const env = containerEnv(pod, container, objects, podIP);
    if (runtime.usesHostNetwork) env['GSE_PORT_MAP'] = formatPortMap(ports);
    const own = new Set(
      (container.ports ?? []).map((port) => portKey({ containerPort: port.containerPort, protocol: port.protocol ?? 'TCP' })),
    );
    const cpu = parseQuantity(container.resources?.limits?.['cpu']);
    return {
      identity,
      pod,
      container,
      image: container.image ?? '',
      command: container.command?.map((argument) => expand(argument, env)),
      args: container.args?.map((argument) => expand(argument, env)),
      env,
      mounts,
      ports: ports.filter((port) => own.has(portKey(port))),
      user: containerUser(pod, container),
      fileOwner: owner,
      limits: {
        cpuMillis: cpu === undefined ? undefined : Math.round(cpu * 1000),
        memoryBytes: parseQuantity(container.resources?.limits?.['memory']),
      },
    };
  }

  /** Takes over the ports of a pod whose containers run, or notes which ones it had. */
  adopt(pod: Pod, isAlive: boolean): void {
    const mappings = parsePortMap(pod.metadata.annotations?.[portMapAnnotation]);
    const uid = pod.metadata.uid ?? '';
    this.#knownPorts.set(uid, mappings);
    if (!isAlive) return;
    this.#options.ports.adopt(uid, mappings);
    this.#portsByPod.set(uid, Promise.resolve(mappings));
  }

  /** Writes changed Secrets, ConfigMaps and fields into the pod's volumes. */
  async refresh(pod: Pod): Promise<void> {
    await this.#oneAtATime(pod, () => this.#options.volumes.refresh(pod));
  }

  /** Where a port of the container, by number or name, is reached on this machine. */
  addressOf(pod: Pod, container: Container, port: number | string): { host: string; port: number } | undefined {
    const declared = container.ports?.find((candidate) => candidate.name === port || candidate.containerPort === port);
    const number = typeof port === 'number' ? port : declared?.containerPort;
    const mapping = this.#knownPorts
      .get(pod.metadata.uid ?? '')
      ?.find(({ containerPort, protocol }) => containerPort === number && protocol === 'TCP');
    return mapping && { host: mapping.hostIP === '0.0.0.0' ? '127.0.0.1' : mapping.hostIP, port: mapping.hostPort };
  }

  /** The pod is no longer looked after. */
  release(podUid: string): void {
    this.#options.ports.release(podUid);
    this.#portsByPod.delete(podUid);
    this.#knownPorts.delete(podUid);
  }

  async #ensureImage({ container, runtime, onProgress }: PreparationOrder, { record }: StoryTeller, signal: AbortSignal): Promise<void> {
    // Local programs are part of this installation; there is nothing to fetch and nothing to tell.
    if (runtime.usesHostNetwork) return;
    let quarter = 0;
    await this.#options.images.ensure(
      {
        runtime,
        image: container.image ?? '',
        policy: container.imagePullPolicy ?? 'IfNotPresent',
        onEvent: record,
        onProgress: (progress) => {
          const message = pullMessage(container.image ?? '', progress);
          onProgress(message);
          const reached = Math.floor((progress.currentBytes / progress.totalBytes) * 4);
          if (reached <= quarter || reached >= 4) return;
          quarter = reached;
          record('Normal', 'Pulling', message);
        },
      },
      signal,
    );
  }

  /** The pod's host ports: given out once per life of the pod, and written to the pod before anything starts. */
  #ports(pod: Pod): Promise<PortMapping[]> {
    const uid = pod.metadata.uid ?? '';
    const known = this.#portsByPod.get(uid);
    if (known) return known;
    const allocating = this.#allocate(pod).catch((error: unknown) => {
      this.#portsByPod.delete(uid);
      throw error;
    });
    this.#portsByPod.set(uid, allocating);
    return allocating;
  }

  async #allocate(pod: Pod): Promise<PortMapping[]> {
    const { client, ports, servicesFor } = this.#options;
    const uid = pod.metadata.uid ?? '';
    const wanted = podPorts(pod, await servicesFor(pod));
    const mappings = await ports.allocate(uid, wanted, this.#knownPorts.get(uid) ?? []);
    const text = formatPortMap(mappings);
    if (pod.metadata.annotations?.[portMapAnnotation] !== text) {
      await client.patch(pods, pod.metadata, { metadata: { uid, annotations: { [portMapAnnotation]: text } } });
    }
    this.#knownPorts.set(uid, mappings);
    return mappings;
  }

  /** Files that this process' programs wrote into the game's folders become the game's. */
  async #giveToGame(
    pod: Pod,
    container: Container,
    folders: ReadonlyMap<string, string>,
    owner: { uid: number; gid: number },
    signal: AbortSignal,
  ): Promise<void> {
    for (const volume of pod.spec.volumes ?? []) {
      const isOurs = volume.emptyDir !== undefined || volume.persistentVolumeClaim !== undefined;
      const folder = folders.get(volume.name);
      const isMounted = container.volumeMounts?.some(({ name }) => name === volume.name);
      if (isOurs && isMounted && folder !== undefined) await giveAway(folder, owner, signal);
    }
  }

  /** Two containers of a pod that start together must not write the same volume at the same time. */
  async #oneAtATime<T>(pod: Pod, work: () => Promise<T>): Promise<T> {
    const uid = pod.metadata.uid ?? '';
    const before = this.#volumeWork.get(uid) ?? Promise.resolve();
    const now = before.then(work, work);
    this.#volumeWork.set(uid, now);
    try {
      return await now;
    } finally {
      if (this.#volumeWork.get(uid) === now) this.#volumeWork.delete(uid);
    }
  }
}

function pullMessage(image: string, { currentBytes, totalBytes }: PullProgress): string {
  const percent = Math.floor((currentBytes / totalBytes) * 100);
  const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);
  return `Pulling image "${image}": ${percent} % (${mebibytes(currentBytes)} of ${mebibytes(totalBytes)} MiB)`;
}
