import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { configMaps, type KubeClient, type Log } from '@gse/kube';
import { toRequestListener } from '../../api-server/http/listen.ts';
import type { PodLogProvider } from '../../api-server/logs/provider.ts';
import { logOptions } from '../../api-server/subresources/pod.ts';
import { errorMessage, NodeError } from '../errors.ts';
import { mayReadNode, type NodeVisitor } from './access.ts';

/** Where the node answers the API server of a real cluster. */
export interface KubeletOptions {
  host: string;
  /** 0 takes a free one; the Node object names it. */
  port: number;
  /** PEM. */
  tls: { certificate: string; key: string };
}

/** A listening kubelet endpoint. */
export interface KubeletServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Where API servers publish which authority their visitors' certificates come from. */
const authentication = { namespace: 'kube-system', name: 'extension-apiserver-authentication' };
const clientCaKey = 'client-ca-file';
const startTimeoutMs = 20_000;

/**
 * Serves `/containerLogs`, the part of a kubelet that `kubectl logs` needs. An API server that has no node in its own process
 * asks there. Who has a certificate of the cluster and may read the node (`nodes/proxy`) is answered, as by every kubelet.
 */
export async function startKubeletServer(
  options: KubeletOptions & { client: KubeClient; nodeName: string; logs: PodLogProvider; log: Log },
): Promise<KubeletServer> {
  const { client, nodeName, logs, log, tls, host, port } = options;
  const { data } = await client.get(configMaps, authentication, { timeoutMs: startTimeoutMs });
  const ca = data?.[clientCaKey];
  if (!ca) throw new NodeError('GSE_CLUSTER_UNKNOWN', `the ConfigMap ${authentication.name} of the cluster names no ${clientCaKey}`);
  const server = createServer({
    cert: tls.certificate,
    key: tls.key,
    ca,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    headersTimeout: 30_000,
  });
  server.on('request', (incoming, outgoing) => {
    const visitor = visitorOf(incoming.socket);
    toRequestListener((request) => answer(request, visitor), log)(incoming, outgoing);
  });

  async function answer(request: Request, visitor: NodeVisitor): Promise<Response> {
    try {
      if (!(await mayReadNode(client, nodeName, visitor, request.signal)))
        return new Response(`Forbidden (user=${visitor.user}, verb=get, resource=nodes, subresource=proxy)`, { status: 403 });
      return await containerLog(request, logs);
    } catch (error) {
      log.warn({ problem: errorMessage(error) }, 'A visitor of the node could not be answered');
      return new Response(errorMessage(error), { status: 500 });
    }
  }

  server.listen({ host, port });
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function containerLog(request: Request, logs: PodLogProvider): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const [, namespace, pod, container] = /^\/containerLogs\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(pathname) ?? [];
  if (request.method !== 'GET' || !namespace || !pod || !container) return new Response('404 page not found\n', { status: 404 });
  try {
    const body = await logs(namespace, pod, logOptions(searchParams, container), request.signal);
    return new Response(body, { headers: { 'content-type': 'text/plain' } });
  } catch (error) {
    // No such container, or none that has said anything yet: the API server passes the sentence on.
    return new Response(errorMessage(error), { status: 400 });
  }
}

/** Kubernetes reads a user from a certificate's common name, and groups from its organizations. */
function visitorOf(socket: unknown): NodeVisitor {
  // Types say one value each; a certificate may have several.
  const subject: { CN?: string | string[]; O?: string | string[] } =
    socket instanceof TLSSocket ? (socket.getPeerCertificate().subject ?? {}) : {};
  return { user: [subject.CN ?? ''].flat()[0] ?? '', groups: [subject.O ?? []].flat() };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // Logs that are followed would hold it open.
  server.closeAllConnections();
  await closed;
}
