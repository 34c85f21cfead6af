import { resourceType, type KubeObject } from '../object.ts';
import type { PodCondition } from './pod.ts';

export interface Namespace extends KubeObject {
  spec?: { finalizers?: string[] | undefined } | undefined;
  status?: { phase?: 'Active' | 'Terminating' | undefined; conditions?: PodCondition[] | undefined } | undefined;
}

export interface Node extends KubeObject {
  spec?: { podCIDR?: string | undefined; taints?: unknown[] | undefined; unschedulable?: boolean | undefined } | undefined;
  status?:
    | {
        addresses?: { type: string; address: string }[] | undefined;
        capacity?: Record<string, string> | undefined;
        allocatable?: Record<string, string> | undefined;
        conditions?: PodCondition[] | undefined;
        nodeInfo?: Record<string, unknown> | undefined;
      }
    | undefined;
}

export interface ServiceAccount extends KubeObject {
  automountServiceAccountToken?: boolean | undefined;
}

export interface Lease extends KubeObject {
  spec?:
    | {
        holderIdentity?: string | undefined;
        leaseDurationSeconds?: number | undefined;
        /** RFC 3339 with microseconds. */
        acquireTime?: string | undefined;
        renewTime?: string | undefined;
        leaseTransitions?: number | undefined;
      }
    | undefined;
}

/** A core `v1` Event, what `kubectl describe` prints. */
export interface KubeEvent extends KubeObject {
  involvedObject: ObjectReference;
  reason?: string | undefined;
  message?: string | undefined;
  type?: 'Normal' | 'Warning' | undefined;
  count?: number | undefined;
  firstTimestamp?: string | null | undefined;
  lastTimestamp?: string | null | undefined;
  eventTime?: string | null | undefined;
  source?: { component?: string | undefined; host?: string | undefined } | undefined;
  reportingComponent?: string | undefined;
  reportingInstance?: string | undefined;
  action?: string | undefined;
}

export interface ObjectReference {
  apiVersion?: string | undefined;
  kind?: string | undefined;
  name?: string | undefined;
  namespace?: string | undefined;
  uid?: string | undefined;
  resourceVersion?: string | undefined;
  fieldPath?: string | undefined;
}

export interface CustomResourceDefinition extends KubeObject {
  spec: {
    group: string;
    scope: 'Namespaced' | 'Cluster';
    names: {
      kind: string;
      plural: string;
      singular?: string | undefined;
      listKind?: string | undefined;
      shortNames?: string[] | undefined;
      categories?: string[] | undefined;
    };
    versions: {
      name: string;
      served: boolean;
      storage: boolean;
      schema?: { openAPIV3Schema?: unknown } | undefined;
      subresources?: { status?: object | undefined; scale?: unknown } | undefined;
      additionalPrinterColumns?: unknown[] | undefined;
    }[];
  };
  status?: { conditions?: PodCondition[] | undefined; storedVersions?: string[] | undefined } | undefined;
}

/** `v1 Namespace`. */
export const namespaces = resourceType<Namespace>({
  apiVersion: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
});

/** `v1 Node`. */
export const nodes = resourceType<Node>({ apiVersion: 'v1', kind: 'Node', plural: 'nodes', namespaced: false });

/** `v1 ServiceAccount`. */
export const serviceAccounts = resourceType<ServiceAccount>({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  namespaced: true,
});

/** `v1 Event`. */
export const events = resourceType<KubeEvent>({ apiVersion: 'v1', kind: 'Event', plural: 'events', namespaced: true });

/** `coordination.k8s.io/v1 Lease`. */
export const leases = resourceType<Lease>({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  plural: 'leases',
  namespaced: true,
});

/** `apiextensions.k8s.io/v1 CustomResourceDefinition`. */
export const customResourceDefinitions = resourceType<CustomResourceDefinition>({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
});
