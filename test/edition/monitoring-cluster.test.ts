import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AGENT_TOKEN_SECRET, createAgentClient, type AgentClient } from '@gse/agent-client';
import { controlPlaneProblem } from '@gse/control-plane';
import { games } from '@gse/catalog';
import { pods, secrets } from '@gse/kube';
import { alerts, orderMapping } from '@gse/package-source';
import { exportedMetricName } from '@gse/sdk';
import { agentUrl, credentialsName, podName } from '@gse/server-objects';
import { TestCluster } from '../cluster/support/cluster.ts';
import type { Tenant } from '../cluster/support/tenant.ts';
import { MachineClient } from '../support/client.ts';
import { kubectlPath } from '../support/kubectl.ts';
import { until } from '../support/machine.ts';
import { tours } from '../support/tours.ts';
import { Api } from './support/api.ts';
import { dashboards, expressionsOf, metricsIn } from './support/dashboards.ts';
import { CHARTS, Helm, type Manifest } from './support/helm.ts';
import { monitoringKinds, PLURALS } from './support/monitoring-kinds.ts';
import { Promtool, promtoolProblem } from './support/promtool.ts';
import { samplesOf } from './support/timeline.ts';
import { neededValues } from './support/values.ts';

const problem = controlPlaneProblem();
const run = promisify(execFile);
const runbooks = readFileSync(join(CHARTS, '../docs/guides/runbooks.md'), 'utf8');
const noPromtool = promtoolProblem();

/** What others tell: `up` the collector itself, the rest the kubelet. */
const NOT_OURS = ['up', 'container_memory_working_set_bytes'];

/** Settings with which a game tells other figures. */
const VARIANTS: readonly { readonly of: string; readonly settings: object }[] = [
  { of: 'minecraft', settings: { flavour: 'vanilla' } },
  { of: 'counter-strike', settings: { edition: 'csgo-legacy', lan: true } },
];

const orders = [
  ...tours.map(({ game, name, order, secrets: given }) => ({ name, game, spec: order, given })),
  ...VARIANTS.map(({ of, settings }) => {
    const tour = tours.find(({ game }) => game === of);
    return { name: `${of}-variant`, game: of, spec: { ...tour?.order, settings }, given: tour?.secrets };
  }),
];

