import { strict as assert } from 'node:assert';
import type { Json, JsonObject } from '../json.ts';
import { causesOf, refused, type ContractCase } from './case.ts';
import type { ContractClient } from './client.ts';
import { configMap, pod, statefulSet, widget } from './samples.ts';

const widgets = 'widgets.contract.gse.cozystack.io';

/** A request that is refused, and the words of the refusal. */
interface Refusal {
  name: string;
  /** What has to be there first. */
  given?: readonly (readonly [plural: string, object: JsonObject])[];
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: (client: ContractClient) => string;
  body?: Json | string;
  type?: 'json-patch+json' | 'merge-patch+json' | 'strategic-merge-patch+json' | 'apply-patch+yaml';
  code: number;
  reason?: string;
  /** Whole, or what it begins with. */
  message: string | RegExp;
  causes?: readonly string[];
}

const a =
  (plural: string, query = '') =>
  (client: ContractClient) =>
    client.path(plural, 'a') + query;
const all =
  (plural: string, query = '') =>
  (client: ContractClient) =>
    client.path(plural) + query;
const withSpec = (object: JsonObject, spec: JsonObject): JsonObject => ({
  ...object,
  spec: { ...(object['spec'] as JsonObject), ...spec },
});
const container = (fields: JsonObject): JsonObject => ({ containers: [{ name: 'main', image: 'example.invalid/image:1', ...fields }] });
const service = (spec: JsonObject): JsonObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec });
const claim = (storage: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'a' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
});

const nameRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";

