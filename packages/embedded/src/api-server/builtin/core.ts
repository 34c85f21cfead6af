import { ensureObject, isObject, listAt, objectAt, stringAt } from '../json.ts';
import { fieldError, type FieldError } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import { textAt } from '../table/cells.ts';
import { ageColumn, column, nameColumn, wideColumn } from '../table/column.ts';
import type { BuiltinType } from './builtin-type.ts';
import { checkImmutable } from './check.ts';
import { fillDefaults } from './fill.ts';

const base = { group: '', version: 'v1' } as const;

const namespace: BuiltinType = {
  ...base,
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  namespaced: false,
  description: 'A room for objects; deleting it deletes what is in it.',
  hasStatus: true,
  columns: [nameColumn, column('Status', (object) => textAt(object, 'status.phase')), ageColumn],
  selectableFields: ['status.phase'],
  rules: {
    nameFormat: 'label',
    finalizersInSpec: true,
    isUndeletable: (object) => ['default', 'kube-system', 'kube-public'].includes(object.metadata.name ?? ''),
    fill: (object) => {
      ensureObject(ensureObject(object, 'metadata'), 'labels')['kubernetes.io/metadata.name'] = object.metadata.name ?? '';
    },
    prepareCreate: (object) => {
      object['spec'] = { finalizers: ['kubernetes'] };
      object['status'] = { phase: 'Active' };
    },
  },
};

/** `stringData` is written into `data` and never stored. */
function foldStringData(secret: ApiObject): void {
  const plain = objectAt(secret, 'stringData');
  Reflect.deleteProperty(secret, 'stringData');
  if (!plain) return;
  const data = ensureObject(secret, 'data');
  for (const [key, value] of Object.entries(plain)) {
    if (typeof value === 'string') data[key] = Buffer.from(value).toString('base64');
  }
}

/** A secret or config map that was declared immutable stays as it is. */
function checkDeclaredImmutable(object: ApiObject, previous: ApiObject | undefined): FieldError[] {
  if (previous?.['immutable'] !== true) return [];
  const why = 'field is immutable when `immutable` is set';
  return [
    ...(object['immutable'] === true ? [] : [fieldError.forbidden('immutable', why)]),
    ...checkImmutable(object, previous, ['data', 'binaryData']).map((finding) => fieldError.forbidden(finding.field, why)),
  ];
}

const maxDataBytes = 1024 * 1024;

function checkData(object: ApiObject): FieldError[] {
  const found: FieldError[] = [];
  let bytes = 0;
  for (const part of ['data', 'binaryData']) {
    for (const [key, value] of Object.entries(objectAt(object, part) ?? {})) {
      bytes += typeof value === 'string' ? value.length : 0;
      if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key)) {
        found.push(
          fieldError.invalid(
            `${part}[${key}]`,
            key,
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
          ),
        );
      }
    }
  }
  for (const key of Object.keys(objectAt(object, 'binaryData') ?? {})) {
    if (objectAt(object, 'data')?.[key] === undefined) continue;
    found.push(fieldError.invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
  }
  const limit = object.kind === 'Secret' ? Math.ceil(maxDataBytes / 3) * 4 : maxDataBytes;
  if (bytes > limit) found.push(fieldError.tooLong('data', maxDataBytes));
  return found;
}

function checkTlsData(secret: ApiObject): FieldError[] {
  if (secret['type'] !== 'kubernetes.io/tls') return [];
  return ['tls.crt', 'tls.key']
    .filter((key) => objectAt(secret, 'data')?.[key] === undefined)
    .map((key) => fieldError.required(`data[${key}]`));
}

const secret: BuiltinType = {
  ...base,
  kind: 'Secret',
  plural: 'secrets',
  namespaced: true,
  description: 'Small secret values: passwords, tokens, keys.',
  columns: [
    nameColumn,
    column('Type', (object) => textAt(object, 'type')),
    column('Data', (object) => Object.keys(objectAt(object, 'data') ?? {}).length, { type: 'string' }),
    ageColumn,
  ],
  selectableFields: ['type'],
  rules: {
    fill: (object) => {
      foldStringData(object);
      fillDefaults(object, [['', { type: 'Opaque' }]]);
    },
    check: (object, previous) => [
      ...checkData(object),
      ...checkImmutable(object, previous, ['type']),
      ...checkDeclaredImmutable(object, previous),
      ...checkTlsData(object),
    ],
  },
};

