import { isObject, listAt, objectAt, stringAt, valueAt, type JsonObject } from '../json.ts';
import { fieldError, type FieldError } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import { countAt, labelText, selectorText, textAt } from '../table/cells.ts';
import { ageColumn, column, nameColumn, wideColumn } from '../table/column.ts';
import type { BuiltinType } from './builtin-type.ts';
import { checkRequired } from './check.ts';
import { fillDefaults, objectsAt } from './fill.ts';

function externalAddress(service: ApiObject): string {
  const spec = objectAt(service, 'spec');
  const given = listAt(spec, 'externalIPs').map(String);
  const assigned = listAt(objectAt(objectAt(service, 'status'), 'loadBalancer'), 'ingress')
    .filter(isObject)
    .map((ingress) => stringAt(ingress, 'ip') ?? stringAt(ingress, 'hostname') ?? '');
  switch (spec?.['type']) {
    case 'ExternalName':
      return stringAt(spec, 'externalName') ?? '<none>';
    case 'LoadBalancer':
      return [...assigned, ...given].join(',') || '<pending>';
    default:
      return given.join(',') || '<none>';
  }
}

function portText(port: JsonObject): string {
  const nodePort = typeof port['nodePort'] === 'number' && port['nodePort'] > 0 ? `:${port['nodePort']}` : '';
  return `${String(port['port'])}${nodePort}/${stringAt(port, 'protocol') ?? 'TCP'}`;
}

function checkService(service: ApiObject, previous: ApiObject | undefined): FieldError[] {
  const spec = objectAt(service, 'spec');
  const needsPorts = spec?.['type'] !== 'ExternalName' && spec?.['clusterIP'] !== 'None';
  const ports = listAt(spec, 'ports').filter(isObject);
  const found = checkRequired(service, needsPorts ? ['spec.ports', 'spec.ports[].port'] : ['spec.ports[].port']);
  ports.forEach((port, index) => {
    const field = `spec.ports[${index}]`;
    const name = stringAt(port, 'name') ?? '';
    if (ports.length > 1 && !name) found.push(fieldError.required(`${field}.name`));
    if (name && ports.findIndex((other) => other['name'] === name) < index) found.push(fieldError.duplicate(`${field}.name`, name));
    for (const part of ['port', 'targetPort']) {
      const number = port[part];
      if (typeof number !== 'number' || (number >= 1 && number <= 65535)) continue;
      found.push(fieldError.invalid(`${field}.${part}`, number, 'must be between 1 and 65535, inclusive'));
    }
  });
  const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
  const type = spec?.['type'];
  if (typeof type === 'string' && !types.includes(type)) found.push(fieldError.unsupported('spec.type', type, types));
  const before = valueAt(previous, ['spec', 'clusterIP']);
  const after = valueAt(service, ['spec', 'clusterIP']);
  if (typeof before === 'string' && before && type !== 'ExternalName' && before !== after) {
    found.push(fieldError.invalid('spec.clusterIPs[0]', [after ?? ''], 'may not change once set'));
  }
  return found;
}

const service: BuiltinType = {
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  shortNames: ['svc'],
  categories: ['all'],
  namespaced: true,
  description: 'An address for the pods that a selector names.',
  hasStatus: true,
  columns: [
    nameColumn,
    column('Type', (object) => textAt(object, 'spec.type')),
    column('Cluster-IP', (object) => textAt(object, 'spec.clusterIP', '<none>')),
    column('External-IP', externalAddress),
    column('Port(s)', (object) => listAt(objectAt(object, 'spec'), 'ports').filter(isObject).map(portText).join(',') || '<none>'),
    ageColumn,
    wideColumn('Selector', (object) => labelText(objectAt(objectAt(object, 'spec'), 'selector'))),
  ],
  selectableFields: ['spec.clusterIP', 'spec.type'],
  rules: {
    nameFormat: 'service',
    returnsDeleted: true,
    fill: (object) => {
      fillDefaults(object, [
        ['', { spec: {} }],
        ['spec', { type: 'ClusterIP', sessionAffinity: 'None' }],
        ['spec', { clusterIPs: (spec) => (typeof spec['clusterIP'] === 'string' && spec['clusterIP'] ? [spec['clusterIP']] : undefined) }],
        ['spec', { internalTrafficPolicy: (spec) => (spec['type'] === 'ExternalName' ? undefined : 'Cluster') }],
        [
          'spec',
          { externalTrafficPolicy: (spec) => (spec['type'] === 'NodePort' || spec['type'] === 'LoadBalancer' ? 'Cluster' : undefined) },
        ],
        ['spec', { allocateLoadBalancerNodePorts: (spec) => (spec['type'] === 'LoadBalancer' ? true : undefined) }],
        ['spec.ports[]', { protocol: 'TCP', targetPort: (port) => port['port'] }],
      ]);
    },
    prepareCreate: (object) => {
      object['status'] = { loadBalancer: {} };
      const spec = objectAt(object, 'spec');
      if (!spec || spec['type'] === 'ExternalName') return;
      // One machine, one family of addresses; a headless service without a selector may have any.
      const isOpen = spec['clusterIP'] === 'None' && spec['selector'] === undefined;
      spec['ipFamilies'] ??= isOpen ? ['IPv4', 'IPv6'] : ['IPv4'];
      spec['ipFamilyPolicy'] ??= isOpen ? 'RequireDualStack' : 'SingleStack';
    },
    check: checkService,
  },
};

