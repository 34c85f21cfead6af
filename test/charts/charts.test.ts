import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { controlPlaneProblem, findPrograms, startControlPlane, type ControlPlane } from '@gse/control-plane';
import {
  connectCluster,
  createKubeClient,
  customResourceDefinitions,
  namespaces,
  pods,
  resourceType,
  type ClusterConnection,
  type KubeClient,
  type KubeObject,
} from '@gse/kube';
import { ANNOTATIONS, API_VERSION } from '@gse/resources';
import { gameOperations, gameServers, type GameServer } from '@gse/server-objects';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { kubectlPath } from '../support/kubectl.ts';
import { until } from '../support/machine.ts';
import { httpRoutesDefinition } from './support/http-routes.ts';

const problem = controlPlaneProblem() ?? (kubectlPath === undefined ? 'needs kubectl: pnpm kubectl' : undefined);
const folderOfCharts = fileURLToPath(new URL('../../charts/system/', import.meta.url));
const generated = fileURLToPath(new URL('../../packages/resources/crds/', import.meta.url));
const charts = ['gse-operator', 'gse-api'] as const;
const helm = findPrograms()?.helm ?? 'helm';
/** Helm built from source knows no Kubernetes but the one it talks to. */
const kubernetes = '--kube-version=1.35.0';

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What Cozystack would give to a chart. */
const cozystack = [
  '--set=_cluster.root-host=example.org,_cluster.expose-ingress=tenant-root,_cluster.issuer-name=letsencrypt-prod,_cluster.solver=http01',
  '--set-string=_cluster.oidc-enabled=true',
  '--set=_namespace.host=example.org',
];

/** Values that people set, by the chart; every template is rendered by some of them. */
const values: Readonly<Record<(typeof charts)[number], Readonly<Record<string, readonly string[]>>>> = {
  'gse-operator': {
    defaults: [],
    'one replica and nothing optional': [
      '--set=replicas=1,networkPolicies=false,admission.protect=false,crds.install=false,networkPolicy.enabled=false,priorityClassName=',
    ],
    'everything set': [
      '--set=image=registry.example.org/gse:1@sha256:0000000000000000000000000000000000000000000000000000000000000000,agentImage=a/b:1',
      '--set=games=@example/gse-pond,tracing.endpoint=http://collector:4318,log.level=debug,log.format=text,stopSeconds=60',
      '--set=imagePullSecrets[0].name=pull,serviceAccount.annotations.a=b,podAnnotations.a=b,podLabels.a=b,nodeSelector.a=b',
      '--set=tolerations[0].operator=Exists,extraEnv[0].name=A,extraEnv[0].value=b',
      '--set=extraVolumes[0].name=games,extraVolumes[0].emptyDir.sizeLimit=1Gi,extraVolumeMounts[0].name=games,extraVolumeMounts[0].mountPath=/games',
      '--set=networkPolicy.apiServerPorts[0]=16443,cpuAllocationRatio=4',
      '--set-json=networkPolicy.metricsFrom=[]',
      '--set-json=affinity={"nodeAffinity":{}}',
    ],
    'on Cozystack': cozystack,
  },
  'gse-api': {
    defaults: [],
    'one replica and nothing optional': ['--set=replicas=1,networkPolicy.enabled=false,roles.aggregate=false,sealKey.existingSecret=mine'],
    'everything set': [
      '--set=ingress.enabled=true,ingress.host=games.example.org,ingress.className=nginx,ingress.clusterIssuer=ours,ingress.annotations.a=b',
      '--set=oidc.enabled=true,oidc.issuer=https://id.example.org/realm,oidc.clientId=games,oidc.existingSecret=oidc',
      '--set=extraCertificates.configMap=authorities,service.type=NodePort,service.annotations.a=b,ordering=gameserver',
      '--set=priorityClassName=high,imagePullSecrets[0].name=pull,tracing.endpoint=http://collector:4318,games=/games/pond',
    ],
    'on Cozystack': [...cozystack, '--api-versions=cilium.io/v2'],
    'on Cozystack with Gateway API': [...cozystack, '--set-string=_cluster.gateway-enabled=true', '--api-versions=cilium.io/v2'],
  },
};

