import type { ConfigMap, EnvVar, KeySelector, Pod, Secret } from '@gse/kube';
import { NodeError } from '../errors.ts';
import type { NodeContainer } from './pod-extras.ts';
import { podField } from './pod-extras.ts';
import { parseQuantity } from './quantity.ts';

/** What environment variables and volumes refer to; undefined when it does not exist. */
export interface ObjectLookup {
  secret(namespace: string, name: string): Secret | undefined;
  configMap(namespace: string, name: string): ConfigMap | undefined;
}

/** The container's environment, references resolved and `$(NAME)` expanded, as Kubernetes does it. */
export function containerEnv(pod: Pod, container: NodeContainer, objects: ObjectLookup, podIP: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const source of container.envFrom ?? []) {
    const reference = source.secretRef ?? source.configMapRef;
    if (!reference) continue;
    const data = source.secretRef ? secretData(pod, objects, reference) : configMapData(pod, objects, reference);
    for (const [name, value] of Object.entries(data ?? {})) env[`${source.prefix ?? ''}${name}`] = value;
  }
  for (const variable of container.env ?? []) {
    const value = variable.valueFrom ? resolve(pod, container, variable, objects, podIP) : expand(variable.value ?? '', env);
    if (value !== undefined) env[variable.name] = value;
  }
  return env;
}

/** Replaces `$(NAME)` by the variable's value; `$$(NAME)` is a literal `$(NAME)`, and an unknown name stays as it is. */
export function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\$|\(([A-Za-z_][\w.-]*)\))/g, (found, escape: string, name: string | undefined) => {
    if (escape === '$') return '$';
    return name !== undefined && Object.hasOwn(env, name) ? (env[name] ?? found) : found;
  });
}

function resolve(pod: Pod, container: NodeContainer, variable: EnvVar, objects: ObjectLookup, podIP: string): string | undefined {
  const { secretKeyRef, configMapKeyRef, fieldRef, resourceFieldRef } = variable.valueFrom ?? {};
  if (secretKeyRef) return keyOf('Secret', secretData(pod, objects, secretKeyRef), secretKeyRef);
  if (configMapKeyRef) return keyOf('ConfigMap', configMapData(pod, objects, configMapKeyRef), configMapKeyRef);
  if (resourceFieldRef) {
    const [kind = '', resource = ''] = resourceFieldRef.resource.split('.');
    const amounts = kind === 'requests' ? container.resources?.requests : container.resources?.limits;
    const divisor = parseQuantity(resourceFieldRef.divisor) || 1;
    return String(Math.ceil((parseQuantity(amounts?.[resource]) ?? 0) / divisor));
  }
  if (fieldRef) {
    const value = podField(pod, fieldRef.fieldPath, podIP);
    if (value === undefined)
      throw new NodeError('GSE_CONTAINER_CONFIG_INVALID', `${variable.name}: there is no pod field ${fieldRef.fieldPath}`);
    return value;
  }
  throw new NodeError('GSE_CONTAINER_CONFIG_INVALID', `${variable.name}: valueFrom names no source`);
}

function secretData(pod: Pod, objects: ObjectLookup, { name, optional }: Omit<KeySelector, 'key'>): Record<string, string> | undefined {
  const secret = objects.secret(pod.metadata.namespace ?? 'default', name);
  if (!secret && !optional) throw new NodeError('GSE_CONTAINER_CONFIG_INVALID', `secret "${name}" not found`);
  return (
    secret && Object.fromEntries(Object.entries(secret.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]))
  );
}

function configMapData(pod: Pod, objects: ObjectLookup, { name, optional }: Omit<KeySelector, 'key'>): Record<string, string> | undefined {
  const configMap = objects.configMap(pod.metadata.namespace ?? 'default', name);
  if (!configMap && !optional) throw new NodeError('GSE_CONTAINER_CONFIG_INVALID', `configmap "${name}" not found`);
  return configMap && { ...configMap.data };
}

function keyOf(kind: string, data: Record<string, string> | undefined, { name, key, optional }: KeySelector): string | undefined {
  const value = data && Object.hasOwn(data, key) ? data[key] : undefined;
  if (value === undefined && !optional) throw new NodeError('GSE_CONTAINER_CONFIG_INVALID', `couldn't find key ${key} in ${kind} ${name}`);
  return value;
}