describe.skipIf(problem !== undefined)(`what the real programs tell${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let cluster: TestCluster;
  let ann: Tenant;

  beforeAll(async () => {
    cluster = await TestCluster.start({ operators: 1, apis: 1 });
    ann = await cluster.tenant('ann');
    const client = new MachineClient(ann);
    for (const { name, spec, given } of orders)
      await client.api('POST', 'servers', { name, namespace: ann.namespace, spec, ...(given && { secrets: given }) });
    for (const { name } of orders)
      await until(async () => (await client.server(name))?.status?.['health'] === 'Healthy', {
        what: `${name} to be healthy; ${cluster.log()}`,
        within: 300_000,
      });
    // One that waits for a person, and an operation that waits for a time.
    await client.request('POST', `kube/apis/gse.cozystack.io/v1alpha1/namespaces/${ann.namespace}/gameservers`, {
      apiVersion: 'gse.cozystack.io/v1alpha1',
      kind: 'GameServer',
      metadata: { name: 'unlicensed' },
      spec: { game: 'minecraft' },
    });
    await client.request('POST', `kube/apis/gse.cozystack.io/v1alpha1/namespaces/${ann.namespace}/gameoperations`, {
      apiVersion: 'gse.cozystack.io/v1alpha1',
      kind: 'GameOperation',
      metadata: { name: 'later' },
      spec: { server: orders[0]?.name, type: 'restart', postponeUntil: new Date(Date.now() + 86_400_000).toISOString() },
    });
  });
  afterAll(async () => await cluster?.[Symbol.asyncDispose]());

  /** The agent of a server, spoken to as whoever collects metrics. */
  async function agentOf(server: string): Promise<AgentClient> {
    const { namespace } = ann;
    const pod = await cluster.admin.get(pods, { namespace, name: podName(server) });
    const credentials = await cluster.admin.get(secrets, { namespace, name: credentialsName(server, {}) });
    const token = Buffer.from(credentials.data?.[AGENT_TOKEN_SECRET] ?? '', 'base64').toString('utf8');
    return createAgentClient({ baseUrl: agentUrl(pod) ?? '', token: () => token });
  }

  test('every figure that alerts and dashboards ask for is told by somebody', async () => {
    const agents = await Promise.all(orders.map(async ({ name }) => await agentOf(name)));
    await agents[0]?.save();
    const asked = new Set(
      [...dashboards.flatMap((dashboard) => expressionsOf(dashboard)), ...alerts.map(({ expr }) => expr)].flatMap(metricsIn),
    );
    expect(asked.size).toBeGreaterThan(50);
    let missing: readonly string[] = [];
    await until(
      async () => {
        const texts = await Promise.all([...cluster.operators, ...cluster.apis].map(async (each) => await each.metrics()));
        texts.push(...(await Promise.all(agents.map(async (agent) => await agent.metrics()))));
        const told = new Set(texts.flatMap((text) => samplesOf(text).map(({ name }) => name)));
        missing = [...asked].filter((name) => !told.has(name) && !NOT_OURS.includes(name));
        return missing.length === 0;
      },
      { within: 120_000, what: () => `figures that nobody tells: ${missing.join(', ')}` },
    );
  });

  test('every figure of a game is one that its list has', async () => {
    for (const { name, game: id } of orders) {
      const game = games.find((each) => each.id === id);
      const listed = new Set(game?.metricList?.map((metric) => exportedMetricName(id, metric.name)));
      const prefix = exportedMetricName(id, '');
      const told = samplesOf(await (await agentOf(name)).metrics()).map((sample) => sample.name);
      for (const each of told) if (each.startsWith(prefix)) expect(listed, `${name}: ${each}`).toContain(each);
    }
  });

  test.skipIf(noPromtool !== undefined)(
    `Prometheus can read what each of them tells${noPromtool ? ` (skipped: ${noPromtool})` : ''}`,
    async () => {
      using promtool = new Promtool('groups: []');
      for (const each of [...cluster.operators, ...cluster.apis]) await promtool.scrape(await each.metrics());
      for (const { name } of orders) await promtool.scrape(await (await agentOf(name)).metrics());
    },
  );

  test('what the charts render passes every check of the API server, for either family of kinds', async () => {
    const { control } = cluster;
    const api = new Api(control, control.fetch(await control.user('monitor', ['system:masters'])));
    using helm = new Helm(control.programs.helm, control.kubeconfig);
    const kinds = monitoringKinds() as readonly Manifest[];
    for (const kind of kinds) expect(await api.apply(kind)).toMatchObject({ ok: true });
    const [game] = games;
    if (game === undefined) throw new Error('there is no game');
    const order = orderMapping(game);
    for (const versions of [
      ['operator.victoriametrics.com/v1beta1', 'monitoring.coreos.com/v1', 'grafana.integreatly.org/v1beta1'],
      ['monitoring.coreos.com/v1'],
    ]) {
      const has = ['--namespace', ann.namespace, ...versions.flatMap((version) => ['--api-versions', version])];
      const manifests = [
        ...(await helm.template(join(CHARTS, 'system/gse-monitoring'), 'gse-monitoring', {}, ...has)),
        ...(await helm.template(join(CHARTS, 'apps', order.name), `${order.prefix}one`, neededValues(order), ...has)),
      ];
      const count = (kind: string): number => manifests.filter((manifest) => manifest.kind === kind).length;
      const isVictoria = versions.length > 1;
      expect(count('VMPodScrape')).toBe(isVictoria ? 3 : 0);
      expect(count('PodMonitor')).toBe(isVictoria ? 0 : 3);
      expect(count(isVictoria ? 'VMRule' : 'PrometheusRule')).toBe(1);
      expect(count(isVictoria ? 'GrafanaDashboard' : 'ConfigMap')).toBe(2 + games.length);
      for (const manifest of manifests) {
        const plural = PLURALS[manifest.kind];
        if (plural === undefined) continue;
        await until(async () => (await api.apply(manifest, { dryRun: true, plural })).status !== 404, { what: `${plural} to be served` });
        expect(await api.apply(manifest, { dryRun: true, plural }), `${manifest.kind} ${manifest.metadata.name}`).toMatchObject({
          ok: true,
        });
      }
    }
  });

  test.skipIf(kubectlPath === undefined).each(commandsOf(runbooks))(
    `the runbooks can say: %s${kubectlPath === undefined ? ' (skipped: kubectl is missing; pnpm kubectl builds it)' : ''}`,
    async (command) => {
      const { control } = cluster;
      const env = {
        PATH: `${dirname(control.programs.helm)}:${process.env['PATH']}:${dirname(kubectlPath ?? '')}`,
        HOME: control.folder,
        KUBECONFIG: control.kubeconfig,
        namespace: ann.namespace,
        server: orders[0]?.name,
      };
      await run('bash', ['-euc', command], { env, cwd: join(CHARTS, '..'), timeout: 60_000 });
    },
  );

  test('the scrape that the runbooks show is one', async () => {
    const { control } = cluster;
    const api = new Api(control, control.fetch(await control.user('monitor', ['system:masters'])));
    const shown = [...runbooks.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => parse(text) as Manifest);
    expect(shown.map(({ kind }) => kind)).toEqual(['PodMonitor']);
    for (const manifest of shown) {
      const plural = PLURALS[manifest.kind] ?? '';
      expect(await api.apply(manifest, { dryRun: true, plural })).toMatchObject({ ok: true });
    }
  });

  test('a server that is gone leaves no series behind', async () => {
    const operator = cluster.operators[0];
    const tells = async (): Promise<boolean> => (await operator?.metrics())?.includes('server="unlicensed"') ?? false;
    await until(tells, { what: 'the operator to tell of the server' });
    await new MachineClient(ann).request(
      'DELETE',
      `kube/apis/gse.cozystack.io/v1alpha1/namespaces/${ann.namespace}/gameservers/unlicensed`,
    );
    await until(async () => !(await tells()), { what: 'the operator to forget the server', within: 120_000 });
  });
});

/** Blocks of commands in a page, without what only sets names, and without logs, for which a node with containers is needed. */
function commandsOf(page: string): readonly string[] {
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .map(([, block = '']) => block.split('\n').filter((line) => !/^\w+=| logs /.test(line)))
    .map((lines) => lines.join('\n').trim())
    .filter((block) => block !== '');
}
