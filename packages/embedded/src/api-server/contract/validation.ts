import { strict as assert } from 'node:assert';
import { objectAt, type JsonObject } from '../json.ts';
import { accepted, causesOf, metadataOf, refused, type ContractCase } from './case.ts';
import { configMap, pod, statefulSet, widget } from './samples.ts';

const widgets = 'widgets.contract.gse.cozystack.io';

/** A spec that is refused, and what is said about it. */
const refusals: readonly (readonly [what: string, spec: JsonObject, cause: string])[] = [
  ['a missing field', {}, 'spec.size: Required value'],
  ['a number that is too small', { size: 0 }, 'spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1'],
  ['a number that is too large', { size: 11 }, 'spec.size: Invalid value: 11: spec.size in body should be less than or equal to 10'],
  ['text for a number', { size: 'big' }, 'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"'],
  ['a value that is not listed', { size: 1, color: 'blue' }, 'spec.color: Unsupported value: "blue": supported values: "red", "green"'],
  ['text that is too short', { size: 1, label: 'a' }, 'spec.label: Invalid value: "a": spec.label in body should be at least 2 chars long'],
  ['text that does not match', { size: 1, label: 'AB' }, 'spec.label: Invalid value: "AB": spec.label in body should match \'^[a-z]+$\''],
  [
    'a time that is none',
    { size: 1, since: 'noon' },
    'spec.since: Invalid value: "noon": spec.since in body must be of type date-time: "noon"',
  ],
  [
    'a list that is too short',
    { size: 1, nested: { list: [] } },
    'spec.nested.list: Invalid value: 0: spec.nested.list in body should have at least 1 items',
  ],
  ['a list that is too long', { size: 1, nested: { list: ['a', 'b', 'c'] } }, 'spec.nested.list: Too many: 3: must have at most 2 items'],
  ['a value twice in a set', { size: 1, tags: ['a', 'a'] }, 'spec.tags[1]: Duplicate value: "a"'],
  ['a key twice in a map', { size: 1, parts: [{ name: 'a' }, { name: 'a' }] }, 'spec.parts[1]: Duplicate value: {"name":"a"}'],
  [
    'a map with a wrong value',
    { size: 1, labels: { a: 1 } },
    'spec.labels.a: Invalid value: "integer": spec.labels.a in body must be of type string: "integer"',
  ],
  [
    'neither of two choices',
    { size: 1, choice: {} },
    '<nil>: Invalid value: "": "spec.choice" must validate one and only one schema (oneOf). Found none valid',
  ],
];

