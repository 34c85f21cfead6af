import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { games } from '@gse/catalog';
import { controlPlaneProblem, startControlPlane, type ControlPlane } from '@gse/control-plane';
import { orderMapping, type OrderMapping, type OrderValues } from '@gse/package-source';
import { customResourceDefinitions } from '@gse/resources';
import { until } from '../support/machine.ts';
import { Api } from './support/api.ts';
import { CHARTS, Helm, type Manifest } from './support/helm.ts';
import { standInDefinitions } from './support/stand-ins.ts';
import { badValues, goodOrders, neededValues } from './support/values.ts';

const problem = controlPlaneProblem();
const TENANT = 'tenant-a';
const orders = games.map((game) => ({ id: game.id, game, order: orderMapping(game) }));

describe.skipIf(problem !== undefined)(`orders on a real API server${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let cluster: ControlPlane;
  let api: Api;
  let helm: Helm;

  beforeAll(async () => {
    cluster = await startControlPlane({ controllerManager: false });
    api = new Api(cluster, cluster.fetch(await cluster.user('admin', ['system:masters'])));
    helm = new Helm(cluster.programs.helm, cluster.kubeconfig);
    const definitions = [...customResourceDefinitions(), ...standInDefinitions(orders.map(({ order }) => order))] as Manifest[];
    await Promise.all(definitions.map(async (definition) => expect(await api.apply(definition)).toMatchObject({ ok: true })));
    for (const name of [TENANT, 'cozy-gse', 'cozy-system']) await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await until(async () => (await Promise.all(definitions.map(async (definition) => await isServed(definition)))).every(Boolean), {
      what: 'the kinds to be served',
    });
  });
  afterAll(async () => {
    helm?.[Symbol.dispose]();
    await cluster?.stop();
  });

  test('the PackageSource is one, and everything it names is there', async () => {
    const source = parse(readFileSync(join(CHARTS, 'core/platform/sources/gse.yaml'), 'utf8')) as Manifest;
    expect(await api.apply(source, { dryRun: true })).toMatchObject({ ok: true });
  });

  test.each(orders)('what $id renders passes every check of the API server', async ({ order }) => {
    const platform = { _cluster: { 'cluster-domain': 'cozy.local' }, _namespace: {} };
    const manifests = [
      ...(await helm.template(join(CHARTS, 'system', `${order.name}-rd`), `${order.name}-rd`, platform, '--namespace', 'cozy-system')),
      ...(await helm.template(
        join(CHARTS, 'apps', order.name),
        `${order.prefix}one`,
        { ...neededValues(order), ...platform },
        '--namespace',
        TENANT,
      )),
    ];
    for (const manifest of manifests)
      expect(await api.apply(manifest, { dryRun: true }), `${manifest.kind} ${manifest.metadata.name}`).toMatchObject({ ok: true });
  });

  test.each(orders)('the schema in the ApplicationDefinition of $id is one that Kubernetes takes, with its defaults', async ({ order }) => {
    const [definition] = (await helm.template(join(CHARTS, 'system', `${order.name}-rd`), 'rd')).filter(
      ({ kind }) => kind === 'ApplicationDefinition',
    );
    const spec = definition?.['spec'] as { application: { openAPISchema: string } } | undefined;
    const schema = JSON.parse(spec?.application.openAPISchema ?? '') as { title: string; properties: Record<string, object> };
    expect(schema.title).toBe('Chart Values');
    expect(Object.keys(schema.properties)).toEqual(order.parameters.map(({ name }) => name));
    const properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [name, { ...property, 'x-cozystack-options': undefined }]),
    );
    const names = { kind: `${order.kind}Schema`, plural: `${order.singular}schemas` };
    const wrapped = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${names.plural}.schema.example.org` },
      spec: {
        group: 'schema.example.org',
        scope: 'Namespaced',
        names,
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', properties: { spec: { ...schema, properties } } } },
          },
        ],
      },
    } as Manifest;
    expect(await api.apply(wrapped, { dryRun: true })).toMatchObject({ ok: true });
  });

  test('what was ordered before there were limits is read and changed, and nothing new goes beyond them', async () => {
    const definitions = customResourceDefinitions() as unknown as Manifest[];
    const lenient = JSON.parse(
      JSON.stringify(definitions, (key, value: unknown) => (key === 'pattern' || key === 'maxLength' ? undefined : value)),
    ) as Manifest[];
    const inTenant = (kind: string, name: string, spec: object): Manifest => ({
      apiVersion: 'gse.cozystack.io/v1alpha1',
      kind,
      metadata: { name, namespace: TENANT },
      spec,
    });
    const waiting = (name: string, deadline: string): Manifest =>
      inTenant('GameServer', name, { game: 'factorio', disruption: { onlyWhenEmpty: { deadline } } });
    const caused = (name: string, cause: string): Manifest =>
      inTenant('GameOperation', name, { server: 'old', type: 'restart', cause, disruption: { onlyWhenEmpty: { deadline: '168h' } } });
    const operations = 'gameoperations';
    const [server, operation] = [waiting('old', '8760h'), caused('old', `${'long '.repeat(60)}\nstory`)];

    for (const definition of lenient) expect(await api.apply(definition)).toMatchObject({ ok: true });
    await until(async () => (await api.create(server)).ok, { what: 'the lenient definition of servers to count' });
    await until(async () => (await api.create(operation, { plural: operations })).ok, { what: 'that of operations to count' });
    for (const definition of definitions) expect(await api.apply(definition)).toMatchObject({ ok: true });
    await until(
      async () => {
        const answers = [
          await api.create(waiting('new', '169h'), { dryRun: true }),
          await api.create(caused('new', 'two\nlines'), { dryRun: true, plural: operations }),
        ];
        return answers.every(({ status }) => status === 422);
      },
      { what: 'the definitions to count' },
    );
    expect(await api.create(caused('new', 'x'.repeat(201)), { dryRun: true, plural: operations })).toMatchObject({ status: 422 });
    expect(await api.create(caused('new', 'x'.repeat(200)), { dryRun: true, plural: operations })).toMatchObject({ ok: true });
    expect(await api.create(waiting('new', '168h'), { dryRun: true })).toMatchObject({ ok: true });

    expect((await api.get(server)).body['spec']).toMatchObject({ disruption: { onlyWhenEmpty: { deadline: '8760h' } } });
    expect(await api.patch(server, { spec: { state: 'Stopped' } })).toMatchObject({ ok: true });
    expect(await api.patch(operation, { spec: { skip: true } }, operations)).toMatchObject({ ok: true });
    expect(await api.patch(statusOf(server), { status: { phase: 'Stopped' } })).toMatchObject({ ok: true });
    expect(await api.patch(statusOf(operation), { status: { phase: 'Skipped' } }, operations)).toMatchObject({ ok: true });
    expect(await api.patch(server, { spec: { disruption: { onlyWhenEmpty: { deadline: '8761h' } } } })).toMatchObject({ status: 422 });
    expect(await api.patch(operation, { spec: { cause: 'x'.repeat(201) } }, operations)).toMatchObject({ status: 422 });
    for (const [made, plural] of [[server], [operation, operations]] as const)
      expect(await api.remove(made, plural)).toMatchObject({ ok: true });
  });

  describe('with the policies in place', () => {
    beforeAll(async () => {
      for (const name of [...orders.map(({ order }) => `${order.name}-rd`), 'gse-platform']) {
        const namespace = name.endsWith('-rd') ? 'cozy-system' : 'cozy-gse';
        const answer = await helm.run('install', name, join(CHARTS, 'system', name), '--namespace', namespace);
        expect(answer.ok, answer.stderr).toBe(true);
      }
      // A policy counts a moment after it is there.
      await until(
        async () =>
          (
            await Promise.all(
              orders.flatMap(({ order }) => [
                place(order, { nonsense: true }),
                api.create(server(order, { settings: { nonsense: 1 } }), { dryRun: true }),
              ]),
            )
          ).every(({ ok }) => !ok),
        { what: 'the policies to count' },
      );
    });

    describe.each(orders)('$id', ({ game, order }) => {
      test('takes an order of nothing but a name, where nothing has to be agreed to', async () => {
        const answer = await place(order, {});
        const complaints = order.complaints({});
        expect(answer.ok, answer.message).toBe(complaints.length === 0);
        for (const { message } of complaints) expect(answer.message).toContain(message);
        expect(await place(order, neededValues(order))).toMatchObject({ ok: true });
      });

      test('says of every bad value what its parameter may be', async () => {
        for (const { name, rule } of order.parameters) {
          const orders = badValues(rule).map((value) => ({ ...neededValues(order), [name]: value }));
          const answers = await Promise.all(orders.map(async (values) => await place(order, values)));
          for (const [at, { ok, message }] of answers.entries()) {
            const [complaint, ...more] = order.complaints(orders[at] ?? {});
            expect(ok, JSON.stringify(orders[at])).toBe(false);
            expect(message).toContain(complaint?.message);
            expect(more).toEqual([]);
          }
        }
      });

      test('tells everything that is wrong at once, as the chart and our pages do', async () => {
        const bad = fc.sample(
          fc.tuple(goodOrders(order), fc.subarray([...order.parameters], { minLength: 1, maxLength: 4 }), fc.nat()),
          40,
        );
        for (const [good, chosen, which] of bad) {
          const values: OrderValues = {
            ...good,
            ...Object.fromEntries(chosen.map(({ name, rule }) => [name, badValues(rule)[which % badValues(rule).length]])),
            noSuchThing: true,
          };
          const { ok, message } = await place(order, values);
          expect(ok).toBe(false);
          expect(new Set(told(message))).toEqual(new Set(order.complaints(values).map((complaint) => complaint.message)));
        }
      });

      test('waits for an empty server for a week at most', async () => {
        const words = 'waitForEmpty must be text that is a time such as 30m or 4h, up to 168h, or empty';
        for (const waitForEmpty of ['169h', '168h1s', '100000s', '99999999999h'])
          expect((await place(order, { ...neededValues(order), waitForEmpty })).message).toContain(words);
        for (const waitForEmpty of ['168h', '1h30m', '90s', ''])
          expect(await place(order, { ...neededValues(order), waitForEmpty })).toMatchObject({ ok: true });
      });

      test('takes every good order, and its GameServer', async () => {
        for (const values of fc.sample(goodOrders(order), 40)) {
          const asOrder = await place(order, values);
          expect(asOrder.ok, `${asOrder.message} of ${JSON.stringify(values)}`).toBe(true);
          const asServer = await api.create(server(order, order.specOf(values)), { dryRun: true });
          expect(asServer.ok, `${asServer.message} of ${JSON.stringify(order.specOf(values))}`).toBe(true);
        }
      });

      test('refuses a GameServer that its game cannot have, by the path of the field', async () => {
        const spec = order.specOf(neededValues(order));
        for (const { rule, target } of order.parameters) {
          if (target.to !== 'spec' || target.path[0] !== 'settings') continue;
          const path = target.path.join('.');
          const answer = await api.create(server(order, { ...spec, settings: { [target.path[1] ?? '']: badValues(rule)[0] } }), {
            dryRun: true,
          });
          expect(answer.ok, path).toBe(false);
          expect(answer.message).toContain(`${path} must be`);
        }
        for (const [change, words] of [
          [{ size: 'enormous' }, 'size must be one of'],
          [{ version: { channel: 'no-such' } }, 'version.channel must be one of'],
          [{ version: { pin: '§' } }, 'version.pin must be'],
          [{ resources: { cpu: 5000 } }, 'resources.cpu must be an amount from 100m to 64'],
          [{ storage: { size: '1Ki' } }, 'storage.size must be an amount from 1Gi to 16Ti'],
          [{ settings: { nonsense: 1 } }, 'settings.nonsense is no setting of this game'],
        ] as const) {
          const answer = await api.create(server(order, { ...spec, ...change }), { dryRun: true });
          expect(answer.ok, words).toBe(false);
          expect(answer.message).toContain(words);
        }
        if (game.licences.length > 0) {
          const answer = await api.create(server(order, { game: game.id }), { dryRun: true });
          for (const { id, url } of game.licences) {
            expect(answer.message).toContain(`licences must have ${id} accepted`);
            expect(answer.message).toContain(url);
          }
        }
      });

      test('a name is refused that leaves no room for what Kubernetes appends', async () => {
        const answer = await api.create(
          { ...application(order, neededValues(order)), metadata: { name: 'a'.repeat(53 - order.prefix.length), namespace: TENANT } },
          { dryRun: true, plural: order.plural },
        );
        expect(answer.message).toContain(`the name must be text up to ${52 - order.prefix.length} characters`);
      });

      test('what cannot change, and what may only grow, is refused in an order that is there', async () => {
        const place = async (name: string, spec: OrderValues): Promise<Manifest> => {
          const placed = { ...application(order, { ...neededValues(order), ...spec }), metadata: { name, namespace: TENANT } };
          expect(await api.create(placed, { plural: order.plural })).toMatchObject({ ok: true });
          return placed;
        };
        const plain = await place('plain', {});
        const own = await place('own', { storageSize: '120Gi', storageClass: 'replicated' });
        for (const [placed, change, words] of [
          [plain, { storageClass: 'local' }, 'storageClass cannot change'],
          [own, { storageClass: null }, 'storageClass cannot change'],
          [own, { storageSize: '119Gi' }, 'storageSize may grow, never shrink'],
          [plain, { storageSize: '1Gi' }, 'storageSize may grow, never shrink'],
        ] as const) {
          const answer = await api.patch(placed, { spec: change }, order.plural);
          expect(answer, words).toMatchObject({ ok: false, status: 422 });
          expect(answer.message).toContain(words);
        }
        expect(await api.patch(own, { spec: { storageSize: '121Gi', state: 'Stopped' } }, order.plural)).toMatchObject({ ok: true });
        expect(await api.patch(plain, { spec: { storageSize: '500Gi', storageClass: '' } }, order.plural)).toMatchObject({ ok: true });
        for (const placed of [plain, own]) await api.remove(placed, order.plural);
      });

      test('is installed by Helm with what it needs and nothing more, and changed, and removed', async () => {
        const release = `${order.prefix}two`;
        const chart = join(CHARTS, 'apps', order.name);
        const values = { ...neededValues(order), storageSize: '120Gi' };
        const install = await helm.run('install', release, chart, '--namespace', TENANT, ...helm.values(values));
        expect(install.ok, install.stderr).toBe(true);
        const made = server(order, {}, release);
        expect((await api.get(made)).body['spec']).toMatchObject(order.specOf(values));
        const smaller = await helm.run(
          'upgrade',
          release,
          chart,
          '--namespace',
          TENANT,
          ...helm.values({ ...values, storageSize: '100Gi' }),
        );
        expect(smaller.ok).toBe(false);
        expect(smaller.stderr).toContain('storage.size may grow, never shrink');
        const larger = await helm.run(
          'upgrade',
          release,
          chart,
          '--namespace',
          TENANT,
          ...helm.values({ ...values, storageSize: '130Gi' }),
        );
        expect(larger.ok, larger.stderr).toBe(true);
        const removed = await helm.run('uninstall', release, '--namespace', TENANT);
        expect(removed.ok, removed.stderr).toBe(true);
        expect(await api.get(made)).toMatchObject({ status: 404 });
      });
    });

    test('what was ordered under other limits can still be deleted, and changed for the better', async () => {
      const [first] = orders;
      if (first === undefined) throw new Error('there is no game');
      const { order } = first;
      const old = server(order, { ...order.specOf(neededValues(order)), storage: { size: '20Gi' } }, 'old');
      expect(await api.create(old)).toMatchObject({ ok: true });
      expect(await api.patch(old, { metadata: { finalizers: ['gse.cozystack.io/server'], labels: { a: 'b' } } })).toMatchObject({
        ok: true,
      });
      expect(await api.patch(old, { spec: { storage: { size: '10Gi' } } })).toMatchObject({ ok: false, status: 422 });
      const plain = server(order, order.specOf(neededValues(order)), 'plain');
      expect(await api.create(plain)).toMatchObject({ ok: true });
      expect((await api.patch(plain, { spec: { storage: { size: '1Gi' } } })).message).toContain('storage.size may grow, never shrink');
      expect(await api.patch(plain, { spec: { storage: { size: '900Gi' } } })).toMatchObject({ ok: true });
      expect(await api.remove(plain)).toMatchObject({ ok: true });
      expect(await api.remove(old)).toMatchObject({ ok: true });
      // Even a spec that no policy would let in today does not hold a server that goes.
      expect(await api.patch(old, { spec: { size: 'enormous' } })).toMatchObject({ ok: true });
      expect(await api.patch(old, { metadata: { finalizers: [] } })).toMatchObject({ ok: true });
      expect(await api.get(old)).toMatchObject({ status: 404 });
    });

    test("what is the provider's to decide is kept from customers who may write servers", async () => {
      const [first] = orders;
      if (first === undefined) throw new Error('there is no game');
      const { order } = first;
      const role: Manifest = {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'customer' },
        rules: [{ apiGroups: ['gse.cozystack.io'], resources: ['gameservers'], verbs: ['get', 'create', 'update', 'patch'] }],
      };
      await api.apply(role);
      await api.apply({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'customer', namespace: TENANT },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'customer' },
        subjects: [{ kind: 'User', name: 'ann', apiGroup: 'rbac.authorization.k8s.io' }],
      });
      const ann = new Api(cluster, cluster.fetch(await cluster.user('ann')));
      const good = order.specOf(neededValues(order));
      const mine = server(order, good, 'mine');
      await until(async () => (await ann.create(mine, { dryRun: true })).ok, { what: 'the role to count' });
      expect(await ann.create(mine)).toMatchObject({ ok: true });
      for (const [change, words] of [
        [{ intent: 'Suspended' }, "intent is the provider's to decide"],
        [{ placement: { nodeSelector: { gpu: 'yes' } } }, "placement is the provider's to decide"],
        [{ network: { annotations: { a: 'b' } } }, "network.annotations is the provider's to decide"],
        [{ network: { loadBalancerClass: 'example.org/other' } }, "network.loadBalancerClass is the provider's to decide"],
        [{ network: { type: 'HostPort' } }, "network.type HostPort is the provider's to decide"],
      ] as const) {
        const answer = await ann.patch(mine, { spec: change });
        expect(answer, words).toMatchObject({ ok: false });
        expect(answer.message).toContain(words);
      }
      expect(await ann.patch(mine, { spec: { intent: 'None', state: 'Stopped' } })).toMatchObject({ ok: true });
      expect(await api.patch(mine, { spec: { intent: 'Suspended' } })).toMatchObject({ ok: true });
      expect(await ann.patch(mine, { spec: { state: 'Running' } })).toMatchObject({ ok: true });
      expect(await ann.patch(mine, { spec: { intent: null } })).toMatchObject({ ok: false });
    });
  });

  describe('words that others believe', () => {
    const operations = { plural: 'gameoperations' };
    const events = { plural: 'events' };
    let ann: Api;
    let asOperator: Api;
    let asApi: Api;

    beforeAll(async () => {
      const chart = join(CHARTS, 'system/gse-operator');
      const answer = await helm.run('install', 'gse-operator', chart, '--namespace=cozy-gse', '--set=replicas=0,crds.install=false');
      expect(answer.ok, answer.stderr).toBe(true);
      await api.apply(
        { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'gse-api', namespace: 'cozy-gse' } },
        { plural: 'serviceaccounts' },
      );
      await api.apply({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'writer' },
        rules: [
          { apiGroups: ['gse.cozystack.io'], resources: ['gameservers', 'gameoperations'], verbs: ['create', 'patch'] },
          { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
        ],
      });
      await api.apply({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'writers', namespace: TENANT },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'writer' },
        subjects: [
          { kind: 'User', name: 'ann', apiGroup: 'rbac.authorization.k8s.io' },
          { kind: 'ServiceAccount', name: 'gse-operator', namespace: 'cozy-gse' },
          { kind: 'ServiceAccount', name: 'gse-api', namespace: 'cozy-gse' },
        ],
      });
      ann = new Api(cluster, cluster.fetch(await cluster.user('ann')));
      asOperator = await asAccount('gse-operator');
      asApi = await asAccount('gse-api');
      await until(async () => (await ann.create(event('gse-api'), { dryRun: true, ...events })).message.includes('by the API only'), {
        what: 'the policies and roles to count',
      });
    });

    async function asAccount(name: string): Promise<Api> {
      const credentials = await cluster.serviceAccount('cozy-gse', name);
      if (!('token' in credentials)) throw new Error(`there is no token of ${name}`);
      const fetch = cluster.fetch(credentials);
      const signed = async (request: Request): Promise<Response> => {
        request.headers.set('authorization', `Bearer ${credentials.token}`);
        return await fetch(request);
      };
      return new Api(cluster, Object.assign(signed, fetch));
    }

    function event(component: string, more: object = {}): Manifest {
      return {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: `story-${component || 'nobody'}`, namespace: TENANT },
        involvedObject: { apiVersion: 'gse.cozystack.io/v1alpha1', kind: 'GameServer', name: 'story', namespace: TENANT },
        type: 'Normal',
        reason: 'Told',
        message: 'ann told it',
        ...(component !== '' && { source: { component } }),
        ...more,
      };
    }

    function newEvent(reportingController: string): Manifest {
      return {
        apiVersion: 'events.k8s.io/v1',
        kind: 'Event',
        metadata: { name: `new-${reportingController}`, namespace: TENANT },
        regarding: { apiVersion: 'gse.cozystack.io/v1alpha1', kind: 'GameServer', name: 'story', namespace: TENANT },
        type: 'Normal',
        reason: 'Told',
        note: 'ann told it',
        action: 'Tell',
        eventTime: '2026-01-01T00:00:00.000000Z',
        reportingController,
        reportingInstance: 'here',
      };
    }

    test.each([
      ['gse-api', 'written by the API only'],
      ['gse-operator', 'written by the operator only'],
    ])('events of %s are its own, in every place that names it', async (component, words) => {
      const [author, other] = component === 'gse-api' ? [asApi, asOperator] : [asOperator, asApi];
      const places = [event(component), event('', { reportingComponent: component, reportingInstance: 'here' }), newEvent(component)];
      for (const each of places)
        for (const [who, mayDo] of [
          [ann, false],
          [other, false],
          [author, true],
          [api, true],
        ] as const) {
          const answer = await who.create(each, { dryRun: true, ...events });
          expect(answer, answer.message).toMatchObject(mayDo ? { ok: true } : { ok: false, status: 403 });
          if (!mayDo) expect(answer.message).toContain(words);
        }
      // Nor are they changed, or made out of others, by anybody else.
      expect(await author.create(event(component), events)).toMatchObject({ ok: true });
      for (const [kind, change] of [
        [event(component), { message: 'bob told it' }],
        [event(component), { source: { component: 'me' } }],
        [{ ...newEvent('x'), metadata: event(component).metadata }, { metadata: { annotations: { 'gse.cozystack.io/actor': 'bob' } } }],
      ] as const)
        expect(await ann.patch(kind, change, events.plural)).toMatchObject({ status: 403 });
      expect(await author.patch(event(component), { message: 'ann told it again' }, events.plural)).toMatchObject({ ok: true });
      expect(await ann.create(event('me'), { dryRun: true, ...events })).toMatchObject({ ok: true });
      expect(await ann.create(newEvent('me'), { dryRun: true, ...events })).toMatchObject({ ok: true });
      const mine = event(`mine-${component}`);
      expect(await ann.create(mine, events)).toMatchObject({ ok: true });
      expect(await ann.patch(mine, { source: { component } }, events.plural)).toMatchObject({ status: 403 });
    });

    test('nobody accepts a licence in the name of somebody else', async () => {
      const [ordered] = orders.filter(({ game }) => game.licences.length > 0);
      if (ordered === undefined) throw new Error('no game has a licence');
      const { order, game } = ordered;
      const acceptedBy = (name: string | undefined, more: object = {}): Manifest =>
        server(
          order,
          {
            ...order.specOf(neededValues(order)),
            licences: game.licences.map(({ id }) => ({ id, accepted: true, ...(name !== undefined && { acceptedBy: name }), ...more })),
          },
          'licensed',
        );
      const refused = { ok: false, status: 403, message: expect.stringContaining('must be ann, who asks') as string };
      for (const name of ['bob', 'an', 'annabel']) expect(await ann.create(acceptedBy(name), { dryRun: true })).toMatchObject(refused);
      for (const name of [undefined, '', 'ann']) expect(await ann.create(acceptedBy(name), { dryRun: true })).toMatchObject({ ok: true });

      // Somebody else's consent stays, whole.
      const times = { acceptedAt: '2026-01-01T00:00:00Z' };
      expect(await api.create(acceptedBy('bob', times))).toMatchObject({ ok: true });
      const made = acceptedBy('bob', times);
      expect(await ann.patch(made, { spec: { state: 'Stopped' } })).toMatchObject({ ok: true });
      expect(await ann.patch(made, { metadata: { labels: { a: 'b' } } })).toMatchObject({ ok: true });
      for (const change of [
        acceptedBy('carol', times),
        acceptedBy('bob', { acceptedAt: '2026-02-02T00:00:00Z' }),
        { spec: { licences: [...(made['spec'] as { licences: object[] }).licences, { id: 'other', accepted: true, acceptedBy: 'bob' }] } },
      ])
        expect(await ann.patch(made, { spec: change['spec'] as object })).toMatchObject(refused);
      expect(await ann.patch(made, { spec: acceptedBy('ann')['spec'] as object })).toMatchObject({ ok: true });
      expect(await api.remove(made)).toMatchObject({ ok: true });
    });

    test('nobody but the operator says that an operation is the operator’s own', async () => {
      const operation = (name: string, generation?: number): Manifest => ({
        apiVersion: 'gse.cozystack.io/v1alpha1',
        kind: 'GameOperation',
        metadata: { name, namespace: TENANT },
        spec: { server: 'pond', type: 'restart', ...(generation !== undefined && { generation }) },
      });
      const refused = {
        ok: false,
        status: 403,
        message: expect.stringContaining('spec.generation is written by the operator only') as string,
      };
      expect(await ann.create(operation('pond-restart-1', 1), operations)).toMatchObject(refused);
      expect(await ann.create(operation('mine'), operations)).toMatchObject({ ok: true });
      expect(await ann.patch(operation('mine'), { spec: { generation: 1 } }, operations.plural)).toMatchObject(refused);
      expect(await ann.patch(operation('mine'), { spec: { cancel: true } }, operations.plural)).toMatchObject({ ok: true });
      expect(await asOperator.create(operation('pond-restart-1', 1), operations)).toMatchObject({ ok: true });
      for (const generation of [2, null])
        expect(await ann.patch(operation('pond-restart-1'), { spec: { generation } }, operations.plural)).toMatchObject(refused);
      expect(await ann.patch(operation('pond-restart-1'), { spec: { skip: true } }, operations.plural)).toMatchObject({ ok: true });
    });
  });

  async function isServed(definition: Manifest): Promise<boolean> {
    const { body } = await api.get(definition);
    const conditions = (body['status'] as { conditions?: { type: string; status: string }[] } | undefined)?.conditions ?? [];
    return conditions.some(({ type, status }) => type === 'Established' && status === 'True');
  }

  async function place(order: OrderMapping, values: OrderValues): Promise<Awaited<ReturnType<Api['create']>>> {
    return await api.create(application(order, values), { dryRun: true, plural: order.plural });
  }
});

/** An order as the platform's API takes it. */
function application(order: OrderMapping, spec: OrderValues): Manifest {
  return { apiVersion: 'apps.cozystack.io/v1alpha1', kind: order.kind, metadata: { name: 'one', namespace: TENANT }, spec };
}

function server(order: OrderMapping, spec: object, name = 'one'): Manifest {
  const game = orders.find((candidate) => candidate.order.kind === order.kind)?.id;
  return { apiVersion: 'gse.cozystack.io/v1alpha1', kind: 'GameServer', metadata: { name, namespace: TENANT }, spec: { game, ...spec } };
}

/** Where the status of an object is written. */
function statusOf(manifest: Manifest): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, name: `${manifest.metadata.name}/status` } };
}

/** The complaints in the message of a policy. */
function told(message: string): readonly string[] {
  return message.replace(/^.*denied request: /s, '').split('; ');
}
