import { isIP } from 'node:net';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  configMaps,
  createEventRecorder,
  createInformer,
  delay,
  isConflict,
  isNotFound,
  objectKey,
  persistentVolumeClaims,
  pods,
  secrets,
  services,
  type Clock,
  type KubeClient,
  type Log,
  type Pod,
  type Service,
} from '@gse/kube';
import type { PodLogProvider } from '../api-server/logs/provider.ts';
import type { PodMetricsProvider } from '../api-server/measured/provider.ts';
import { createBinder } from './binder.ts';
import { errorMessage } from './errors.ts';
import { removeOrphan, removeOrphanedFolders } from './orphans.ts';
import { startKubeletServer, type KubeletOptions, type KubeletServer } from './kubelet/kubelet-server.ts';
import { createPodLogs } from './pod-logs.ts';
import { PodManager } from './pod-manager.ts';
import type { ObjectLookup } from './pod/container-env.ts';
import { PodPreparation } from './pod/pod-preparation.ts';
import { PodWorker } from './pod/pod-worker.ts';
import { kubernetesBackoff, type RestartBackoffOptions } from './pod/restart-backoff.ts';
import { exposes } from './ports/port-map.ts';
import { PortAllocator } from './ports/port-allocator.ts';
import { keepRegistered, registerNode, reportStopped, type RegistrationOptions } from './registration.ts';
import type { ContainerRuntime, ListedContainer } from './runtime/container-runtime.ts';
import { ImagePuller } from './runtime/image-puller.ts';
import { createPodUsage } from './usage/pod-usage.ts';
import { ClaimFolders } from './volumes/claims.ts';
import { PodVolumes } from './volumes/pod-volumes.ts';

/** Every container is reached here; which port is whose says the pod's port map. */
const podIP = '127.0.0.1';

/** How many pods are drained at the same time when the node stops. */
const parallelDrains = 32;

/** Time of an orderly stop for what is not draining: last writes to the API, ending child processes. */
const closingMs = 5000;

export interface NodeOptions {
  client: KubeClient;
  nodeName: string;
  /** Where pods' folders, persistent volumes and logs live. */
  dataDir: string;
  /** `game` runs containers (an engine, or simulators), `local` the programs of this checkout. They may be one and the same. */
  runtimes: { game: ContainerRuntime; local: ContainerRuntime };
  /** Whether an image stands for programs of this checkout. */
  isLocalImage(image: string): boolean;
  /** Where players connect; also where public ports are bound unless `bindAddress` says otherwise. */
  advertisedHost: string;
  bindAddress?: string | undefined;
  /** Take pods that nobody has assigned; on unless switched off, which a cluster with a scheduler does. */
  bindsPods?: boolean | undefined;
  /** Where a cluster whose API server runs elsewhere asks for logs. The embedded one calls `podLogs`. */
  kubelet?: KubeletOptions | undefined;
  /** Say in the status where pods are. On unless switched off: clusters refuse addresses of the loopback interface in endpoints. */
  tellsPodIPs?: boolean | undefined;
  backoff?: RestartBackoffOptions | undefined;
  clock: Clock;
  log: Log;
  random: () => number;
}

/** The machine's kubelet. */
export interface GameNode {
  /** Takes over what an earlier process left, and begins to run pods. Resolves when the node is registered and ready. */
  start(signal: AbortSignal): Promise<void>;
  /** Drains every game through its preStop hook, then ends programs and lets go of the runtimes. Pods are marked as ended with their node; their controllers replace them at the next start. */
  stop(options: { deadlineMs: number }): Promise<void>;
  /** For the API server's `pods/log`. */
  readonly podLogs: PodLogProvider;
  /** For the API server's `metrics.k8s.io`. */
  readonly podMetrics: PodMetricsProvider;
}