/** Schemas of custom resources and rules of built-in kinds. */
export const validationCases: readonly ContractCase[] = [
  ...refusals.map(([what, spec, cause]): ContractCase => ({
    name: `${what} is refused with its field`,
    async run(client) {
      const status = refused(await client.send('POST', client.path(widgets), widget('w', spec)), 422, 'Invalid');
      assert.ok(causesOf(status).includes(cause), causesOf(status).join('\n'));
      assert.match(String(status['message']), /^Widget\.contract\.gse\.cozystack\.io "w" is invalid: /);
      assert.equal(objectAt(status, 'details')?.['kind'], 'Widget');
    },
  })),
  {
    name: 'several findings are told together',
    async run(client) {
      const status = refused(await client.send('POST', client.path(widgets), widget('w', { size: 0, label: 'A' })), 422, 'Invalid');
      assert.match(String(status['message']), /is invalid: \[spec\..*, spec\..*\]$/);
    },
  },
  {
    name: 'defaults are filled in, also inside defaults',
    async run(client) {
      const made = await client.create(widgets, widget('w'));
      assert.deepEqual(made['spec'], { size: 1, color: 'red', nested: { mode: 'auto' } });
    },
  },
  {
    name: 'null is absent where the schema does not allow it',
    async run(client) {
      const nulls = { size: 2, color: null, label: null, labels: { a: null, b: 'c' }, free: { kept: null }, nested: { mode: null } };
      const made = await client.create(widgets, widget('w', nulls));
      assert.deepEqual(made['spec'], { size: 2, color: 'red', labels: { b: 'c' }, free: { kept: null }, nested: { mode: 'auto' } });
      const status = refused(await client.send('POST', client.path(widgets), widget('x', { size: null })), 422, 'Invalid');
      assert.deepEqual(causesOf(status), ['spec.size: Required value']);
    },
  },
  {
    name: 'numbers and text both go where both are allowed',
    async run(client) {
      await client.create(widgets, widget('a', { size: 1, port: 80 }));
      await client.create(widgets, widget('b', { size: 1, port: 'http' }));
      refused(await client.send('POST', client.path(widgets), widget('c', { size: 1, port: true })), 422, 'Invalid');
    },
  },
  {
    name: 'unknown fields are dropped with a warning, kept where the schema says so',
    async run(client) {
      const answer = await client.send('POST', client.path(widgets), widget('w', { size: 1, what: 1, free: { any: [1] } }));
      assert.deepEqual(accepted(answer, 201)['spec'], { size: 1, color: 'red', nested: { mode: 'auto' }, free: { any: [1] } });
      assert.equal(answer.headers.get('warning'), '299 - "unknown field \\"spec.what\\""');
    },
  },
  {
    name: 'strict validation refuses unknown fields',
    async run(client) {
      const custom = await client.send('POST', `${client.path(widgets)}?fieldValidation=Strict`, widget('w', { size: 1, what: 1 }));
      assert.equal(
        refused(custom, 400, 'BadRequest')['message'],
        'Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.what"',
      );
      const builtin = await client.send('POST', `${client.path('pods')}?fieldValidation=Strict`, pod('p', { what: 1 }));
      assert.equal(
        refused(builtin, 400, 'BadRequest')['message'],
        'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.what"',
      );
    },
  },
  {
    name: 'a wrong type in a built-in kind cannot be read',
    async run(client) {
      const status = refused(
        await client.send('POST', client.path('pods'), pod('p', { terminationGracePeriodSeconds: 'long' })),
        400,
        'BadRequest',
      );
      assert.match(String(status['message']), /^Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into /);
    },
  },
  {
    name: 'a pod needs containers, and they an image',
    async run(client) {
      const none = refused(await client.send('POST', client.path('pods'), pod('p', { containers: [] })), 422, 'Invalid');
      assert.ok(causesOf(none).includes('spec.containers: Required value'));
      const plain = refused(await client.send('POST', client.path('pods'), pod('p', { containers: [{ name: 'a' }] })), 422, 'Invalid');
      assert.deepEqual(causesOf(plain), ['spec.containers[0].image: Required value']);
    },
  },
  {
    name: 'a label that is none is refused',
    async run(client) {
      const status = refused(
        await client.send('POST', client.path('configmaps'), configMap('a', {}, { labels: { a: 'b c' } })),
        422,
        'Invalid',
      );
      assert.match(causesOf(status).join(), /^metadata.labels: Invalid value: "b c": a valid label must be an empty string or consist of/);
    },
  },
  {
    name: 'the spec of a pod is fixed, but for its images',
    async run(client) {
      const made = await client.create('pods', pod('p'));
      const path = client.path('pods', 'p');
      accepted(await client.patch(path, 'strategic', { spec: { containers: [{ name: 'main', image: 'example.invalid/image:2' }] } }));
      const status = refused(await client.patch(path, 'merge', { spec: { hostname: 'other' } }), 422, 'Invalid');
      assert.match(causesOf(status).join(), /^spec: Forbidden: pod updates may not change fields other than/);
      assert.equal(metadataOf(made)['name'], 'p');
    },
  },
  {
    name: 'the selector and claims of a stateful set are fixed',
    async run(client) {
      await client.create('statefulsets.apps', statefulSet('s'));
      const path = client.path('statefulsets.apps', 's');
      accepted(await client.patch(path, 'merge', { spec: { replicas: 0 } }));
      const status = refused(await client.patch(path, 'merge', { spec: { serviceName: 'other' } }), 422, 'Invalid');
      assert.match(causesOf(status).join(), /^spec: Forbidden: updates to statefulset spec for fields other than 'replicas'/);
    },
  },
  {
    name: 'a stateful set must select its own pods',
    async run(client) {
      const set = statefulSet('s');
      const spec = { ...objectAt(set, 'spec'), selector: { matchLabels: { app: 'other' } } };
      const status = refused(await client.send('POST', client.path('statefulsets.apps'), { ...set, spec }), 422, 'Invalid');
      assert.match(
        causesOf(status).join(),
        /^spec.template.metadata.labels: Invalid value: \{"app":"s"\}: `selector` does not match template `labels`/,
      );
    },
  },
];
