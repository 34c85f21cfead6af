import { strict as assert } from 'node:assert';
import { isObject, listAt, objectAt, type JsonObject } from '../json.ts';
import { accepted, metadataOf, refused, type ContractCase } from './case.ts';
import { configMap, pod, statefulSet, widget } from './samples.ts';

/** Create, read, replace: names, versions, conflicts. */
export const objectCases: readonly ContractCase[] = [
  {
    name: 'a created object gets uid, version, time and managed fields',
    async run(client) {
      const metadata = metadataOf(await client.create('configmaps', configMap('a')));
      assert.match(String(metadata['uid']), /^[0-9a-f-]{36}$/);
      assert.match(String(metadata['resourceVersion']), /^\d+$/);
      assert.match(String(metadata['creationTimestamp']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.equal(metadata['generation'], undefined);
      assert.deepEqual(metadata['managedFields'], [
        {
          manager: 'contract',
          operation: 'Update',
          apiVersion: 'v1',
          time: metadata['creationTimestamp'],
          fieldsType: 'FieldsV1',
          fieldsV1: { 'f:data': { '.': {}, 'f:key': {} } },
        },
      ]);
    },
  },
  {
    name: 'a name is given where only its beginning is',
    async run(client) {
      const made = await client.create('configmaps', { ...configMap(''), metadata: { generateName: 'made-' } });
      assert.match(String(metadataOf(made)['name']), /^made-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    },
  },
  {
    name: 'an object without a name is refused',
    async run(client) {
      const status = refused(await client.send('POST', client.path('configmaps'), { ...configMap(''), metadata: {} }), 422, 'Invalid');
      assert.equal(status['message'], 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required');
    },
  },
  {
    name: 'a name that is taken is refused',
    async run(client) {
      await client.create('configmaps', configMap('a'));
      const status = refused(await client.send('POST', client.path('configmaps'), configMap('a')), 409, 'AlreadyExists');
      assert.equal(status['message'], 'configmaps "a" already exists');
      assert.deepEqual(status['details'], { name: 'a', kind: 'configmaps' });
    },
  },
  {
    name: 'a name with capitals is refused',
    async run(client) {
      const status = refused(await client.send('POST', client.path('configmaps'), configMap('Big')), 422, 'Invalid');
      assert.match(
        String(status['message']),
        /^ConfigMap "Big" is invalid: metadata.name: Invalid value: "Big": a lowercase RFC 1123 subdomain must consist of/,
      );
    },
  },
  {
    name: 'what is not there is not found',
    async run(client) {
      const status = refused(await client.get(client.path('widgets.contract.gse.cozystack.io', 'none')), 404, 'NotFound');
      assert.equal(status['message'], 'widgets.contract.gse.cozystack.io "none" not found');
      assert.deepEqual(status['details'], { name: 'none', group: 'contract.gse.cozystack.io', kind: 'widgets' });
    },
  },
  {
    name: 'a resource that does not exist is not found',
    async run(client) {
      const status = refused(await client.get(client.path('things')), 404, 'NotFound');
      assert.equal(status['message'], 'the server could not find the requested resource');
      const nowhere = await client.get(`/apis/none.gse.cozystack.io/v1/namespaces/${client.namespace}/things`);
      assert.deepEqual([nowhere.status, nowhere.body['text']], [404, '404 page not found\n']);
    },
  },
  {
    name: 'an unknown namespace takes nothing',
    async run(client) {
      const answer = await client.send('POST', '/api/v1/namespaces/no-such-namespace/configmaps', configMap('a'));
      assert.equal(refused(answer, 404, 'NotFound')['message'], 'namespaces "no-such-namespace" not found');
    },
  },
  {
    name: 'a namespace in the object must be that of the request',
    async run(client) {
      const answer = await client.send('POST', client.path('configmaps'), configMap('a', {}, { namespace: 'other' }));
      assert.equal(
        refused(answer, 400, 'BadRequest')['message'],
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    },
  },
  {
    name: 'an update moves the version, and the generation only when the spec has changed',
    async run(client) {
      const made = await client.create('widgets.contract.gse.cozystack.io', widget('w'));
      const path = client.path('widgets.contract.gse.cozystack.io', 'w');
      assert.equal(metadataOf(made)['generation'], 1);
      const labelled = accepted(await client.send('PUT', path, { ...made, metadata: { ...metadataOf(made), labels: { a: 'b' } } }));
      assert.equal(metadataOf(labelled)['generation'], 1);
      assert.ok(Number(metadataOf(labelled)['resourceVersion']) > Number(metadataOf(made)['resourceVersion']));
      const resized = accepted(await client.send('PUT', path, { ...labelled, spec: { size: 2 } }));
      assert.equal(metadataOf(resized)['generation'], 2);
    },
  },
  {
    name: 'an update that changes nothing is no new version',
    async run(client) {
      const made = await client.create('configmaps', configMap('a'));
      const again = accepted(await client.send('PUT', client.path('configmaps', 'a'), made));
      assert.equal(metadataOf(again)['resourceVersion'], metadataOf(made)['resourceVersion']);
    },
  },
  {
    name: 'an update of an old version is a conflict',
    async run(client) {
      const made = await client.create('configmaps', configMap('a'));
      const path = client.path('configmaps', 'a');
      accepted(await client.send('PUT', path, { ...made, data: { key: 'new' } }));
      const status = refused(await client.send('PUT', path, { ...made, data: { key: 'late' } }), 409, 'Conflict');
      assert.equal(
        status['message'],
        'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
      );
    },
  },
  {
    name: 'an update of another incarnation is a conflict',
    async run(client) {
      const made = await client.create('configmaps', configMap('a'));
      const other = { ...configMap('a', { key: 'x' }), metadata: { name: 'a', uid: '00000000-0000-0000-0000-000000000000' } };
      const status = refused(await client.send('PUT', client.path('configmaps', 'a'), other), 409, 'Conflict');
      assert.match(
        String(status['message']),
        new RegExp(`UID in precondition: 0{8}-.*, UID in object meta: ${String(metadataOf(made)['uid'])}`),
      );
    },
  },
  {
    name: 'an update without a version is taken as it is',
    async run(client) {
      await client.create('configmaps', configMap('a'));
      const answer = accepted(await client.send('PUT', client.path('configmaps', 'a'), configMap('a', { key: 'b' })));
      assert.deepEqual(answer['data'], { key: 'b' });
    },
  },
  {
    name: 'a dry run says what would be and keeps nothing',
    async run(client) {
      accepted(await client.send('POST', `${client.path('configmaps')}?dryRun=All`, configMap('a')), 201);
      refused(await client.get(client.path('configmaps', 'a')), 404, 'NotFound');
      await client.create('configmaps', configMap('b'));
      const changed = accepted(await client.send('PUT', `${client.path('configmaps', 'b')}?dryRun=All`, configMap('b', { key: 'c' })));
      assert.deepEqual(changed['data'], { key: 'c' });
      assert.deepEqual(accepted(await client.get(client.path('configmaps', 'b')))['data'], { key: 'value' });
      accepted(await client.send('DELETE', `${client.path('configmaps', 'b')}?dryRun=All`));
      accepted(await client.get(client.path('configmaps', 'b')));
    },
  },
  {
    name: 'the status has an endpoint of its own',
    async run(client) {
      const kind = 'widgets.contract.gse.cozystack.io';
      const made = await client.create(kind, { ...widget('w'), status: { phase: 'Sent' } });
      assert.equal(made['status'], undefined);
      const path = client.path(kind, 'w');
      const both = { ...made, spec: { size: 9 }, status: { phase: 'Ready' } };
      const status = accepted(await client.send('PUT', `${path}/status`, both));
      assert.deepEqual(status['status'], { phase: 'Ready' });
      assert.equal(objectAt(status, 'spec')?.['size'], 1);
      assert.equal(metadataOf(status)['generation'], 1);
      const main = accepted(await client.send('PUT', path, { ...status, spec: { size: 9 }, status: { phase: 'Lost' } }));
      assert.deepEqual(main['status'], { phase: 'Ready' });
      assert.equal(objectAt(main, 'spec')?.['size'], 9);
    },
  },
  {
    name: 'a pod gets the defaults of the kind',
    async run(client) {
      const made = await client.create('pods', pod('p', { automountServiceAccountToken: false }));
      const spec = objectAt(made, 'spec') ?? {};
      assert.equal(spec['restartPolicy'], 'Always');
      assert.equal(spec['terminationGracePeriodSeconds'], 30);
      assert.equal(spec['dnsPolicy'], 'ClusterFirst');
      const [container] = Array.isArray(spec['containers']) ? spec['containers'] : [];
      assert.deepEqual(
        { ...(typeof container === 'object' && !Array.isArray(container) ? container : {}), volumeMounts: [] },
        {
          name: 'main',
          image: 'example.invalid/image:1',
          imagePullPolicy: 'IfNotPresent',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          volumeMounts: [],
        },
      );
      assert.equal(objectAt(made, 'status')?.['phase'], 'Pending');
      assert.equal(objectAt(made, 'status')?.['qosClass'], 'BestEffort');
    },
  },
  {
    name: 'what the server sets belongs to nobody',
    async run(client) {
      for (const [plural, object] of [
        ['statefulsets.apps', statefulSet('s')],
        ['pods', pod('p')],
      ] as const) {
        const [entry] = listAt(metadataOf(await client.create(plural, object)), 'managedFields').filter(isObject);
        assert.deepEqual(Object.keys(objectAt(entry, 'fieldsV1') ?? {}), ['f:spec']);
      }
    },
  },
  {
    name: 'quantities are kept in the words of Kubernetes',
    async run(client) {
      const amounts = { requests: { cpu: '0.5', memory: '1024Mi' }, limits: { cpu: '1000m', memory: '1.5Gi' } };
      const made = await client.create('pods', pod('p', { containers: [{ name: 'main', image: 'x', resources: amounts }] }));
      const [container] = listAt(objectAt(made, 'spec'), 'containers').filter(isObject);
      assert.deepEqual(container?.['resources'], {
        requests: { cpu: '500m', memory: '1Gi' },
        limits: { cpu: '1', memory: '1536Mi' },
      });
    },
  },
  {
    name: 'a negative grace is a second',
    async run(client) {
      const made = await client.create('pods', pod('p', { terminationGracePeriodSeconds: -1 }));
      assert.equal(objectAt(made, 'spec')?.['terminationGracePeriodSeconds'], 1);
    },
  },
  {
    name: 'a service says which addresses it can have',
    async run(client) {
      const service = (name: string, spec: JsonObject) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec });
      const headless = await client.create('services', service('a', { clusterIP: 'None', selector: { a: 'b' }, ports: [{ port: 80 }] }));
      const spec = objectAt(headless, 'spec');
      assert.deepEqual(
        [spec?.['clusterIPs'], spec?.['ipFamilies'], spec?.['ipFamilyPolicy'], spec?.['internalTrafficPolicy']],
        [['None'], ['IPv4'], 'SingleStack', 'Cluster'],
      );
      const external = await client.create('services', service('b', { type: 'ExternalName', externalName: 'a.example.com' }));
      assert.equal(objectAt(external, 'spec')?.['ipFamilies'], undefined);
    },
  },
  {
    name: 'text data of a secret is kept encoded',
    async run(client) {
      const made = await client.create('secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { a: 'b' } });
      assert.deepEqual([made['data'], made['stringData'], made['type']], [{ a: 'Yg==' }, undefined, 'Opaque']);
    },
  },
  {
    name: 'an object can be sent as YAML',
    async run(client) {
      const answer = await client.send('POST', client.path('configmaps'), 'metadata: {name: from-yaml}\ndata:\n  a: |\n    b\n', {
        'content-type': 'application/yaml',
      });
      assert.deepEqual(accepted(answer, 201)['data'], { a: 'b\n' });
    },
  },
  {
    name: 'a body of another kind is refused',
    async run(client) {
      refused(await client.send('POST', client.path('configmaps'), pod('p')), 400, 'BadRequest');
      const other = { ...configMap('a'), apiVersion: 'v2' };
      assert.match(
        String(refused(await client.send('POST', client.path('configmaps'), other), 400, 'BadRequest')['message']),
        /^ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2"/,
      );
    },
  },
  {
    name: 'a body in an unknown format is refused',
    async run(client) {
      refused(
        await client.send('POST', client.path('configmaps'), 'x', { 'content-type': 'application/x-tar' }),
        415,
        'UnsupportedMediaType',
      );
      refused(await client.send('POST', client.path('configmaps'), '{"a":', { 'content-type': 'application/json' }), 400, 'BadRequest');
    },
  },
];
