import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterAccess } from './access.ts';

/** Where a pod finds its service account. */
const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The cluster this process is a pod of, with its service account; undefined outside of a pod. */
export function inClusterAccess(env: NodeJS.ProcessEnv, folder = serviceAccountFolder): ClusterAccess | undefined {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const port = env['KUBERNETES_SERVICE_PORT'];
  const token = join(folder, 'token');
  if (!host || !port || !existsSync(token)) return undefined;
  const namespaceFile = join(folder, 'namespace');
  return {
    name: 'in-cluster',
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    namespace: existsSync(namespaceFile) ? readFileSync(namespaceFile, 'utf8').trim() : undefined,
    ca: { file: join(folder, 'ca.crt') },
    tlsServerName: undefined,
    insecureSkipTlsVerify: false,
    // The kubelet replaces it about every fifty minutes.
    user: { kind: 'token', token: { file: token } },
  };
}
