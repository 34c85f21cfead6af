import { persistentVolumeClaims, services, type KubeClient } from '@gse/kube';

/** Addresses of a documentation network: nobody can reach them, and nothing here has to. */
const FIRST = 10;
const PACE_MS = 500;

/**
 * What lies below a platform: a load balancer that gives every Service that asks an address of its own, and storage that makes
 * a volume as large as its claim. The control plane's own storage for laboratories never says that a volume has grown.
 */
export function startInfrastructure(admin: KubeClient): AsyncDisposable {
  const stop = new AbortController();
  const addresses = new Map<string, string>();

  async function giveAddresses(): Promise<void> {
    for (const { metadata, spec, status } of (await admin.list(services)).items) {
      if (spec.type !== 'LoadBalancer' || status?.loadBalancer?.ingress?.length) continue;
      const uid = metadata.uid ?? '';
      const ip = addresses.get(uid) ?? `198.51.100.${FIRST + addresses.size}`;
      addresses.set(uid, ip);
      await admin.patchStatus(services, metadata, { status: { loadBalancer: { ingress: [{ ip }] } } });
    }
  }

  async function growVolumes(): Promise<void> {
    for (const { metadata, spec, status } of (await admin.list(persistentVolumeClaims)).items) {
      const storage = spec.resources?.requests?.['storage'];
      if (status?.phase !== 'Bound' || storage === undefined || status.capacity?.['storage'] === storage) continue;
      await admin.patchStatus(persistentVolumeClaims, metadata, { status: { capacity: { storage } } });
    }
  }

  const running = (async () => {
    while (!stop.signal.aborted) {
      // What goes meanwhile, or has been changed by somebody else: the next round sees.
      await Promise.allSettled([giveAddresses(), growVolumes()]);
      await new Promise((resolve) => setTimeout(resolve, PACE_MS));
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}
