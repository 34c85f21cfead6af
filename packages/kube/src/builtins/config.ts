import { resourceType, type KubeObject } from '../object.ts';

export interface ConfigMap extends KubeObject {
  data?: Record<string, string> | undefined;
  /** Values are base64. */
  binaryData?: Record<string, string> | undefined;
  immutable?: boolean | undefined;
}

export interface Secret extends KubeObject {
  type?: string | undefined;
  /** Values are base64. */
  data?: Record<string, string> | undefined;
  /** Write only: the server encodes it into `data`. */
  stringData?: Record<string, string> | undefined;
  immutable?: boolean | undefined;
}

/** `v1 ConfigMap`. */
export const configMaps = resourceType<ConfigMap>({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
});

/** `v1 Secret`. */
export const secrets = resourceType<Secret>({ apiVersion: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true });
