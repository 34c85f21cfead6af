/** Where a cluster is and who asks, as a kubeconfig or a pod says it: files and programs are named, not read yet. */
export interface ClusterAccess {
  /** What to call it in messages: a context's name, or "in-cluster". */
  name: string;
  /** `https://10.0.0.1:6443` */
  server: string;
  /** The namespace to work in when none is named. */
  namespace: string | undefined;
  /** The authorities to trust; the machine's own when absent. */
  ca: Material | undefined;
  /** Verify the server's certificate against this name instead of the host. */
  tlsServerName: string | undefined;
  /** Trust any certificate. For a person who asks for it in a kubeconfig. */
  insecureSkipTlsVerify: boolean;
  user: UserAccess;
}

/** Something that is given, or kept in a file that may change while we run. */
export type Material = { text: string } | { file: string };

/** How the caller proves who they are. */
export type UserAccess =
  | { kind: 'none' }
  | { kind: 'token'; token: Material }
  | { kind: 'certificate'; cert: Material; key: Material }
  | { kind: 'basic'; username: string; password: string }
  | { kind: 'exec'; exec: ExecPlugin };

/** A program that prints credentials (`client.authentication.k8s.io`). */
export interface ExecPlugin {
  apiVersion: string;
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  /** What to tell a person whose machine lacks the program. */
  installHint: string | undefined;
  /** Whether it wants to know about the cluster. */
  providesClusterInfo: boolean;
  /** Relative commands are relative to the kubeconfig. */
  folder: string;
}