const refusals: readonly Refusal[] = [
  // Objects
  {
    name: 'a name that only begins badly',
    method: 'POST',
    path: all('configmaps'),
    body: { ...configMap(''), metadata: { generateName: 'Bad-' } },
    code: 422,
    reason: 'Invalid',
    message: new RegExp(
      `is invalid: \\[metadata\\.generateName: Invalid value: "Bad-": ${nameRule}.*metadata\\.name: Invalid value: "Bad-`,
    ),
  },
  {
    name: 'a custom resource that is replaced without a version',
    given: [[widgets, widget('a')]],
    method: 'PUT',
    path: a(widgets),
    body: widget('a', { size: 2 }),
    code: 422,
    reason: 'Invalid',
    message:
      'widgets.contract.gse.cozystack.io "a" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    causes: ['metadata.resourceVersion: Invalid value: 0: must be specified for an update'],
  },
  {
    name: 'a custom resource of another kind',
    method: 'POST',
    path: all(widgets),
    body: { ...widget('a'), kind: 'Gadget' },
    code: 422,
    reason: 'Invalid',
    message: 'Gadget.contract.gse.cozystack.io "a" is invalid: kind: Invalid value: "Gadget": must be Widget',
  },
  {
    name: 'a custom resource in another version',
    method: 'POST',
    path: all(widgets),
    body: { ...widget('a'), apiVersion: 'contract.gse.cozystack.io/v2' },
    code: 400,
    reason: 'BadRequest',
    message:
      'the API version in the data (contract.gse.cozystack.io/v2) does not match the expected API version (contract.gse.cozystack.io/v1)',
  },
  {
    name: 'a name on the address that is not that of the object',
    given: [['configmaps', configMap('a')]],
    method: 'PUT',
    path: a('configmaps'),
    body: configMap('b'),
    code: 400,
    reason: 'BadRequest',
    message: 'the name of the object (b) does not match the name on the URL (a)',
  },
  {
    name: 'a subresource that a custom resource does not have',
    given: [[widgets, widget('a')]],
    method: 'GET',
    path: (client) => `${client.path(widgets, 'a')}/nothing`,
    code: 404,
    reason: 'NotFound',
    message: 'widgets.contract.gse.cozystack.io "a" not found',
  },
  {
    name: 'an unknown way of validating',
    method: 'POST',
    path: all(widgets, '?fieldValidation=Bogus'),
    body: widget('a'),
    code: 422,
    reason: 'Invalid',
    message:
      'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Bogus": supported values: "", "Ignore", "Strict", "Warn"',
  },
  {
    name: 'an unknown way of trying',
    method: 'POST',
    path: all(widgets, '?dryRun=Some'),
    body: widget('a'),
    code: 422,
    reason: 'Invalid',
    message: 'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
  },
  {
    name: 'a manager with too long a name',
    method: 'POST',
    path: all(widgets, `?fieldManager=${'x'.repeat(129)}`),
    body: widget('a'),
    code: 422,
    reason: 'Invalid',
    message: 'CreateOptions.meta.k8s.io "" is invalid: fieldManager: Too long: may not be more than 128 bytes',
  },
  // Patches
  {
    name: 'a merge patch that is a list',
    given: [[widgets, widget('a')]],
    method: 'PATCH',
    path: a(widgets),
    body: [],
    type: 'merge-patch+json',
    code: 400,
    reason: 'BadRequest',
    message: 'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
  },
  {
    name: 'a JSON patch that is no list',
    given: [[widgets, widget('a')]],
    method: 'PATCH',
    path: a(widgets),
    body: {},
    type: 'json-patch+json',
    code: 400,
    reason: 'BadRequest',
    message: 'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
  },
  {
    name: 'a JSON patch whose test fails',
    given: [[widgets, widget('a')]],
    method: 'PATCH',
    path: a(widgets),
    body: [{ op: 'test', path: '/spec/size', value: 9 }],
    type: 'json-patch+json',
    code: 422,
    reason: 'Invalid',
    message: 'the server rejected our request due to an error in our request',
  },
  {
    name: 'a patch that makes another kind of it',
    given: [[widgets, widget('a')]],
    method: 'PATCH',
    path: a(widgets),
    body: { kind: 'Gadget' },
    type: 'merge-patch+json',
    code: 422,
    reason: 'Invalid',
    message: 'Gadget.contract.gse.cozystack.io "a" is invalid: kind: Invalid value: "Gadget": must be Widget',
  },
  {
    name: 'a merge patch that is forced',
    given: [[widgets, widget('a')]],
    method: 'PATCH',
    path: a(widgets, '?force=true'),
    body: {},
    type: 'merge-patch+json',
    code: 422,
    reason: 'Invalid',
    message: 'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
  },
  {
    name: 'a patch of nothing',
    method: 'PATCH',
    path: a(widgets),
    body: {},
    type: 'merge-patch+json',
    code: 404,
    reason: 'NotFound',
    message: 'widgets.contract.gse.cozystack.io "a" not found',
  },
  // Apply
  {
    name: 'a field that the schema does not have, when it is applied',
    method: 'PATCH',
    path: a(widgets, '?fieldManager=one'),
    body: widget('a', { size: 1, unknown: 1 }),
    type: 'apply-patch+yaml',
    code: 500,
    message:
      'failed to create typed patch object (/a; contract.gse.cozystack.io/v1, Kind=Widget): .spec.unknown: field not declared in schema',
  },
  {
    name: 'a field that a built-in kind does not have, when it is applied',
    method: 'PATCH',
    path: a('statefulsets.apps', '?fieldManager=one'),
    body: withSpec(statefulSet('a'), { bogus: 1 }),
    type: 'apply-patch+yaml',
    code: 500,
    message: 'failed to create typed patch object (/a; apps/v1, Kind=StatefulSet): .spec.bogus: field not declared in schema',
  },
  {
    name: 'an item twice, when it is applied',
    method: 'PATCH',
    path: a(widgets, '?fieldManager=one'),
    body: widget('a', { size: 1, parts: [{ name: 'x' }, { name: 'x' }] }),
    type: 'apply-patch+yaml',
    code: 500,
    message:
      'failed to create typed patch object (/a; contract.gse.cozystack.io/v1, Kind=Widget): .spec.parts: duplicate entries for key [name="x"]',
  },
  {
    name: 'an item without its key, when it is applied',
    method: 'PATCH',
    path: a(widgets, '?fieldManager=one'),
    body: widget('a', { size: 1, parts: [{ weight: 1 }] }),
    type: 'apply-patch+yaml',
    code: 500,
    message: /\.spec\.parts: element 0: associative list with keys has an element that omits all key fields \["name"\]/,
  },
  {
    name: 'text for a number, when it is applied',
    method: 'PATCH',
    path: a(widgets, '?fieldManager=one'),
    body: widget('a', { size: 'x' }),
    type: 'apply-patch+yaml',
    code: 500,
    message:
      'failed to create typed patch object (/a; contract.gse.cozystack.io/v1, Kind=Widget): .spec.size: expected numeric (int or float), got string',
  },
  {
    name: 'an apply to an object of long ago',
    method: 'PATCH',
    path: a(widgets, '?fieldManager=one'),
    body: widget('a', { size: 1 }, { uid: '00000000-0000-0000-0000-000000000000' }),
    type: 'apply-patch+yaml',
    code: 409,
    reason: 'Conflict',
    message:
      'Operation cannot be fulfilled on widgets.contract.gse.cozystack.io "a": uid mismatch: the provided object specified uid 00000000-0000-0000-0000-000000000000, and no existing object was found',
  },
  // Reading
  {
    name: 'a limit that is no number',
    method: 'GET',
    path: all(widgets, '?limit=x'),
    code: 400,
    reason: 'BadRequest',
    message: 'strconv.ParseInt: parsing "x": invalid syntax',
  },
  {
    name: 'a version that is no number',
    method: 'GET',
    path: all(widgets, '?resourceVersion=abc'),
    code: 400,
    reason: 'BadRequest',
    message: /^invalid resource version: resourceVersion: Invalid value: "abc"/,
  },
  {
    name: 'exactly no version',
    method: 'GET',
    path: all(widgets, '?resourceVersion=0&resourceVersionMatch=Exact'),
    code: 422,
    reason: 'Invalid',
    message:
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
  },
  {
    name: 'a way of matching without a version',
    method: 'GET',
    path: all(widgets, '?resourceVersionMatch=Exact'),
    code: 422,
    reason: 'Invalid',
    message:
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
  },
  {
    name: 'a way of matching in a watch',
    method: 'GET',
    path: all(widgets, '?watch=1&resourceVersionMatch=NotOlderThan'),
    code: 422,
    reason: 'Invalid',
    message:
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
  },
  {
    name: 'a label that cannot be one',
    method: 'GET',
    path: all(widgets, '?labelSelector=-bad'),
    code: 400,
    reason: 'BadRequest',
    message: /^unable to parse requirement: <nil>: Invalid value: "-bad": name part must consist of/,
  },
  {
    name: 'a value that no label can have',
    method: 'GET',
    path: all(widgets, '?labelSelector=app%3D-bad'),
    code: 400,
    reason: 'BadRequest',
    message: /^unable to parse requirement: values\[0\]\[app\]: Invalid value: "-bad": a valid label must be an empty string or/,
  },
  {
    name: 'a field selector that makes no sense',
    method: 'GET',
    path: all(widgets, '?fieldSelector=bad'),
    code: 400,
    reason: 'BadRequest',
    message: "invalid selector: 'bad'; can't understand 'bad'",
  },
  {
    name: 'a field that the kind does not select by',
    method: 'GET',
    path: all(widgets, '?fieldSelector=spec.size%3D1'),
    code: 400,
    reason: 'BadRequest',
    message: 'field label not supported: spec.size',
  },
  // Deleting
  {
    name: 'an unknown propagation policy',
    given: [[widgets, widget('a')]],
    method: 'DELETE',
    path: a(widgets),
    body: { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Sideways' },
    code: 422,
    reason: 'Invalid',
    message:
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"',
  },
  {
    name: 'options that are none',
    given: [[widgets, widget('a')]],
    method: 'DELETE',
    path: a(widgets),
    body: { kind: 'Bogus', apiVersion: 'v1' },
    code: 400,
    reason: 'BadRequest',
    message: /^no kind "Bogus" is registered for version "v1"/,
  },
  // Subresources
  {
    name: 'a scale below nothing',
    given: [[widgets, widget('a')]],
    method: 'PATCH',
    path: (client) => `${client.path(widgets, 'a')}/scale`,
    body: { spec: { replicas: -1 } },
    type: 'merge-patch+json',
    code: 422,
    reason: 'Invalid',
    message:
      'Widget.contract.gse.cozystack.io "a" is invalid: [spec.size: Invalid value: -1: spec.size in body should be greater than or equal to 1, .spec.size: Invalid value: -1: should be a non-negative integer]',
  },
  {
    name: 'the log of a pod that is not there',
    method: 'GET',
    path: (client) => `${client.path('pods', 'none')}/log`,
    code: 404,
    reason: 'NotFound',
    message: 'pods "none" not found',
  },
  // Built-in kinds
  {
    name: 'binary data that is not base64',
    method: 'POST',
    path: all('configmaps'),
    body: { ...configMap('a'), binaryData: { x: '!!' } },
    code: 400,
    reason: 'BadRequest',
    message: 'ConfigMap in version "v1" cannot be handled as a ConfigMap: illegal base64 data at input byte 0',
  },
  {
    name: 'a secret that is not base64',
    method: 'POST',
    path: all('secrets'),
    body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { x: 'abc' } },
    code: 400,
    reason: 'BadRequest',
    message: 'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 0',
  },
  {
    name: 'the same key as text and as bytes',
    method: 'POST',
    path: all('configmaps'),
    body: { ...configMap('a', { x: 'y' }), binaryData: { x: 'eA==' } },
    code: 422,
    reason: 'Invalid',
    message: 'ConfigMap "a" is invalid: data[x]: Invalid value: "x": duplicate of key present in binaryData',
  },
  {
    name: 'a certificate without its parts',
    method: 'POST',
    path: all('secrets'),
    body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, type: 'kubernetes.io/tls', data: {} },
    code: 422,
    reason: 'Invalid',
    message: 'Secret "a" is invalid: [data[tls.crt]: Required value, data[tls.key]: Required value]',
  },
  {
    name: 'a quantity that is none',
    method: 'POST',
    path: all('persistentvolumeclaims'),
    body: claim('lots'),
    code: 400,
    reason: 'BadRequest',
    message:
      'PersistentVolumeClaim in version "v1" cannot be handled as a PersistentVolumeClaim: quantities must match the regular expression \'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$\'',
  },
  {
    name: 'a claim that grows before it is bound',
    given: [['persistentvolumeclaims', claim('1Gi')]],
    method: 'PATCH',
    path: a('persistentvolumeclaims'),
    body: { spec: { resources: { requests: { storage: '2Gi' } } } },
    type: 'merge-patch+json',
    code: 422,
    reason: 'Invalid',
    message: /spec: Forbidden: spec is immutable after creation except resources\.requests and volumeAttributesClassName for bound claims/,
  },
  {
    name: 'a claim for nothing in no way',
    method: 'POST',
    path: all('persistentvolumeclaims'),
    body: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'a' }, spec: {} },
    code: 422,
    reason: 'Invalid',
    message:
      'PersistentVolumeClaim "a" is invalid: [spec.accessModes: Required value: at least 1 access mode is required, spec.resources[storage]: Required value]',
  },
  {
    name: 'more than the limit',
    method: 'POST',
    path: all('pods'),
    body: pod('a', {
      automountServiceAccountToken: false,
      ...container({ resources: { requests: { cpu: '2' }, limits: { cpu: '1000m' } } }),
    }),
    code: 422,
    reason: 'Invalid',
    message: 'Pod "a" is invalid: spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
  },
  {
    name: 'a port that is none',
    method: 'POST',
    path: all('pods'),
    body: pod('a', container({ ports: [{ containerPort: 0 }] })),
    code: 422,
    reason: 'Invalid',
    message: 'Pod "a" is invalid: spec.containers[0].ports[0].containerPort: Required value',
  },
  {
    name: 'an unknown restart policy',
    method: 'POST',
    path: all('pods'),
    body: pod('a', { restartPolicy: 'Sometimes' }),
    code: 422,
    reason: 'Invalid',
    message: 'Pod "a" is invalid: spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
  },
  {
    name: 'a stateful set of pods that may end',
    method: 'POST',
    path: all('statefulsets.apps'),
    body: withSpec(statefulSet('a'), {
      template: { metadata: { labels: { app: 'a' } }, spec: { restartPolicy: 'Never', ...container({}) } },
    }),
    code: 422,
    reason: 'Invalid',
    message: 'StatefulSet.apps "a" is invalid: spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
  },
  {
    name: 'fewer pods than none',
    method: 'POST',
    path: all('statefulsets.apps'),
    body: withSpec(statefulSet('a'), { replicas: -1 }),
    code: 422,
    reason: 'Invalid',
    message: 'StatefulSet.apps "a" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
  },
  {
    name: 'an unknown way of updating',
    method: 'POST',
    path: all('statefulsets.apps'),
    body: withSpec(statefulSet('a'), { updateStrategy: { type: 'Bogus' } }),
    code: 422,
    reason: 'Invalid',
    message:
      'StatefulSet.apps "a" is invalid: spec.updateStrategy: Invalid value: {"Type":"Bogus","RollingUpdate":null}: must be \'RollingUpdate\' or \'OnDelete\'',
  },
  {
    name: 'two ports of one name',
    method: 'POST',
    path: all('services'),
    body: service({
      clusterIP: 'None',
      ports: [
        { name: 'x', port: 80 },
        { name: 'x', port: 81 },
      ],
    }),
    code: 422,
    reason: 'Invalid',
    message: 'Service "a" is invalid: spec.ports[1].name: Duplicate value: "x"',
  },
  {
    name: 'a service at no port',
    method: 'POST',
    path: all('services'),
    body: service({ clusterIP: 'None', ports: [{ port: 0 }] }),
    code: 422,
    reason: 'Invalid',
    message:
      'Service "a" is invalid: [spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive, spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive]',
  },
  {
    name: 'a headless service that wants an address',
    given: [['services', service({ clusterIP: 'None', selector: { x: 'y' }, ports: [{ port: 80 }] })]],
    method: 'PATCH',
    path: a('services'),
    body: { spec: { clusterIP: '10.96.3.4' } },
    type: 'merge-patch+json',
    code: 422,
    reason: 'Invalid',
    message: 'Service "a" is invalid: spec.clusterIPs[0]: Invalid value: ["10.96.3.4"]: may not change once set',
  },
  {
    name: 'a lease for no time',
    method: 'POST',
    path: all('leases.coordination.k8s.io'),
    body: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'a' }, spec: { leaseDurationSeconds: 0 } },
    code: 422,
    reason: 'Invalid',
    message: 'Lease.coordination.k8s.io "a" is invalid: spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0',
  },
  {
    name: 'an event about another namespace',
    method: 'POST',
    path: all('events'),
    body: { apiVersion: 'v1', kind: 'Event', metadata: { name: 'a' }, involvedObject: { kind: 'Pod', name: 'p', namespace: 'elsewhere' } },
    code: 422,
    reason: 'Invalid',
    message: 'Event "a" is invalid: involvedObject.namespace: Invalid value: "elsewhere": does not match event.namespace',
  },
];

/** Refusals, word for word: people read them, and programs tell them apart by code and reason. */
export const refusalCases: readonly ContractCase[] = refusals.map(
  ({ name, given = [], method, path, body, type, code, reason, message, causes }): ContractCase => ({
    name: `refused: ${name}`,
    async run(client) {
      for (const [plural, object] of given) await client.create(plural, object);
      const answer = await client.send(method, path(client), body, type === undefined ? {} : { 'content-type': `application/${type}` });
      const status = reason === undefined ? answer.body : refused(answer, code, reason);
      assert.deepEqual([answer.status, status['kind'], status['status']], [code, 'Status', 'Failure']);
      if (typeof message === 'string') assert.equal(status['message'], message);
      else assert.match(String(status['message']), message);
      if (causes) assert.deepEqual(causesOf(status), causes);
    },
  }),
);
