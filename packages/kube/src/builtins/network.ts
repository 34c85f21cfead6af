import { resourceType, type Condition, type KubeObject } from '../object.ts';
import type { LabelSelector } from './apps.ts';

export interface Service extends KubeObject {
  spec: ServiceSpec;
  status?:
    | {
        loadBalancer?: { ingress?: LoadBalancerIngress[] | undefined } | undefined;
        conditions?: Condition[] | undefined;
      }
    | undefined;
}

export interface ServiceSpec {
  type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName' | undefined;
  selector?: Record<string, string> | undefined;
  ports?: ServicePort[] | undefined;
  /** `None` makes the Service headless. */
  clusterIP?: string | undefined;
  clusterIPs?: string[] | undefined;
  ipFamilies?: ('IPv4' | 'IPv6')[] | undefined;
  ipFamilyPolicy?: string | undefined;
  externalTrafficPolicy?: 'Cluster' | 'Local' | undefined;
  internalTrafficPolicy?: 'Cluster' | 'Local' | undefined;
  publishNotReadyAddresses?: boolean | undefined;
  loadBalancerClass?: string | undefined;
  loadBalancerIP?: string | undefined;
  allocateLoadBalancerNodePorts?: boolean | undefined;
  sessionAffinity?: 'None' | 'ClientIP' | undefined;
  externalName?: string | undefined;
}

export interface ServicePort {
  port: number;
  name?: string | undefined;
  protocol?: 'TCP' | 'UDP' | 'SCTP' | undefined;
  targetPort?: number | string | undefined;
  nodePort?: number | undefined;
  appProtocol?: string | undefined;
}

export interface LoadBalancerIngress {
  ip?: string | undefined;
  hostname?: string | undefined;
  /** `Proxy`: connections must go to this address; `VIP`: the node sees the original destination. */
  ipMode?: 'VIP' | 'Proxy' | undefined;
  ports?: { port: number; protocol: 'TCP' | 'UDP' | 'SCTP'; error?: string | undefined }[] | undefined;
}

export interface NetworkPolicy extends KubeObject {
  spec: {
    podSelector: LabelSelector;
    policyTypes?: ('Ingress' | 'Egress')[] | undefined;
    ingress?: NetworkPolicyRule<'from'>[] | undefined;
    egress?: NetworkPolicyRule<'to'>[] | undefined;
  };
}

export type NetworkPolicyRule<Direction extends 'from' | 'to'> = {
  ports?: { protocol?: 'TCP' | 'UDP' | 'SCTP' | undefined; port?: number | string | undefined; endPort?: number | undefined }[] | undefined;
} & { [direction in Direction]?: NetworkPolicyPeer[] | undefined };

export interface NetworkPolicyPeer {
  podSelector?: LabelSelector | undefined;
  namespaceSelector?: LabelSelector | undefined;
  ipBlock?: { cidr: string; except?: string[] | undefined } | undefined;
}

/** `v1 Service`. */
export const services = resourceType<Service>({
  apiVersion: 'v1',
  kind: 'Service',
  plural: 'services',
  namespaced: true,
});

/** `networking.k8s.io/v1 NetworkPolicy`. */
export const networkPolicies = resourceType<NetworkPolicy>({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  namespaced: true,
});