async function run(
  file: string,
  args: readonly string[],
  { env, input = '' }: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<Outcome> {
  return await new Promise((resolve) => {
    const child = execFile(file, args, { env: { ...process.env, ...env }, timeout: 120_000, maxBuffer: 16e6 }, (error, stdout, stderr) =>
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : 1) : 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

const template = async (chart: string, args: readonly string[]): Promise<Outcome> =>
  await run(helm, ['template', chart, join(folderOfCharts, chart), '--namespace=gse-system', kubernetes, ...args]);

describe.skipIf(findPrograms() === undefined)('the system charts as files (skipped without helm: run pnpm control-plane)', () => {
  it.each(charts)('%s pleases helm lint', async (chart) => {
    const { code, stdout } = await run(helm, ['lint', '--strict', join(folderOfCharts, chart), kubernetes]);
    expect(stdout).toContain('1 chart(s) linted, 0 chart(s) failed');
    expect(code).toBe(0);
  });

  it.each([
    ['gse-operator', 'replica=3', /replica/],
    ['gse-operator', 'replicas=many', /replicas/],
    ['gse-operator', 'log.level=loud', /level/],
    ['gse-operator', 'cpuAllocationRatio=0', /cpuAllocationRatio/],
    ['gse-operator', 'networkPolicy.metricsFrom=monitoring', /metricsFrom/],
    ['gse-operator', 'admission.apiNamespace=a', /apiNamespace/],
    ['gse-api', 'ingress.hosts=a', /hosts/],
    ['gse-api', 'publicUrl=games.example.org', /publicUrl/],
  ])('%s refuses %s and names it', async (chart, value, name) => {
    const { code, stderr } = await template(chart, [`--set=${value}`]);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(name);
  });

  it('has the definitions as they are generated; otherwise run pnpm gen', () => {
    const folder = join(folderOfCharts, 'gse-operator/files/crds');
    expect(readdirSync(folder).sort()).toEqual(readdirSync(generated).sort());
    for (const name of readdirSync(generated))
      expect(readFileSync(join(folder, name), 'utf8')).toBe(readFileSync(join(generated, name), 'utf8'));
  });

  it('takes the image of a release from one place', async () => {
    const references = charts.map((chart) => readFileSync(join(folderOfCharts, chart, 'files/image.txt'), 'utf8'));
    expect(new Set(references).size).toBe(1);
    for (const chart of charts) {
      const text = (await template(chart, [])).stdout;
      expect(new Set([...text.matchAll(/ image: (\S+)/g)].map(([, image]) => `${image}\n`))).toEqual(new Set(references));
    }
  });

  it.each([
    [{}, 'images.example.org/games/gse:1'],
    [{ 'images-registry': '' }, 'images.example.org/games/gse:1'],
    [{ 'images-registry': 'mirror.example.org/all/' }, 'mirror.example.org/all/images.example.org/games/gse:1'],
    // It is there already.
    [{ 'images-registry': 'images.example.org' }, 'images.example.org/games/gse:1'],
  ])('takes the image of the release from the registry of the platform %j, and one that is named as it stands', async (platform, image) => {
    const folder = mkdtempSync(join(tmpdir(), 'gse-charts-'));
    const told = [`--set-json=_cluster=${JSON.stringify(platform)}`, kubernetes];
    for (const chart of charts) {
      cpSync(join(folderOfCharts, chart), join(folder, chart), { recursive: true });
      writeFileSync(join(folder, chart, 'files/image.txt'), 'images.example.org/games/gse:1\n');
      const imagesWith = async (...args: readonly string[]) => {
        const { stdout } = await run(helm, ['template', chart, join(folder, chart), ...told, ...args]);
        return [...stdout.matchAll(/ image: (\S+)|GSE_AGENT_IMAGE, value: "(\S+)"/g)].map(([, own, agent]) => own ?? agent);
      };
      const named = 'registry.example.org/gse:1@sha256:00';
      const hasAgent = chart === 'gse-operator';
      expect(await imagesWith()).toEqual([image, ...(hasAgent ? [image] : [])]);
      expect(await imagesWith(`--set=image=${named}`)).toEqual([named, ...(hasAgent ? [named] : [])]);
      if (hasAgent) expect(await imagesWith('--set=agentImage=games/agent:1')).toEqual([image, 'games/agent:1']);
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    [{}, '', '2'],
    [{ 'cpu-allocation-ratio': '10' }, '', '10'],
    [{ 'cpu-allocation-ratio': '10' }, 1.5, '1.5'],
    [{}, 4, '4'],
  ])('promises the processors of the platform %j as often as it says, unless told %j', async (platform, told, ratio) => {
    const args = [`--set-json=_cluster=${JSON.stringify(platform)}`, `--set-json=cpuAllocationRatio=${JSON.stringify(told)}`];
    expect((await template('gse-operator', args)).stdout).toContain(`{name: GSE_CPU_ALLOCATION_RATIO, value: "${ratio}"}`);
  });

  it('lets collectors read the metrics of the operator, and nobody else unless told so', async () => {
    const ingress = async (...args: readonly string[]) =>
      parseAllDocuments((await template('gse-operator', ['--show-only=templates/network-policy.yaml', ...args])).stdout)[0]?.toJS() as {
        spec: { ingress: readonly { ports: readonly object[]; from?: readonly object[] }[] };
      };
    const ports = [{ port: 'status', protocol: 'TCP' }];
    const namespaces = { key: 'kubernetes.io/metadata.name', operator: 'In', values: ['cozy-monitoring', 'tenant-root', 'monitoring'] };
    expect((await ingress()).spec.ingress).toEqual([{ ports, from: [{ namespaceSelector: { matchExpressions: [namespaces] } }] }]);
    const mine = [{ namespaceSelector: { matchLabels: { a: 'b' } }, podSelector: {} }];
    expect((await ingress(`--set-json=networkPolicy.metricsFrom=${JSON.stringify(mine)}`)).spec.ingress).toEqual([{ ports, from: mine }]);
    expect((await ingress('--set-json=networkPolicy.metricsFrom=[]')).spec.ingress).toEqual([{ ports }]);
  });

  it('makes on Cozystack what the platform wants there, and only there', async () => {
    const only = ['Ingress', 'KeycloakClient', 'CiliumClusterwideNetworkPolicy'];
    expect(Object.keys(await objects(values['gse-api']['on Cozystack'] ?? []))).toEqual(expect.arrayContaining(only));
    const elsewhere = Object.keys(await objects([]));
    for (const kind of [...only, 'HTTPRoute', 'CiliumNetworkPolicy']) expect(elsewhere).not.toContain(kind);
  });

  it('asks for a certificate in the words of the platform’s issuers, and makes room for the cookies of a session', async () => {
    const { Ingress } = await objects(onCozystack());
    expect(Ingress?.metadata.annotations).toEqual({
      'cert-manager.io/cluster-issuer': 'letsencrypt-prod',
      'acme.cert-manager.io/http01-ingress-ingressclassname': 'tenant-root',
      'nginx.ingress.kubernetes.io/proxy-buffer-size': '16k',
      'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600',
      'nginx.ingress.kubernetes.io/proxy-send-timeout': '3600',
    });
    expect(Ingress?.spec).toMatchObject({
      ingressClassName: 'tenant-root',
      tls: [{ hosts: ['gse.example.org'], secretName: 'gse-api-tls' }],
    });
    const elsewhere = '--set=ingress.enabled=true,ingress.host=games.example.org,ingress.className=nginx,ingress.clusterIssuer=ours';
    for (const args of [onCozystack({ solver: 'dns01' }), [elsewhere]])
      expect(JSON.stringify((await objects(args))['Ingress'])).not.toContain('acme.cert-manager.io');
    const annotations = '--set-json=ingress.annotations={"nginx.ingress.kubernetes.io/proxy-buffer-size":"64k"}';
    expect((await objects([...onCozystack(), annotations]))['Ingress']?.metadata.annotations).toMatchObject({
      'nginx.ingress.kubernetes.io/proxy-buffer-size': '64k',
    });
  });

  it.each([
    ['', undefined, undefined],
    ['ingress.tlsSecretName=mine', undefined, 'mine'],
    ['ingress.clusterIssuer=ours', 'ours', 'gse-api-tls'],
  ])('leaves TLS to a wildcard certificate of the platform, unless told otherwise: %s', async (told, issuer, secretName) => {
    const { Ingress } = await objects([...onCozystack({ 'wildcard-secret-name': 'wildcard' }), `--set=${told}`]);
    expect(Ingress?.metadata.annotations?.['cert-manager.io/cluster-issuer']).toBe(issuer);
    // Without the host under tls, nginx would not lead from http to https.
    expect(Ingress?.spec['tls']).toEqual([{ hosts: ['gse.example.org'], ...(secretName !== undefined && { secretName }) }]);
  });

  it('is a route of the platform’s gateway where that stands in for its ingress', async () => {
    const args = [...onCozystack({ 'gateway-enabled': 'true', 'expose-ingress': 'tenant-web' }), '--api-versions=cilium.io/v2'];
    const made = await objects(args);
    for (const kind of ['Ingress', 'CiliumClusterwideNetworkPolicy']) expect(made).not.toHaveProperty(kind);
    expect(made['HTTPRoute']).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      spec: {
        parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'cozystack', namespace: 'tenant-web' }],
        hostnames: ['gse.example.org'],
        rules: [{ backendRefs: [{ name: 'gse-api', port: 80 }], timeouts: { request: '0s' } }],
      },
    });
    // In HTTP-01 mode the platform's listener for a host has a name with a hash in it; a route that named "https" would have none.
    expect(JSON.stringify(made['HTTPRoute'])).not.toContain('sectionName');
    expect(environmentOf(made)).toMatchObject({
      GSE_PUBLIC_URL: 'https://gse.example.org',
      GSE_TRUSTED_PROXIES: expect.stringMatching(/^10\./) as string,
    });
    expect(made['CiliumNetworkPolicy']?.spec).toEqual({
      endpointSelector: made['NetworkPolicy']?.spec['podSelector'],
      ingress: [{ fromEntities: ['ingress'], toPorts: [{ ports: [{ port: '8080', protocol: 'TCP' }] }] }],
    });
    // Alone it would shut out everybody else.
    expect(await objects([...args, '--set=networkPolicy.enabled=false'])).not.toHaveProperty('CiliumNetworkPolicy');
    expect((await objects(onCozystack({ 'gateway-enabled': 'true', 'expose-ingress': '' })))['HTTPRoute']?.spec).toMatchObject({
      parentRefs: [{ namespace: 'tenant-root' }],
    });
  });

  it.each([
    ['ingress.host=games.example.net', 'games.example.net'],
    ['ingress.host=badexample.org', 'badexample.org'],
    ['ingress.className=nginx', 'gse.example.org'],
    ['ingress.clusterIssuer=ours', 'gse.example.org'],
    ['ingress.tlsSecretName=mine', 'gse.example.org'],
  ])(
    'keeps from the platform’s gateway what its policy of hostnames would refuse, or what only an Ingress can have: %s',
    async (told, host) => {
      const args = [...onCozystack({ 'gateway-enabled': 'true' }), '--api-versions=cilium.io/v2', `--set=${told}`];
      const made = await objects(args);
      for (const kind of ['HTTPRoute', 'CiliumNetworkPolicy']) expect(made).not.toHaveProperty(kind);
      expect(made['Ingress']?.spec).toMatchObject({ tls: [{ hosts: [host] }], rules: [{ host }] });
      expect(made).toHaveProperty('CiliumClusterwideNetworkPolicy');
      expect(environmentOf(made)['GSE_PUBLIC_URL']).toBe(`https://${host}`);
      const named = await objects([...args, '--set=ingress.parentRefs[0].name=web']);
      expect(named['HTTPRoute']?.spec).toMatchObject({ hostnames: [host] });
      expect(named).not.toHaveProperty('Ingress');
    },
  );

  it.each(['example.org', 'games.example.org', 'a.b.example.org'])('leaves %s, a host of the platform, to its gateway', async (host) => {
    const made = await objects([...onCozystack({ 'gateway-enabled': 'true' }), `--set=ingress.host=${host}`]);
    expect(made['HTTPRoute']?.spec).toMatchObject({ hostnames: [host] });
    expect(made).not.toHaveProperty('Ingress');
  });

  it('is a route of any other gateway that is named', async () => {
    const parent = { name: 'web', namespace: 'gateways', sectionName: 'https' };
    const args = ['--set=ingress.enabled=true,ingress.host=games.example.org', `--set-json=ingress.parentRefs=[${JSON.stringify(parent)}]`];
    for (const each of [args, [...onCozystack({ 'gateway-enabled': 'true' }), ...args]]) {
      const made = await objects(each);
      expect(made).not.toHaveProperty('Ingress');
      expect(made['HTTPRoute']?.spec).toMatchObject({ parentRefs: [parent], hostnames: ['games.example.org'] });
    }
  });

  it.each([
    [undefined, 'auto', true],
    ['api,dashboard,gse', 'auto', true],
    ['api, gse', 'auto', true],
    ['api,dashboard', 'auto', false],
    ['gse-other', 'auto', false],
    ['', 'auto', false],
    ['api,dashboard', 'true', true],
    ['api,gse', 'false', false],
  ])('where the platform publishes %j and ingress.enabled is %s, a way in from outside is %s', async (listed, enabled, isPublished) => {
    for (const [kind, cluster] of [
      ['Ingress', {}],
      ['HTTPRoute', { 'gateway-enabled': 'true' }],
    ] as const) {
      const told = { ...cluster, ...(listed !== undefined && { 'expose-services': listed }) };
      const made = await objects([...onCozystack(told), `--set=ingress.enabled=${enabled}`]);
      expect(Object.hasOwn(made, kind)).toBe(isPublished);
      expect(environmentOf(made)['GSE_PUBLIC_URL']).toBe(isPublished ? 'https://gse.example.org' : undefined);
    }
  });

  it('is a client of the platform’s Keycloak, which leads people back after signing in and out', async () => {
    // Not asked whether the kind is there: it may come later, and nobody would render this again.
    const made = await objects([...onCozystack({ 'oidc-enabled': 'true' }), '--set=sealKey.existingSecret=seal']);
    const { KeycloakClient, Secret } = made;
    expect(KeycloakClient?.spec).toMatchObject({
      secret: '$gse-api-oidc:client-secret',
      webUrl: 'https://gse.example.org',
      redirectUris: ['https://gse.example.org/sign-in/callback'],
      attributes: { 'post.logout.redirect.uris': 'https://gse.example.org/' },
    });
    const secret = Buffer.from(Secret?.data?.['client-secret'] ?? '', 'base64').toString();
    expect(secret).toMatch(/^\w{48}$/);
    expect(KeycloakClient?.metadata.annotations?.['gse.cozystack.io/secret-hash']).toBe(createHash('sha256').update(secret).digest('hex'));
    expect(environmentOf(made)).toMatchObject({ GSE_OIDC_ISSUER: 'https://keycloak.example.org/realms/cozy', GSE_OIDC_CLIENT_ID: 'gse' });

    const mine = await objects([...onCozystack({ 'oidc-enabled': 'true' }), '--set=oidc.existingSecret=mine,sealKey.existingSecret=seal']);
    expect(mine['KeycloakClient']?.spec).toMatchObject({ secret: '$mine:client-secret' });
    expect(mine).not.toHaveProperty('Secret');
  });

  it.each([
    ['the platform has no sign-in', { 'oidc-enabled': 'false' }, []],
    ['there is an issuer of its own', { 'oidc-enabled': 'true' }, ['--set=oidc.issuer=https://id.example.org']],
    ['it is switched off', { 'oidc-enabled': 'true' }, ['--set=oidc.enabled=false']],
    // The issuer could send nobody back, and the API would not start.
    ['it has no address', { 'oidc-enabled': 'true', 'expose-services': 'api' }, []],
  ])('is no client of the platform’s Keycloak where %s', async (_, cluster, args) => {
    const made = await objects([...onCozystack(cluster), ...args]);
    expect(made).not.toHaveProperty('KeycloakClient');
    expect(environmentOf(made)['GSE_OIDC_ISSUER']).not.toBe('https://keycloak.example.org/realms/cozy');
  });
});

type Objects = Readonly<Record<string, KubeObject & { readonly spec: Record<string, unknown>; readonly data?: Record<string, string> }>>;

/** What `gse-api` renders, by kind; of several of one kind the first. */
async function objects(args: readonly string[]): Promise<Objects> {
  const { code, stdout, stderr } = await template('gse-api', args);
  if (code !== 0) throw new Error(stderr);
  const all = parseAllDocuments(stdout).flatMap((document) => (document.toJS() as Objects[string] | null) ?? []);
  return Object.fromEntries(all.toReversed().map((each) => [each.kind ?? '', each]));
}

/** What Cozystack would give to a chart, with something else of its own. */
function onCozystack(more: Readonly<Record<string, string>> = {}): readonly string[] {
  const told = {
    'root-host': 'example.org',
    'expose-ingress': 'tenant-root',
    'issuer-name': 'letsencrypt-prod',
    solver: 'http01',
    ...more,
  };
  return [`--set-json=_cluster=${JSON.stringify(told)}`];
}

/** The variables of the API's container. */
function environmentOf({ Deployment }: Objects): Readonly<Record<string, string | undefined>> {
  const pod = Deployment?.spec['template'] as
    | { spec: { containers: readonly { env: readonly { name: string; value?: string }[] }[] } }
    | undefined;
  return Object.fromEntries((pod?.spec.containers ?? []).flatMap(({ env }) => env.map(({ name, value }) => [name, value])));
}

describe.skipIf(problem !== undefined)(`the system charts on a cluster${problem === undefined ? '' : ` (skipped: ${problem})`}`, () => {
  let folder: string;
  let cluster: ControlPlane;
  let connection: ClusterConnection;
  let admin: KubeClient;
  let ann: KubeClient;
  let annsConnection: ClusterConnection;

  const kubectl = async (args: readonly string[], input?: string): Promise<Outcome> =>
    await run(kubectlPath ?? '', ['--kubeconfig', cluster.kubeconfig, ...args], { ...(input !== undefined && { input }) });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gse-charts-'));
    cluster = await startControlPlane();
    connection = await connectCluster({ kubeconfig: cluster.kubeconfig });
    admin = createKubeClient({ ...connection, fieldManager: 'admin' });
    const strict = { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted' };
    for (const name of ['gse-system', 'games'])
      await admin.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: strict } });
    await admin.create(customResourceDefinitions, httpRoutesDefinition);
    // Nobody runs pods here: the Deployments have none.
    for (const chart of charts) {
      const env = { KUBECONFIG: cluster.kubeconfig, HOME: folder };
      const args = ['install', chart, join(folderOfCharts, chart), '--namespace=gse-system', '--set=replicas=0'];
      const { code, stderr } = await run(helm, args, { env });
      if (code !== 0) throw new Error(stderr);
    }
    annsConnection = await connectCluster({ kubeconfig: await cluster.writeKubeconfig('ann', await cluster.user('ann')) });
    ann = createKubeClient({ ...annsConnection, fieldManager: 'ann' });
    for (const role of ['edit'])
      await kubectl(['--namespace=games', 'create', 'rolebinding', `ann-${role}`, `--clusterrole=${role}`, '--user=ann']);
    await until(async () => await mayAs('ann', 'create', 'gameservers'), { what: 'the roles of the chart to be part of edit' });
  }, 120_000);

  afterAll(async () => {
    await annsConnection?.close();
    await connection?.close();
    await cluster?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  async function mayAs(user: string, verb: string, what: string, group?: string): Promise<boolean> {
    const as = [`--as=${user}`, ...(group === undefined ? [] : [`--as-group=${group}`])];
    const [resource = '', subresource] = what.split('/');
    const sub = subresource === undefined ? [] : [`--subresource=${subresource}`];
    return (
      (await kubectl(['--namespace=games', 'auth', 'can-i', verb, `${resource}.gse.cozystack.io`, ...sub, ...as])).stdout.trim() === 'yes'
    );
  }

  describe.each(charts)('%s', (chart) => {
    it.each(Object.entries(values[chart]))('is taken by the API server with %s, and its pods are restricted', async (_, args) => {
      const { code, stdout, stderr } = await template(chart, args);
      expect(stderr).toBe('');
      expect(code).toBe(0);
      const known = parseAllDocuments(stdout)
        .filter((document) => !/cilium|edp\.epam/.test(String(document.get('apiVersion'))))
        .join('---\n');
      const applied = await kubectl(
        ['apply', '--dry-run=server', '--server-side', '--force-conflicts', '--namespace=gse-system', '-f', '-'],
        known,
      );
      expect(applied.stderr).toBe('');
      expect(applied.code).toBe(0);
      expect(applied.stdout).toMatch(/deployment.apps\/gse-\w+ serverside-applied/);
    });
  });

  it.each([
    [['--set-string=_cluster.expose-services=api\\,dashboard'], ['https://gse.example.org add gse to\npublishing.exposedServices']],
    [
      ['--set-string=_cluster.gateway-enabled=true'],
      ['Open them:\n  https://gse.example.org', 'Add gse-system to\ngateway.attachedNamespaces'],
    ],
    [
      ['--set-string=_cluster.gateway-enabled=true,_cluster.gateway-attached-namespaces=cozy-dashboard\\,gse-system'],
      ['Open them:\n  https://gse.example.org'],
    ],
  ])('says on Cozystack with %j what is left to do', async (told, said) => {
    const env = { KUBECONFIG: cluster.kubeconfig, HOME: folder };
    const chart = join(folderOfCharts, 'gse-api');
    const args = [
      'upgrade',
      'gse-api',
      chart,
      '--namespace=gse-system',
      '--dry-run=client',
      ...cozystack,
      '--set=oidc.enabled=false',
      ...told,
    ];
    const { stdout, stderr } = await run(helm, args, { env });
    const notes = stdout.slice(stdout.indexOf('NOTES:'));
    for (const each of said) expect(notes, stderr).toContain(each);
    for (const other of ['publishing.exposedServices', 'gateway.attachedNamespaces'])
      expect(notes.includes(other)).toBe(said.some((each) => each.includes(other)));
  });

  it('gives people what they may do with servers, step by step, with the roles of the cluster and of Cozystack', async () => {
    const rules = resourceType<KubeObject & { rules: readonly { resources: readonly string[]; verbs: readonly string[] }[] }>({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      plural: 'clusterroles',
      namespaced: false,
    });
    const allowed = async (role: string) =>
      (await admin.get(rules, { name: role })).rules
        .flatMap(({ resources, verbs }) => resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}`)))
        .filter((right) => / game(servers|operations)/.test(right));
    const looks = ['get gameservers', 'list gameservers', 'watch gameoperations'];
    const uses = ['create gameservers/console', 'create gameservers/players', 'create gameservers/announcements', 'create gameoperations'];
    const orders = ['create gameservers', 'patch gameservers', 'delete gameservers'];
    expect(await allowed('view')).toEqual(expect.arrayContaining(looks));
    for (const right of [...uses, ...orders]) expect(await allowed('view')).not.toContain(right);
    for (const role of ['edit', 'admin']) expect(await allowed(role)).toEqual(expect.arrayContaining([...looks, ...uses, ...orders]));
    // Nobody writes what the operator says.
    for (const role of ['view', 'edit', 'admin'])
      expect((await allowed(role)).filter((right) => right.includes('/status') || right.includes('/finalizers'))).toEqual([]);
    expect((await admin.get(rules, { name: 'gse-use' })).metadata.labels).toMatchObject({
      'rbac.cozystack.io/aggregate-to-tenant-use': 'true',
    });
    expect((await admin.get(rules, { name: 'gse-edit' })).metadata.labels).not.toHaveProperty([
      'rbac.cozystack.io/aggregate-to-tenant-admin',
    ]);
  });

  const pod = (name: string, annotations: Record<string, string>) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'games', labels: { 'app.kubernetes.io/managed-by': 'gse' }, annotations },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' as const } },
      containers: [
        {
          name: 'game',
          image: 'example.invalid/game:1',
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  });
  const portMap = { [ANNOTATIONS.portMap]: '{"8099/TCP":"10.0.0.1:80"}' };

  it('lets nobody but a node send the operator to another address', async () => {
    const refused = { status: 403, message: expect.stringContaining('written by nodes only') as string };
    await until(
      async () =>
        await ann.create(pods, pod('probe', portMap)).then(
          () => false,
          (error: { status?: number }) => error.status === 403,
        ),
      {
        what: 'the policy to count',
      },
    );
    await expect(ann.create(pods, pod('my-world-0', portMap))).rejects.toMatchObject(refused);
    const made = await ann.create(pods, pod('my-world-0', { [ANNOTATIONS.applied]: '{}' }));
    await expect(ann.patch(pods, made.metadata, { metadata: { annotations: portMap } })).rejects.toMatchObject(refused);
    await expect(
      ann.patch(pods, made.metadata, { metadata: { annotations: { [ANNOTATIONS.applied]: '{"generation":9}' } } }),
    ).rejects.toMatchObject({ status: 403, message: expect.stringContaining('stays as it was made') as string });
    await ann.patch(pods, made.metadata, { metadata: { annotations: { mine: 'is free' } } });

    const node = await connectCluster({
      kubeconfig: await cluster.writeKubeconfig('node', await cluster.user('a-node', ['system:masters'])),
    });
    const asNode = createKubeClient({ ...node, fieldManager: 'node' });
    await asNode.patch(pods, made.metadata, { metadata: { annotations: portMap } });
    // What is there may stay there, whoever changes something else.
    await ann.patch(pods, made.metadata, { metadata: { annotations: { mine: 'is still free' } } });
    await node.close();
  });

  it("lets nobody act in somebody else's name", async () => {
    const server = (name: string, actor?: string): GameServer => ({
      apiVersion: API_VERSION,
      kind: 'GameServer',
      metadata: { name, namespace: 'games', ...(actor !== undefined && { annotations: { [ANNOTATIONS.actor]: actor } }) },
      spec: { game: 'minecraft', state: 'Running', intent: 'None' },
    });
    const operation = (name: string, actor?: string) => ({
      apiVersion: API_VERSION,
      kind: 'GameOperation',
      metadata: { name, namespace: 'games' },
      spec: { server: 'my-world', type: 'restart' as const, ...(actor !== undefined && { actor }) },
    });
    await expect(ann.create(gameServers, server('forged', 'bob'))).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('must be ann') as string,
    });
    await expect(ann.create(gameOperations, operation('forged', 'operator'))).rejects.toMatchObject({ status: 403 });
    const made = await ann.create(gameServers, server('my-world', 'ann'));
    await ann.create(gameOperations, operation('mine', 'ann'));
    await ann.create(gameOperations, operation('nameless'));
    await expect(
      ann.patch(gameServers, made.metadata, { metadata: { annotations: { [ANNOTATIONS.actor]: 'bob' } } }),
    ).rejects.toMatchObject({ status: 403 });

    const operator = await connectCluster({
      kubeconfig: await cluster.writeKubeconfig('operator', await cluster.serviceAccount('gse-system', 'gse-operator')),
    });
    const asOperator = createKubeClient({ ...operator, fieldManager: 'gse-operator' });
    await asOperator.create(gameOperations, operation('scheduled', 'schedule'));
    await asOperator.patch(gameServers, made.metadata, { metadata: { finalizers: ['gse.cozystack.io/server'] } });
    await operator.close();
  });
});