const configMap: BuiltinType = {
  ...base,
  kind: 'ConfigMap',
  plural: 'configmaps',
  shortNames: ['cm'],
  namespaced: true,
  description: 'Configuration that is not secret.',
  columns: [
    nameColumn,
    column('Data', (object) =>
      String(['data', 'binaryData'].reduce((sum, part) => sum + Object.keys(objectAt(object, part) ?? {}).length, 0)),
    ),
    ageColumn,
  ],
  rules: { check: (object, previous) => [...checkData(object), ...checkDeclaredImmutable(object, previous)] },
};

const serviceAccount: BuiltinType = {
  ...base,
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  shortNames: ['sa'],
  namespaced: true,
  description: 'A name for programs. Stored only: pods get no token of it.',
  columns: [nameColumn, column('Secrets', (object) => listAt(object, 'secrets').length, { type: 'string' }), ageColumn],
  rules: { returnsDeleted: true },
};

const resourceQuota: BuiltinType = {
  ...base,
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  shortNames: ['quota'],
  namespaced: true,
  description: 'Limits for what a namespace uses. Stored only: nothing is counted.',
  hasStatus: true,
  columns: [nameColumn, ageColumn],
  rules: { returnsDeleted: true },
};

const limitRange: BuiltinType = {
  ...base,
  kind: 'LimitRange',
  plural: 'limitranges',
  shortNames: ['limits'],
  namespaced: true,
  description: 'Defaults and bounds for resources in a namespace. Stored only.',
  columns: [nameColumn, column('Created At', (object) => object.metadata.creationTimestamp ?? '')],
};

function nodeStatus(node: ApiObject): string {
  const ready = listAt(objectAt(node, 'status'), 'conditions')
    .filter(isObject)
    .find((item) => item['type'] === 'Ready');
  const word = ready ? (ready['status'] === 'True' ? 'Ready' : 'NotReady') : 'Unknown';
  return objectAt(node, 'spec')?.['unschedulable'] === true ? `${word},SchedulingDisabled` : word;
}

function nodeAddress(node: ApiObject, type: string): string {
  const found = listAt(objectAt(node, 'status'), 'addresses')
    .filter(isObject)
    .find((item) => item['type'] === type);
  return stringAt(found, 'address') ?? '<none>';
}

function nodeRoles(node: ApiObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(node.metadata.labels ?? {})
    .filter((label) => label.startsWith(prefix))
    .map((label) => label.slice(prefix.length));
  return roles.sort().join(',') || '<none>';
}

const node: BuiltinType = {
  ...base,
  kind: 'Node',
  plural: 'nodes',
  shortNames: ['no'],
  namespaced: false,
  description: 'A machine that runs pods.',
  hasStatus: true,
  columns: [
    nameColumn,
    column('Status', nodeStatus),
    column('Roles', nodeRoles),
    ageColumn,
    column('Version', (object) => textAt(object, 'status.nodeInfo.kubeletVersion')),
    wideColumn('Internal-IP', (object) => nodeAddress(object, 'InternalIP')),
    wideColumn('External-IP', (object) => nodeAddress(object, 'ExternalIP')),
    wideColumn('OS-Image', (object) => textAt(object, 'status.nodeInfo.osImage', '<unknown>')),
    wideColumn('Kernel-Version', (object) => textAt(object, 'status.nodeInfo.kernelVersion', '<unknown>')),
    wideColumn('Container-Runtime', (object) => textAt(object, 'status.nodeInfo.containerRuntimeVersion', '<unknown>')),
  ],
  selectableFields: ['spec.unschedulable'],
  // The kubelet registers its node with a status.
  rules: { statusIsData: true },
};

/** Namespaces, configuration, identities and nodes. */
export const coreTypes: readonly BuiltinType[] = [namespace, secret, configMap, serviceAccount, resourceQuota, limitRange, node];
