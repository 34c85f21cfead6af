import { isEqual, isObject, listAt, objectAt, stringAt, type Json, type JsonObject } from '../json.ts';
import type { KindRules } from '../resources/definition.ts';
import { isMore } from '../schema/quantity.ts';
import { fieldError, type FieldError } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import { podColumns } from '../table/pod-columns.ts';
import type { BuiltinType } from './builtin-type.ts';
import { checkRequired } from './check.ts';
import { fillDefaults, objectsAt, type DefaultRule } from './fill.ts';

const containerLists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

const probeDefaults = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };

function pullPolicy(container: JsonObject): string {
  const image = stringAt(container, 'image') ?? '';
  const tag = image.includes('@') ? '@' : (/:([^/:]+)$/.exec(image)?.[1] ?? 'latest');
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function containerDefaults(path: string): DefaultRule[] {
  return [
    [
      path,
      { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', imagePullPolicy: pullPolicy, resources: {} },
    ],
    [`${path}.ports[]`, { protocol: 'TCP' }],
    [`${path}.env[].valueFrom.fieldRef`, { apiVersion: 'v1' }],
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe): DefaultRule[] => [
      [`${path}.${probe}`, probeDefaults],
      [`${path}.${probe}.httpGet`, { path: '/', scheme: 'HTTP' }],
    ]),
    ...['postStart', 'preStop'].map((hook): DefaultRule => [`${path}.lifecycle.${hook}.httpGet`, { path: '/', scheme: 'HTTP' }]),
  ];
}

/** What the server fills into a pod spec, wherever one is: in pods and in the templates of workloads. */
function podSpecDefaults(spec: string): DefaultRule[] {
  const path = (rest: string) => (spec ? `${spec}.${rest}` : rest);
  return [
    [
      spec,
      {
        restartPolicy: 'Always',
        terminationGracePeriodSeconds: 30,
        dnsPolicy: 'ClusterFirst',
        securityContext: {},
        schedulerName: 'default-scheduler',
      },
    ],
    ...containerLists.flatMap((list) => containerDefaults(path(`${list}[]`))),
    ...['secret', 'configMap', 'projected', 'downwardAPI'].map((source): DefaultRule => [
      path(`volumes[].${source}`),
      { defaultMode: 420 },
    ]),
    [path('volumes[].hostPath'), { type: '' }],
  ];
}

/** A limit without a request is the request too. */
function fillRequests(object: JsonObject, spec: string): void {
  for (const list of containerLists) {
    for (const resources of objectsAt(object, `${spec}.${list}[].resources`)) {
      const limits = objectAt(resources, 'limits');
      if (!limits) continue;
      resources['requests'] = { ...limits, ...objectAt(resources, 'requests') };
    }
  }
}

/** Fills defaults into the pod spec at a path. */
export function fillPodSpec(object: JsonObject, spec: string): void {
  fillDefaults(object, podSpecDefaults(spec));
  fillRequests(object, spec);
  for (const podSpec of objectsAt(object, spec)) {
    // Older servers let a negative time in, which meant a second.
    const seconds = podSpec['terminationGracePeriodSeconds'];
    if (typeof seconds === 'number' && seconds < 0) podSpec['terminationGracePeriodSeconds'] = 1;
  }
}

/** Findings in the pod spec at a path. */
export function checkPodSpec(object: ApiObject, spec: string): FieldError[] {
  const required = [
    'containers',
    'containers[].name',
    'containers[].image',
    'initContainers[].name',
    'initContainers[].image',
    'volumes[].name',
  ];
  return [
    ...checkRequired(object, [spec, ...required.map((path) => `${spec}.${path}`)]),
    ...checkContainerNames(object, spec),
    ...checkMounts(object, spec),
    ...checkPorts(object, spec),
    ...checkAmounts(object, spec),
    ...checkRestartPolicy(object, spec),
  ];
}

function checkPorts(object: ApiObject, spec: string): FieldError[] {
  return containerLists.flatMap((list) =>
    objectsAt(object, `${spec}.${list}[]`).flatMap((container, index) =>
      listAt(container, 'ports').flatMap((port, portIndex) => {
        const field = `${spec}.${list}[${index}].ports[${portIndex}].containerPort`;
        const number = isObject(port) ? port['containerPort'] : undefined;
        if (number === undefined || number === 0) return [fieldError.required(field)];
        if (typeof number !== 'number' || (number > 0 && number <= 65535)) return [];
        return [fieldError.invalid(field, number, 'must be between 1 and 65535, inclusive')];
      }),
    ),
  );
}

/** Nothing can ask for more than it may have. */
function checkAmounts(object: ApiObject, spec: string): FieldError[] {
  return containerLists.flatMap((list) =>
    objectsAt(object, `${spec}.${list}[]`).flatMap((container, index) => {
      const resources = objectAt(container, 'resources');
      const limits = objectAt(resources, 'limits') ?? {};
      return Object.entries(objectAt(resources, 'requests') ?? {}).flatMap(([name, asked]) => {
        const limit = limits[name];
        if (typeof asked !== 'string' || typeof limit !== 'string' || !isMore(asked, limit)) return [];
        const why = `must be less than or equal to ${name} limit of ${limit}`;
        return [fieldError.invalid(`${spec}.${list}[${index}].resources.requests`, asked, why)];
      });
    }),
  );
}

