import { join } from 'node:path';
import { controlPlaneProblem, startControlPlane, type ControlPlane } from '@gse/control-plane';
import { OWN_TYPES, ownName } from '@gse/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api, type ApiAnswer } from '../edition/support/api.ts';
import { CHARTS, Helm, type Manifest } from '../edition/support/helm.ts';
import { until } from '../support/machine.ts';

const problem = controlPlaneProblem();
const plural = 'gameoperations';
const namespace = 'games';

describe.skipIf(problem !== undefined)(`operations of people and of the operator${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let cluster: ControlPlane;
  let helm: Helm;
  let api: Api;
  let ann: Api;

  beforeAll(async () => {
    cluster = await startControlPlane();
    api = new Api(cluster, cluster.fetch(await cluster.user('admin', ['system:masters'])));
    helm = new Helm(cluster.programs.helm, cluster.kubeconfig);
    for (const name of [namespace, 'gse-system']) await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    for (const chart of ['gse-operator', 'gse-api']) {
      const answer = await helm.run('install', chart, join(CHARTS, 'system', chart), '--namespace=gse-system', '--set=replicas=0');
      expect(answer.ok, answer.stderr).toBe(true);
    }
    await api.apply({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'ann', namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'gse-use' },
      subjects: [{ kind: 'User', name: 'ann', apiGroup: 'rbac.authorization.k8s.io' }],
    });
    ann = new Api(cluster, cluster.fetch(await cluster.user('ann')));
    await until(async () => (await order({ name: 'forged' }, { actor: 'bob' }, true)).message.includes('must be ann'), {
      what: 'the policies and roles to count',
    });
  }, 120_000);
  afterAll(async () => {
    helm?.[Symbol.dispose]();
    await cluster?.stop();
  });

  const operation = (metadata: { name: string; generateName?: string }, spec: object = {}): Manifest => ({
    apiVersion: 'gse.cozystack.io/v1alpha1',
    kind: 'GameOperation',
    metadata: { ...metadata, namespace },
    spec: { server: 'world', type: 'restart', ...spec },
  });
  const order = async (metadata: { name: string; generateName?: string }, spec: object = {}, dryRun = false): Promise<ApiAnswer> =>
    await ann.create(operation(metadata, spec), { plural, dryRun });

  /** A stop that the operator owes the provider. */
  const owed = operation({ name: 'world-stop-2' }, { type: 'stop', actor: 'operator', generation: 3, cause: 'suspended' });

  test('of an operation only that is changed by which it is declined, moved or hastened', async () => {
    expect(await api.create(owed, { plural })).toMatchObject({ ok: true });
    const disruption = { announceSeconds: [60], onlyWhenEmpty: { deadline: '4h' } };
    const bobs = operation({ name: 'evening' }, { actor: 'bob', cause: 'plugins', disruption });
    expect(await api.create(bobs, { plural })).toMatchObject({ ok: true });
    for (const [made, change, words] of [
      [owed, { type: 'restart' }, 'not type;'],
      [owed, { server: 'other' }, 'not server;'],
      [owed, { actor: 'ann' }, 'not actor;'],
      [owed, { cause: null, skip: true }, 'not cause;'],
      [owed, { disruption: { announceSeconds: [] } }, 'not disruption;'],
      [owed, { generation: null }, 'spec.generation is written by the operator only'],
      [bobs, { cause: 'bob breaks it' }, 'not cause;'],
      [bobs, { actor: null, cause: 'mine' }, 'can change, not '],
      [bobs, { disruption: { announceSeconds: [10] } }, 'not disruption;'],
      [bobs, { disruption: null }, 'not disruption;'],
    ] as const) {
      const answer = await ann.patch(made, { spec: change }, plural);
      expect(answer, JSON.stringify(change)).toMatchObject({ ok: false, status: 403 });
      expect(answer.message).toContain(words);
    }
    for (const made of [owed, bobs])
      for (const change of [
        { postponeUntil: '2030-01-01T00:00:00Z', runNow: false },
        { runNow: true, postponeUntil: null },
        { skip: true },
        { skip: null, cancel: true },
      ])
        expect(await ann.patch(made, { spec: change }, plural), JSON.stringify(change)).toMatchObject({ ok: true });
    expect(await ann.patch(bobs, { metadata: { labels: { a: 'b' } } }, plural)).toMatchObject({ ok: true });
  });

  test('what is applied as it stands is taken, by whoever may', async () => {
    const mine = operation({ name: 'applied' }, { cause: 'plugins', disruption: { announceSeconds: [60, 10] } });
    for (const _ of [1, 2]) expect(await ann.apply(mine, { plural })).toMatchObject({ ok: true });
    const declined = { ...mine, spec: { ...(mine['spec'] as object), cancel: true } };
    expect(await ann.apply(declined, { plural })).toMatchObject({ ok: true });
    expect(await ann.apply({ ...mine, spec: { ...(mine['spec'] as object), cause: 'another' } }, { plural })).toMatchObject({
      status: 403,
    });
    // Whoever may write what the operator says may write this, too.
    expect(await api.patch(mine, { spec: { cause: 'put right by the provider' } }, plural)).toMatchObject({ ok: true });
  });

  test('what the operator has begun is removed by nobody before it has ended', async () => {
    await api.apply({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'eve', namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'gse-edit' },
      subjects: [{ kind: 'User', name: 'eve', apiGroup: 'rbac.authorization.k8s.io' }],
    });
    const eve = new Api(cluster, cluster.fetch(await cluster.user('eve')));
    const begun = operation({ name: 'world-stop-7' }, { type: 'stop', actor: 'operator', generation: 3 });
    expect(await api.create(begun, { plural })).toMatchObject({ ok: true });
    await until(async () => (await eve.remove(begun, plural)).message.includes('world-stop-7 is under way'), { what: 'the refusal' });
    expect(await api.patchStatus(begun, { finishedAt: '2030-01-01T00:00:00Z', phase: 'Succeeded' }, plural)).toMatchObject({ ok: true });
    expect(await eve.remove(begun, plural)).toMatchObject({ ok: true });
    const own = operation({ name: 'eves' });
    expect(await eve.create(own, { plural })).toMatchObject({ ok: true });
    expect(await eve.remove(own, plural)).toMatchObject({ ok: true });
  });

  test('what the operator has begun goes with its namespace', async () => {
    const going = 'going';
    await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: going } });
    const begun = operation({ name: 'world-stop-7' }, { type: 'stop', actor: 'operator', generation: 3 });
    const there = { ...begun, metadata: { name: 'world-stop-7', namespace: going } };
    expect(await api.create(there, { plural })).toMatchObject({ ok: true });
    const namespaceOf = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: going } };
    expect(await api.remove(namespaceOf)).toMatchObject({ ok: true });
    await until(async () => (await api.get(namespaceOf)).status === 404, { what: 'the namespace to go', within: 120_000 });
  });

  test.each(OWN_TYPES)('nobody takes the names of the operator from it: %s', async (type) => {
    for (const name of [1, 42, 123456789].flatMap((n) => [ownName('world', type, n), ownName('other.my-world', type, n)])) {
      // Whatever server it says that it is of, and however it says that the name was made.
      for (const [metadata, spec] of [
        [{ name }, {}],
        [{ name }, { server: 'other', type }],
        [{ name, generateName: `world-${type}-` }, {}],
      ] as const) {
        const answer = await order(metadata, spec, true);
        expect(answer, name).toMatchObject({ ok: false, status: 403 });
        expect(answer.message).toContain(`${name} is a name that the operator gives`);
      }
      expect(await api.create(operation({ name }), { plural, dryRun: true })).toMatchObject({ ok: true });
    }
  });

  test('names of our API, of the API server and of people are taken', async () => {
    const names = ['world-restart-1a2b3c4d', 'world-restart-12345678', 'world-restart-24679', 'world-stop-1-again', 'tonight', 'stop-1'];
    for (const name of names) expect(await order({ name }, {}, true), name).toMatchObject({ ok: true });
    expect(await order({ name: '', generateName: 'world-restart-' }, {}, true)).toMatchObject({ ok: true });
  });
});
