/** How the programs are started. Paths are relative to the control plane's folder, which is where they run. */

/** What runs in a control plane. */
export type ComponentName = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler';

/** The files that the components read; made before they start. */
export const files = {
  ca: 'ca.crt',
  caKey: 'ca.key',
  servingCert: 'apiserver.crt',
  servingKey: 'apiserver.key',
  kubeletClientCert: 'apiserver-kubelet-client.crt',
  kubeletClientKey: 'apiserver-kubelet-client.key',
  tokenPublicKey: 'service-accounts.pub',
  tokenPrivateKey: 'service-accounts.key',
} as const;

/** etcd listens on a socket in the control plane's folder: no port, and nobody else can reach it. */
const etcdEndpoint = 'unix://localhost:1';
const etcdPeer = 'unix://localhost:2';

/** etcd without fsync: the data is a test's, and gone with it. */
export function etcdArgs(): string[] {
  return [
    '--data-dir=etcd',
    '--unsafe-no-fsync',
    `--listen-client-urls=${etcdEndpoint}`,
    `--advertise-client-urls=${etcdEndpoint}`,
    `--listen-peer-urls=${etcdPeer}`,
    `--initial-advertise-peer-urls=${etcdPeer}`,
    `--initial-cluster=default=${etcdPeer}`,
    '--auto-compaction-retention=0',
    '--log-level=warn',
  ];
}

/** The API server as kubeadm sets it up, on the loopback interface: RBAC, service account tokens, the default admission. */
export function apiServerArgs(port: number): string[] {
  return [
    `--etcd-servers=${etcdEndpoint}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    // Only one API server: nothing has to agree on who is there.
    '--endpoint-reconciler-type=none',
    `--secure-port=${port}`,
    `--tls-cert-file=${files.servingCert}`,
    `--tls-private-key-file=${files.servingKey}`,
    `--client-ca-file=${files.ca}`,
    `--kubelet-client-certificate=${files.kubeletClientCert}`,
    `--kubelet-client-key=${files.kubeletClientKey}`,
    '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${files.tokenPublicKey}`,
    `--service-account-signing-key-file=${files.tokenPrivateKey}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--allow-privileged=true',
    '--profiling=false',
    '--shutdown-delay-duration=0s',
  ];
}

/** The API server's notes of who asked what; JSON lines. */
export const audit = { policy: 'audit-policy.json', log: 'audit.log' } as const;

/** Makes the API server keep notes, as the policy says. */
export function auditArgs(): string[] {
  return [`--audit-policy-file=${audit.policy}`, `--audit-log-path=${audit.log}`];
}

/** Every controller; nobody asks for its port, so it has none. */
export function controllerManagerArgs(kubeconfig: string): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    '--secure-port=0',
    '--leader-elect=false',
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${files.tokenPrivateKey}`,
    `--root-ca-file=${files.ca}`,
    `--cluster-signing-cert-file=${files.ca}`,
    `--cluster-signing-key-file=${files.caKey}`,
    '--profiling=false',
  ];
}

/** The default scheduler. */
export function schedulerArgs(kubeconfig: string): string[] {
  return [`--kubeconfig=${kubeconfig}`, '--secure-port=0', '--leader-elect=false', '--profiling=false'];
}
