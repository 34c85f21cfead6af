import { stringify } from 'yaml';

/** How somebody proves who they are: a client certificate or a token. */
export type Credentials = { cert: string; key: string } | { token: string };

/** A kubeconfig with one context, everything in the file itself. */
export function kubeconfig(server: string, ca: string, credentials: Credentials, namespace = 'default'): string {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const user =
    'token' in credentials
      ? { token: credentials.token }
      : { 'client-certificate-data': base64(credentials.cert), 'client-key-data': base64(credentials.key) };
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority-data': base64(ca) } }],
    users: [{ name: 'test', user }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test', namespace } }],
    'current-context': 'test',
  });
}