const endpoints: BuiltinType = {
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  shortNames: ['ep'],
  namespaced: true,
  description: 'The addresses behind a service, in the older form.',
  columns: [
    nameColumn,
    column('Endpoints', (object) => {
      const pairs = objectsAt(object, 'subsets[]').flatMap((subset) =>
        objectsAt(subset, 'addresses[]').flatMap((address) => {
          const ports = objectsAt(subset, 'ports[]').map((port) => `:${String(port['port'])}`);
          return (ports.length > 0 ? ports : ['']).map((port) => `${String(address['ip'])}${port}`);
        }),
      );
      return pairs.slice(0, 3).join(',') + (pairs.length > 3 ? ` + ${pairs.length - 3} more...` : '') || '<none>';
    }),
    ageColumn,
  ],
  rules: { fill: (object) => fillDefaults(object, [['subsets[].ports[]', { protocol: 'TCP' }]]) },
};

const endpointSlice: BuiltinType = {
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  namespaced: true,
  description: 'The addresses behind a service.',
  hasGeneration: true,
  columns: [
    nameColumn,
    column('AddressType', (object) => textAt(object, 'addressType')),
    column(
      'Ports',
      (object) =>
        objectsAt(object, 'ports[]')
          .map((port) => String(port['port']))
          .join(',') || '<unset>',
    ),
    column(
      'Endpoints',
      (object) =>
        objectsAt(object, 'endpoints[]')
          .flatMap((endpoint) => listAt(endpoint, 'addresses'))
          .join(',') || '<unset>',
    ),
    ageColumn,
  ],
  rules: {
    fill: (object) => fillDefaults(object, [['ports[]', { name: '', protocol: 'TCP' }]]),
    check: (object) => checkRequired(object, ['addressType']),
  },
};

const networkPolicy: BuiltinType = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  shortNames: ['netpol'],
  namespaced: true,
  description: 'Who may talk to which pods. Stored only: on one machine nothing enforces it.',
  hasGeneration: true,
  columns: [nameColumn, column('Pod-Selector', (object) => selectorText(objectAt(objectAt(object, 'spec'), 'podSelector'))), ageColumn],
  rules: {
    fill: (object) =>
      fillDefaults(object, [
        ['spec', { podSelector: {}, policyTypes: (spec) => (listAt(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress']) }],
        ['spec.ingress[].ports[]', { protocol: 'TCP' }],
        ['spec.egress[].ports[]', { protocol: 'TCP' }],
      ]),
  },
};

function checkBudget(budget: ApiObject): FieldError[] {
  const { minAvailable, maxUnavailable } = objectAt(budget, 'spec') ?? {};
  if (minAvailable === undefined || maxUnavailable === undefined) return [];
  return [fieldError.invalid('spec', objectAt(budget, 'spec') ?? null, 'minAvailable and maxUnavailable cannot be both set')];
}

const podDisruptionBudget: BuiltinType = {
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  shortNames: ['pdb'],
  namespaced: true,
  description: 'How many pods may be away at once. Evictions are refused while its status allows none.',
  hasStatus: true,
  hasGeneration: true,
  columns: [
    nameColumn,
    column('Min Available', (object) => textAt(object, 'spec.minAvailable', 'N/A')),
    column('Max Unavailable', (object) => textAt(object, 'spec.maxUnavailable', 'N/A')),
    column('Allowed Disruptions', (object) => countAt(object, 'status.disruptionsAllowed'), { type: 'integer' }),
    ageColumn,
  ],
  rules: {
    prepareCreate: (object) => {
      object['status'] = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
    },
    check: checkBudget,
  },
};

/** Services and what goes with them. */
export const networkTypes: readonly BuiltinType[] = [service, endpoints, endpointSlice, networkPolicy, podDisruptionBudget];