/** Creates the node; nothing happens before `start`. */
export function createNode(options: NodeOptions): GameNode {
  const { client, nodeName, dataDir, runtimes, isLocalImage, clock, log, random } = options;
  const closed = new AbortController();
  const leaving = new AbortController();
  const isRoot = process.getuid?.() === 0;
  const informerOptions = { client, clock, random, log };
  const podInformer = createInformer({ ...informerOptions, type: pods });
  const serviceInformer = createInformer({ ...informerOptions, type: services });
  const secretInformer = createInformer({ ...informerOptions, type: secrets });
  const configMapInformer = createInformer({ ...informerOptions, type: configMaps });
  const claimInformer = createInformer({ ...informerOptions, type: persistentVolumeClaims });
  const informers = [podInformer, serviceInformer, secretInformer, configMapInformer, claimInformer];
  const events = createEventRecorder({ client, component: 'gse-node', clock, random, log });
  const hostIP = isIP(options.advertisedHost) ? options.advertisedHost : podIP;
  const publicIP = options.bindAddress ?? hostIP;
  const registration: RegistrationOptions = {
    client,
    nodeName,
    address: hostIP,
    runtimeNames: [...new Set([runtimes.game.name, runtimes.local.name])],
    clock,
    random,
    log,
  };

  const objects: ObjectLookup = {
    secret: (namespace, name) => secretInformer.cache.get(namespace, name),
    configMap: (namespace, name) => configMapInformer.cache.get(namespace, name),
  };
  const claims = new ClaimFolders({ client, dataDir, claims: claimInformer.cache, pods: podInformer.cache });
  const volumes = new PodVolumes({ dataDir, objects, podIP, isRoot, claimFolder: (namespace, name) => claims.use(namespace, name) });
  const preparation = new PodPreparation({
    client,
    images: new ImagePuller(clock),
    ports: new PortAllocator({ publicIP, random }),
    volumes,
    objects,
    servicesFor,
    podIP,
    isRoot,
  });
  const runtimeFor = (image: string) => (isLocalImage(image) ? runtimes.local : runtimes.game);

  /** Containers of earlier processes of this node, by pod; each pod takes its own once. */
  const leftOver = new Map<string, ListedContainer[]>();

  const bind = createBinder({
    client,
    nodeName,
    events,
    clock,
    log,
    signal: closed.signal,
    retry({ metadata }) {
      const current = podInformer.cache.get(metadata.namespace, metadata.name);
      if (current) manager.update(current);
    },
  });

  const manager = new PodManager({
    nodeName,
    log,
    bind: options.bindsPods === false ? undefined : bind,
    createWorker(pod) {
      const uid = pod.metadata.uid ?? '';
      const found = leftOver.get(uid) ?? [];
      leftOver.delete(uid);
      return new PodWorker(pod, {
        client,
        clock,
        random,
        log,
        events,
        backoff: options.backoff ?? kubernetesBackoff,
        preparation,
        runtimeFor,
        podIP: options.tellsPodIPs === false ? undefined : podIP,
        hostIP,
        found,
        onStopped: removePod,
      });
    },
  });

  /** From the cache when it has a Service that opens ports for the pod; it may lag behind, and ports are given out once only. */
  async function servicesFor(pod: Pod): Promise<Service[]> {
    const { namespace } = pod.metadata;
    const cached = serviceInformer.cache.list({ namespace });
    const exposing = cached.filter((service) => exposes(service, pod));
    const isComplete = exposing.length > 0 && exposing.every(({ spec }) => spec.ports?.every(({ nodePort }) => nodePort));
    return isComplete ? cached : (await client.list(services, { namespace, signal: closed.signal })).items;
  }

  /** Everything of a pod is gone from this machine; its object may go too. */
  async function removePod(pod: Pod, signal: AbortSignal): Promise<void> {
    const uid = pod.metadata.uid ?? '';
    await volumes.remove(uid);
    await rm(join(dataDir, 'logs', uid), { recursive: true, force: true });
    try {
      await client.delete(pods, pod.metadata, { gracePeriodSeconds: 0, preconditions: { uid }, signal });
    } catch (error) {
      // A conflict is another pod of the same name: this one is gone already.
      if (!isNotFound(error) && !isConflict(error)) throw error;
    }
  }

  async function takeOver(signal: AbortSignal): Promise<void> {
    const known = new Set(podInformer.cache.list().map((pod) => pod.metadata.uid));
    for (const runtime of new Set([runtimes.game, runtimes.local])) {
      for (const container of await runtime.list(signal)) {
        const { podUid } = container.identity;
        if (known.has(podUid)) leftOver.set(podUid, [...(leftOver.get(podUid) ?? []), container]);
        else void removeOrphan(runtime, container, clock, log, closed.signal);
      }
    }
    await removeOrphanedFolders(dataDir, (uid) => known.has(uid));
  }

  /** What a pod that had ended left on this machine: its containers, scratch volumes and logs. */
  async function removeRemains(uid: string): Promise<void> {
    leftOver.delete(uid);
    try {
      for (const runtime of new Set([runtimes.game, runtimes.local])) {
        const own = (await runtime.list(closed.signal)).filter(({ identity }) => identity.podUid === uid);
        for (const container of own) await removeOrphan(runtime, container, clock, log, closed.signal);
      }
      await volumes.remove(uid);
      await rm(join(dataDir, 'logs', uid), { recursive: true, force: true });
    } catch (error) {
      if (!closed.signal.aborted)
        log.warn({ podUid: uid, problem: errorMessage(error) }, 'What an ended pod left was not removed, the next start tries again');
    }
  }

  /** Claims that are being deleted lose their folder when the last pod that used them is gone. */
  function removeDeletedClaims(): void {
    for (const claim of claimInformer.cache.list()) {
      claims.removeDeleted(claim).catch((error: unknown) => {
        if (!closed.signal.aborted && !isConflict(error))
          log.warn({ claim: objectKey(claim.metadata), problem: errorMessage(error) }, 'A deleted volume was not removed yet');
      });
    }
  }

  function follow(): void {
    podInformer.onChange((type, pod) => {
      if (type !== 'deleted') return manager.update(pod);
      const uid = pod.metadata.uid ?? '';
      // A pod that had ended is looked after by nobody any more when its object goes.
      if (manager.workerFor(pod.metadata.namespace ?? 'default', pod.metadata.name)?.uid !== uid) void removeRemains(uid);
      manager.remove(pod);
      removeDeletedClaims();
    });
    secretInformer.onChange((_type, { metadata }) => manager.objectChanged('Secret', metadata.namespace ?? 'default', metadata.name));
    configMapInformer.onChange((_type, { metadata }) => manager.objectChanged('ConfigMap', metadata.namespace ?? 'default', metadata.name));
    claimInformer.onChange((type, { metadata }) => {
      if (type !== 'deleted') manager.claimChanged(metadata.namespace ?? 'default', metadata.name);
      if (metadata.deletionTimestamp) removeDeletedClaims();
    });
  }

  const podLogs = createPodLogs({
    pods: podInformer.cache,
    workerFor: (namespace, name) => manager.workerFor(namespace, name),
    runtimeFor,
    clock,
  });
  let running: Promise<unknown> = Promise.resolve();
  let kubelet: KubeletServer | undefined;

  return {
    async start(signal) {
      const starting = AbortSignal.any([signal, closed.signal]);
      running = Promise.all(informers.map((informer) => informer.run(closed.signal)));
      await Promise.all(informers.map((informer) => informer.waitForSync(starting)));
      if (options.kubelet) kubelet = await startKubeletServer({ ...options.kubelet, client, nodeName, logs: podLogs, log });
      registration.kubeletPort = kubelet?.port;
      await registerNode(registration, starting);
      await takeOver(starting);
      running = Promise.all([running, keepRegistered(registration, leaving.signal)]);
      follow();
    },
    async stop({ deadlineMs }) {
      // The last seconds are for SIGKILL to work and for the news of it to be written.
      const drainUntilMs = clock.now() + Math.max(deadlineMs - closingMs, deadlineMs / 2);
      await manager.shutdown(drainUntilMs, parallelDrains, delay(clock, deadlineMs));
      leaving.abort();
      await Promise.race([Promise.allSettled([events.flush(), reportStopped(registration, closed.signal)]), delay(clock, closingMs)]);
      closed.abort();
      await kubelet?.close();
      await Promise.all([...new Set([runtimes.game, runtimes.local])].map((runtime) => runtime.close()));
      await running;
    },
    podLogs,
    podMetrics: createPodUsage({
      pods: () => manager.workers().map((worker) => ({ pod: worker.pod, containers: worker.running() })),
      clock,
      log,
    }),
  };
}
