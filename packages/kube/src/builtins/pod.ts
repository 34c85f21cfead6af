import { resourceType, type KubeObject, type ObjectMeta } from '../object.ts';

/** A pod; the fields this system uses, spelled as in the Kubernetes reference. */
export interface Pod extends KubeObject {
  spec: PodSpec;
  status?: PodStatus | undefined;
}

/** A pod to be: what a StatefulSet carries. */
export interface PodTemplate {
  metadata?: Partial<ObjectMeta> | undefined;
  spec: PodSpec;
}

export interface PodSpec {
  containers: Container[];
  initContainers?: Container[] | undefined;
  volumes?: Volume[] | undefined;
  nodeName?: string | undefined;
  nodeSelector?: Record<string, string> | undefined;
  hostname?: string | undefined;
  subdomain?: string | undefined;
  restartPolicy?: 'Always' | 'OnFailure' | 'Never' | undefined;
  terminationGracePeriodSeconds?: number | undefined;
  activeDeadlineSeconds?: number | undefined;
  serviceAccountName?: string | undefined;
  automountServiceAccountToken?: boolean | undefined;
  enableServiceLinks?: boolean | undefined;
  shareProcessNamespace?: boolean | undefined;
  priorityClassName?: string | undefined;
  imagePullSecrets?: { name: string }[] | undefined;
  securityContext?: PodSecurityContext | undefined;
  tolerations?: unknown[] | undefined;
  affinity?: unknown;
  topologySpreadConstraints?: unknown[] | undefined;
  schedulerName?: string | undefined;
  runtimeClassName?: string | undefined;
}

export interface PodSecurityContext {
  runAsUser?: number | undefined;
  runAsGroup?: number | undefined;
  runAsNonRoot?: boolean | undefined;
  fsGroup?: number | undefined;
  fsGroupChangePolicy?: 'Always' | 'OnRootMismatch' | undefined;
  seccompProfile?: { type: string; localhostProfile?: string | undefined } | undefined;
}

export interface Container {
  name: string;
  image?: string | undefined;
  imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never' | undefined;
  command?: string[] | undefined;
  args?: string[] | undefined;
  workingDir?: string | undefined;
  env?: EnvVar[] | undefined;
  ports?: ContainerPort[] | undefined;
  resources?: ResourceRequirements | undefined;
  volumeMounts?: VolumeMount[] | undefined;
  securityContext?: ContainerSecurityContext | undefined;
  startupProbe?: Probe | undefined;
  livenessProbe?: Probe | undefined;
  readinessProbe?: Probe | undefined;
  lifecycle?: { postStart?: LifecycleHandler | undefined; preStop?: LifecycleHandler | undefined } | undefined;
  /** On an init container, `Always` makes it a sidecar. */
  restartPolicy?: 'Always' | undefined;
  stdin?: boolean | undefined;
  stdinOnce?: boolean | undefined;
  tty?: boolean | undefined;
  terminationMessagePath?: string | undefined;
  terminationMessagePolicy?: 'File' | 'FallbackToLogsOnError' | undefined;
}

export interface ContainerSecurityContext {
  runAsUser?: number | undefined;
  runAsGroup?: number | undefined;
  runAsNonRoot?: boolean | undefined;
  readOnlyRootFilesystem?: boolean | undefined;
  allowPrivilegeEscalation?: boolean | undefined;
  privileged?: boolean | undefined;
  capabilities?: { add?: string[] | undefined; drop?: string[] | undefined } | undefined;
}

export interface EnvVar {
  name: string;
  value?: string | undefined;
  valueFrom?:
    | {
        secretKeyRef?: KeySelector | undefined;
        configMapKeyRef?: KeySelector | undefined;
        fieldRef?: { fieldPath: string; apiVersion?: string | undefined } | undefined;
        resourceFieldRef?: { resource: string; containerName?: string | undefined; divisor?: string | undefined } | undefined;
      }
    | undefined;
}

