import { AGENT_PORT } from '@gse/agent-client';
import type { NetworkPolicy } from '@gse/kube';
import { LABELS } from '@gse/resources';
import type { AnyGame } from '@gse/sdk';
import type { GameServer } from '@gse/server-objects';
import { ownedMeta, selectorOf } from './names.ts';

/** Collectors of metrics, by the name that the operators of VictoriaMetrics and Prometheus give them. The agent asks for its token all the same. */
const SCRAPERS = ['vmagent', 'prometheus'];

/** Addresses that are not the internet: networks of clusters, machines and providers, and the metadata services of clouds. */
const PRIVATE_IPV4 = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];
const PRIVATE_IPV6 = ['fc00::/7', 'fe80::/10'];

/** What a policy depends on besides the server. */
interface PolicyOptions {
  /** Namespace of the operator's and the API's own pods. */
  readonly systemNamespace: string;
  /** Namespaces whose collectors of metrics may reach agents; all where there is none. */
  readonly metricsNamespaces?: readonly string[] | undefined;
}

/**
 * What may reach the pod, and what it may reach. In: players at the exposed ports, and operator, API and collectors at the agent.
 * Out: names, the internet (Steam, Mojang, workshops) and its own namespace (a database beside the game), so neither the
 * cluster's API nor another tenant. Policies only ever add: who needs more puts one of their own on the same label.
 */
export function buildNetworkPolicy(
  server: GameServer,
  game: AnyGame,
  { systemNamespace, metricsNamespaces = [] }: PolicyOptions,
): NetworkPolicy {
  const agent = [{ protocol: 'TCP' as const, port: AGENT_PORT }];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: ownedMeta(server, server.metadata.name),
    spec: {
      podSelector: { matchLabels: selectorOf(server) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          ports: Object.values(game.ports)
            .filter((port) => port.exposed)
            .flatMap((port) => port.protocols.map((protocol) => ({ protocol, port: port.number }))),
        },
        {
          ports: agent,
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': systemNamespace } },
              podSelector: { matchExpressions: [{ key: LABELS.component, operator: 'In', values: ['operator', 'api'] }] },
            },
            {
              namespaceSelector:
                metricsNamespaces.length === 0
                  ? {}
                  : { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: [...metricsNamespaces] }] },
              podSelector: { matchExpressions: [{ key: LABELS.name, operator: 'In', values: SCRAPERS }] },
            },
          ],
        },
      ],
      egress: [
        {
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
        { to: [{ podSelector: {} }] },
        {
          to: [{ ipBlock: { cidr: '0.0.0.0/0', except: PRIVATE_IPV4 } }, { ipBlock: { cidr: '::/0', except: PRIVATE_IPV6 } }],
        },
      ],
    },
  };
}
