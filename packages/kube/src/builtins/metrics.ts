import { resourceType, type KubeObject } from '../object.ts';

/** What a pod uses, as the cluster measured it lately. Short-lived: nothing stores it, nothing can be watched. */
export interface PodMetrics extends KubeObject {
  /** End of the window that was measured. */
  timestamp: string;
  /** Length of the window, such as `15.2s`. */
  window: string;
  containers: { name: string; usage: { cpu: string; memory: string } }[];
}

/** `metrics.k8s.io/v1beta1 PodMetrics`, which a cluster has where something measures, such as metrics-server. */
export const podMetrics = resourceType<PodMetrics>({
  apiVersion: 'metrics.k8s.io/v1beta1',
  kind: 'PodMetrics',
  plural: 'pods',
  namespaced: true,
});