export interface KeySelector {
  name: string;
  key: string;
  optional?: boolean | undefined;
}

export interface ContainerPort {
  containerPort: number;
  name?: string | undefined;
  protocol?: 'TCP' | 'UDP' | 'SCTP' | undefined;
  hostPort?: number | undefined;
}

/** Quantities are strings as Kubernetes writes them: `500m`, `2Gi`. */
export interface ResourceRequirements {
  limits?: Record<string, string> | undefined;
  requests?: Record<string, string> | undefined;
}

export interface VolumeMount {
  name: string;
  mountPath: string;
  subPath?: string | undefined;
  readOnly?: boolean | undefined;
}

export interface KeyToPath {
  key: string;
  path: string;
  mode?: number | undefined;
}

export interface Volume {
  name: string;
  emptyDir?: { medium?: string | undefined; sizeLimit?: string | undefined } | undefined;
  persistentVolumeClaim?: { claimName: string; readOnly?: boolean | undefined } | undefined;
  secret?:
    | {
        secretName: string;
        items?: KeyToPath[] | undefined;
        defaultMode?: number | undefined;
        optional?: boolean | undefined;
      }
    | undefined;
  configMap?:
    | {
        name: string;
        items?: KeyToPath[] | undefined;
        defaultMode?: number | undefined;
        optional?: boolean | undefined;
      }
    | undefined;
  hostPath?: { path: string; type?: string | undefined } | undefined;
}

/** One of `exec`, `httpGet`, `tcpSocket`, `sleep`. */
export interface LifecycleHandler {
  exec?: { command: string[] } | undefined;
  httpGet?: HttpGetAction | undefined;
  tcpSocket?: { port: number | string; host?: string | undefined } | undefined;
  sleep?: { seconds: number } | undefined;
}

export interface HttpGetAction {
  port: number | string;
  path?: string | undefined;
  scheme?: 'HTTP' | 'HTTPS' | undefined;
  host?: string | undefined;
  httpHeaders?: { name: string; value: string }[] | undefined;
}

export interface Probe extends LifecycleHandler {
  initialDelaySeconds?: number | undefined;
  periodSeconds?: number | undefined;
  timeoutSeconds?: number | undefined;
  successThreshold?: number | undefined;
  failureThreshold?: number | undefined;
}

export interface PodStatus {
  phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown' | undefined;
  reason?: string | undefined;
  message?: string | undefined;
  conditions?: PodCondition[] | undefined;
  hostIP?: string | undefined;
  podIP?: string | undefined;
  podIPs?: { ip: string }[] | undefined;
  startTime?: string | undefined;
  initContainerStatuses?: ContainerStatus[] | undefined;
  containerStatuses?: ContainerStatus[] | undefined;
  observedGeneration?: number | undefined;
}

/** Older than `metav1.Condition`: reason and message may be missing. */
export interface PodCondition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string | undefined;
  message?: string | undefined;
  lastProbeTime?: string | null | undefined;
  lastTransitionTime?: string | undefined;
}

export interface ContainerStatus {
  name: string;
  ready: boolean;
  started?: boolean | undefined;
  restartCount: number;
  image: string;
  imageID: string;
  containerID?: string | undefined;
  state?: ContainerState | undefined;
  lastState?: ContainerState | undefined;
}

export interface ContainerState {
  waiting?: { reason?: string | undefined; message?: string | undefined } | undefined;
  running?: { startedAt?: string | undefined } | undefined;
  terminated?:
    | {
        exitCode: number;
        signal?: number | undefined;
        reason?: string | undefined;
        message?: string | undefined;
        startedAt?: string | undefined;
        finishedAt?: string | undefined;
        containerID?: string | undefined;
      }
    | undefined;
}

/** `v1 Pod`. */
export const pods = resourceType<Pod>({ apiVersion: 'v1', kind: 'Pod', plural: 'pods', namespaced: true });
