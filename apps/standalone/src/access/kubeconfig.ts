import { stringify } from 'yaml';

/** A kubeconfig for this machine's Kubernetes API. */
export function buildKubeconfig(options: { readonly server: string; readonly certificate: string; readonly token: string }): string {
  const name = 'gse';
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name, cluster: { server: options.server, 'certificate-authority-data': Buffer.from(options.certificate).toString('base64') } },
    ],
    users: [{ name, user: { token: options.token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
    'current-context': name,
  });
}