const restartPolicies = ['Always', 'OnFailure', 'Never'];

function checkRestartPolicy(object: ApiObject, spec: string): FieldError[] {
  const [podSpec] = objectsAt(object, spec);
  const policy = podSpec?.['restartPolicy'];
  if (typeof policy !== 'string' || restartPolicies.includes(policy)) return [];
  return [fieldError.unsupported(`${spec}.restartPolicy`, policy, restartPolicies)];
}

function checkContainerNames(object: ApiObject, spec: string): FieldError[] {
  const seen = new Set<string>();
  const found: FieldError[] = [];
  for (const list of containerLists) {
    objectsAt(object, `${spec}.${list}[]`).forEach((container, index) => {
      const name = stringAt(container, 'name') ?? '';
      const field = `${spec}.${list}[${index}].name`;
      if (seen.has(name)) found.push(fieldError.duplicate(field, name));
      else if (name && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
        found.push(
          fieldError.invalid(
            field,
            name,
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
          ),
        );
      }
      seen.add(name);
    });
  }
  return found;
}

function checkMounts(object: ApiObject, spec: string): FieldError[] {
  const volumes = new Set(objectsAt(object, `${spec}.volumes[]`).map((volume) => stringAt(volume, 'name')));
  // A StatefulSet's claims become volumes of its pods.
  for (const claim of objectsAt(object, 'spec.volumeClaimTemplates[]')) volumes.add(stringAt(objectAt(claim, 'metadata'), 'name'));
  return containerLists.flatMap((list) =>
    objectsAt(object, `${spec}.${list}[]`).flatMap((container, index) =>
      listAt(container, 'volumeMounts').flatMap((mount, mountIndex) => {
        const name = isObject(mount) ? stringAt(mount, 'name') : undefined;
        return volumes.has(name)
          ? []
          : [
              {
                reason: 'FieldValueNotFound',
                message: `Not found: ${JSON.stringify(name ?? '')}`,
                field: `${spec}.${list}[${index}].volumeMounts[${mountIndex}].name`,
              },
            ];
      }),
    ),
  );
}

/** How the kubelet ranks a pod when memory runs out: by whether requests and limits are set and equal. */
function qosClass(pod: ApiObject): string {
  const containers = containerLists.flatMap((list) => objectsAt(pod, `spec.${list}[]`));
  const amounts = (kind: string) => containers.map((container) => objectAt(objectAt(container, 'resources'), kind) ?? {});
  const limits = amounts('limits');
  const requests = amounts('requests');
  if ([...limits, ...requests].every((amount) => amount['cpu'] === undefined && amount['memory'] === undefined)) return 'BestEffort';
  const isGuaranteed = limits.every((limit, index) =>
    ['cpu', 'memory'].every((name) => limit[name] !== undefined && isEqual(limit[name], requests[index]?.[name])),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

const forbiddenChange =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** What of a pod's spec may not change once it exists. */
function fixedSpec(pod: ApiObject): Json {
  const spec = { ...objectAt(pod, 'spec') };
  Reflect.deleteProperty(spec, 'activeDeadlineSeconds');
  Reflect.deleteProperty(spec, 'tolerations');
  for (const list of containerLists) {
    if (spec[list] === undefined) continue;
    spec[list] = objectsAt(spec, `${list}[]`).map((container) => ({ ...container, image: '' }));
  }
  return spec;
}

const rules: KindRules = {
  fill: (pod) => {
    fillPodSpec(pod, 'spec');
    fillDefaults(pod, [['spec', { enableServiceLinks: true }]]);
  },
  prepareCreate: (pod) => {
    pod['status'] = { phase: 'Pending', qosClass: qosClass(pod) };
  },
  check: (pod, previous) => [
    ...checkPodSpec(pod, 'spec'),
    ...(previous && !isEqual(fixedSpec(pod), fixedSpec(previous)) ? [fieldError.forbidden('spec', forbiddenChange)] : []),
  ],
  gracePeriodSeconds: (pod, asked) => {
    const spec = objectAt(pod, 'spec');
    const phase = stringAt(objectAt(pod, 'status'), 'phase');
    // Nothing runs that would have to be waited for.
    if (!stringAt(spec, 'nodeName') || phase === 'Succeeded' || phase === 'Failed') return 0;
    const own = spec?.['terminationGracePeriodSeconds'];
    return Math.max(0, asked ?? (typeof own === 'number' ? own : 30));
  },
  returnsDeleted: true,
};

/** Pods. */
export const podType: BuiltinType = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  description: 'Containers that run together on one node and share its network and volumes.',
  hasStatus: true,
  hasGeneration: true,
  otherSubresources: [
    { name: 'log', kind: 'Pod', group: '', version: 'v1', verbs: ['get'] },
    { name: 'binding', kind: 'Binding', group: '', version: 'v1', verbs: ['create'] },
    { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
  ],
  columns: podColumns,
  selectableFields: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  rules,
};
