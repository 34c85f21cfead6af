import { cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viewGame } from '../../apps/api/src/catalogue/game-view.ts';
import { games } from '@gse/catalog';
import { controlPlaneProblem, findPrograms } from '@gse/control-plane';
import { orderMapping } from '@gse/package-source';
import { CHARTS, Helm, type Manifest } from './support/helm.ts';
import { neededValues } from './support/values.ts';

const problem = controlPlaneProblem();
const PLATFORM = { _cluster: { 'cluster-domain': 'cozy.local' }, _namespace: {} };

interface Component {
  readonly name: string;
  readonly path: string;
  readonly libraries?: readonly string[];
  readonly install?: { readonly namespace: string; readonly releaseName: string; readonly dependsOn?: readonly string[] };
}
interface Source extends Manifest {
  readonly spec: {
    readonly variants: readonly {
      readonly name: string;
      readonly dependsOn: readonly string[];
      readonly libraries: readonly { readonly name: string; readonly path: string }[];
      readonly components: readonly Component[];
    }[];
  };
}
interface Definition extends Manifest {
  readonly spec: {
    readonly application: { readonly plural: string; readonly openAPISchema: string };
    readonly release: {
      readonly prefix: string;
      readonly labels: object;
      readonly chartRef: { readonly name: string; readonly namespace: string };
    };
    readonly dashboard: { readonly category: string; readonly icon: string; readonly keysOrder: readonly (readonly string[])[] };
    readonly secrets: { readonly include: readonly { readonly resourceNames: readonly string[] }[] };
    readonly services: { readonly include: readonly { readonly resourceNames: readonly string[] }[] };
  };
}

const source = parse(readFileSync(join(CHARTS, 'core/platform/sources/gse.yaml'), 'utf8')) as Source;
const [variant] = source.spec.variants;
const components = variant?.components ?? [];
const orders = games.map((game) => ({ id: game.id, game, order: orderMapping(game) }));

describe('the PackageSource', () => {
  test('names what is there, once each, and no name that is the platform’s', () => {
    expect(source.metadata.name).not.toMatch(/^(?:cozystack|community)\./);
    expect(new Set(components.map(({ name }) => name)).size).toBe(components.length);
    for (const { path } of [...components, ...(variant?.libraries ?? [])]) {
      const chart = join(CHARTS, path, 'Chart.yaml');
      expect(existsSync(chart), chart).toBe(true);
      expect((parse(readFileSync(chart, 'utf8')) as { name: string }).name).toBe(basename(path));
      expect(lstatSync(join(CHARTS, path)).isSymbolicLink()).toBe(false);
    }
  });

  test('installs the operator before what needs it, and nothing that waits for what is not there', () => {
    const installed = components.filter(({ install }) => install !== undefined).map(({ name }) => name);
    for (const { name, install } of components) {
      for (const needed of install?.dependsOn ?? []) expect(installed, name).toContain(needed);
      if (install !== undefined && name !== 'gse-operator') expect(install.dependsOn, name).toContain('gse-operator');
    }
    // It brings ApplicationDefinitions.
    expect(variant?.dependsOn).toContain('cozystack.cozystack-engine');
  });

  test('has a chart and a registration for every game, and no other', () => {
    const system = ['gse-operator', 'gse-api', 'gse-platform', 'gse-monitoring'];
    expect(components.map(({ name }) => name).filter((name) => !system.includes(name))).toEqual(
      orders.flatMap(({ order: { name } }) => [name, `${name}-rd`]),
    );
  });
});

describe.skipIf(problem !== undefined)(`the artifact, as the platform takes it apart${problem ? ` (skipped: ${problem})` : ''}`, () => {
  const helm = new Helm(findPrograms()?.helm ?? '');
  let folder: string;

  // Each component becomes an artifact of its own: its folder without links, with its libraries as charts inside.
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gse-artifact-'));
    for (const { name, path, libraries = [] } of components) {
      cpSync(join(CHARTS, path), join(folder, name), { recursive: true, filter: (from) => !lstatSync(from).isSymbolicLink() });
      for (const library of variant?.libraries ?? [])
        if (libraries.includes(library.name))
          cpSync(join(CHARTS, library.path), join(folder, name, 'charts', library.name), { recursive: true });
    }
  });
  afterAll(() => {
    helm[Symbol.dispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  async function definition(name: string, values: object = {}): Promise<{ definition: Definition; others: readonly Manifest[] }> {
    const manifests = await helm.template(
      join(folder, `${name}-rd`),
      `${name}-rd`,
      { ...PLATFORM, ...values },
      '--namespace',
      'cozy-system',
    );
    const found = manifests.find(({ kind }) => kind === 'ApplicationDefinition');
    if (found === undefined) throw new Error(`${name} has no ApplicationDefinition`);
    return { definition: found as Definition, others: manifests };
  }

  test('gse-platform renders with what the platform puts beside its values', async () => {
    const manifests = await helm.template(join(folder, 'gse-platform'), 'gse-platform', PLATFORM, '--namespace', 'cozy-gse');
    expect(manifests.map(({ kind }) => kind).toSorted()).toEqual([
      'ClusterRole',
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
    ]);
  });

  describe.each(orders)('$id', ({ game, order }) => {
    test('its registration names its chart, on 1.6 and where a tap has renamed the source', async () => {
      const { definition: plain } = await definition(order.name);
      expect(plain.spec.release.chartRef).toEqual({
        kind: 'ExternalArtifact',
        name: `gse-default-${order.name}`,
        namespace: 'cozy-system',
      });
      const prefix = 'community-example-games-default';
      const { definition: renamed } = await definition(order.name, { cozystackArtifactPrefix: prefix });
      expect(renamed.spec.release.chartRef.name).toBe(`${prefix}-${order.name}`);
    });

    test('its registration shows what the chart makes, lets admins order it, and goes to the tenants’ controllers', async () => {
      const { definition: ad, others } = await definition(order.name);
      const release = `${ad.spec.release.prefix}mine`;
      const names = (lists: readonly { readonly resourceNames: readonly string[] }[]): readonly string[] =>
        lists.flatMap(({ resourceNames }) => resourceNames.map((name) => name.replace('{{ .name }}', 'mine')));
      const made = await helm.template(
        join(folder, order.name),
        release,
        { ...neededValues(order), ...PLATFORM },
        '--namespace',
        'tenant-a',
      );
      const ofKind = (kind: string): readonly string[] =>
        made.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);
      for (const secret of names(ad.spec.secrets.include)) expect(ofKind('Secret')).toContain(secret);
      // The operator names a Service after its server.
      expect(names(ad.spec.services.include)).toEqual(ofKind('GameServer'));
      // The token of the agent is in the other Secret, and nobody is shown that.
      expect(names(ad.spec.secrets.include)).not.toContain(`${release}-credentials`);
      expect(ad.spec.release.labels).toEqual({ 'sharding.fluxcd.io/key': 'tenants' });
      expect(ad.metadata).not.toHaveProperty('annotations');
      expect(ad.spec.dashboard.category).toBe('PaaS');
      expect(Buffer.from(ad.spec.dashboard.icon, 'base64').toString('utf8').trim()).toBe(game.icon.trim());
      const role = others.find(({ kind }) => kind === 'ClusterRole');
      expect(role?.metadata.labels).toMatchObject({ 'rbac.cozystack.io/aggregate-to-tenant-admin': 'true' });
      expect(role?.['rules']).toEqual([
        { apiGroups: ['apps.cozystack.io'], resources: [order.plural], verbs: ['create', 'update', 'patch', 'delete'] },
      ]);
    });

    test('one label finds what the platform counts: the monitor selects by it, and the operator puts it everywhere', async () => {
      const made = await helm.template(
        join(folder, order.name),
        'my-server',
        { ...neededValues(order), ...PLATFORM },
        '--namespace',
        'tenant-a',
      );
      const monitor = made.find(({ kind }) => kind === 'WorkloadMonitor');
      expect(monitor?.['spec']).toMatchObject({ replicas: 1, minReplicas: 1, selector: { 'gse.cozystack.io/server': 'my-server' } });
      const stopped = await helm.template(
        join(folder, order.name),
        'my-server',
        { ...neededValues(order), ...PLATFORM, state: 'Stopped' },
        '--namespace',
        'tenant-a',
      );
      expect(stopped.find(({ kind }) => kind === 'WorkloadMonitor')?.['spec']).toMatchObject({ replicas: 0, minReplicas: 0 });
    });

    test('nothing but a server and its Secrets is made where there is no platform', async () => {
      const made = await helm.template(join(folder, order.name), 'my-server', neededValues(order));
      expect(made.map(({ kind }) => kind).toSorted()).toEqual(['GameServer', 'Secret', 'Secret']);
      const registered = await helm.template(join(folder, `${order.name}-rd`), 'rd', { cozystack: false });
      expect(registered.map(({ metadata }) => metadata.name)).toEqual([`gse-${order.name}-servers`, `gse-${order.name}-servers`]);
    });

    test('forms show every parameter, in the order of the chart', async () => {
      const { definition: ad } = await definition(order.name);
      expect(ad.spec.dashboard.keysOrder.filter(([first]) => first === 'spec').map(([, name]) => name)).toEqual(
        order.parameters.map(({ name }) => name),
      );
    });

    test('the form in our pages says the same of every setting as the form in the dashboard', async () => {
      const { definition: ad } = await definition(order.name);
      const { properties } = JSON.parse(ad.spec.application.openAPISchema) as { properties: Record<string, Record<string, unknown>> };
      const view = viewGame(game);
      const ours = (view.settings.schema as { properties: Record<string, Record<string, unknown>> }).properties;
      const parameters = new Map(
        order.parameters.flatMap(({ name, target }) =>
          target.to === 'spec' && target.path[0] === 'settings' ? [[target.path[1] ?? '', name]] : [],
        ),
      );
      expect([...parameters.keys()].toSorted()).toEqual(Object.keys(ours).toSorted());
      for (const field of view.settings.fields) {
        const theirs = properties[parameters.get(field.name) ?? ''] ?? {};
        expect(limitsOf(theirs), field.name).toEqual(limitsOf(ours[field.name] ?? {}));
        expect(theirs['description']).toContain(field.title);
        expect(theirs['description']).toContain(field.description);
      }
      // What is asked for beside settings is asked for in both: sizes, channels, licences, credentials.
      const choices = (name: string): unknown => properties[name]?.['enum'];
      expect(choices('size')).toEqual(view.presets.map(({ id }) => id));
      expect(properties['size']?.['default']).toBe(view.defaultPreset);
      expect(choices('channel')).toEqual(Object.keys(view.versions.channels));
      expect(properties['version']?.['pattern']).toBe(`^$|${view.versions.accepts}`);
      expect(order.parameters.flatMap(({ target }) => (target.to === 'licence' ? [target.id] : []))).toEqual(
        view.licences.map(({ id }) => id),
      );
      const asked = order.parameters.flatMap(({ target }) =>
        target.to === 'credential' ? [{ id: target.id, required: target.isNeeded }] : [],
      );
      expect(asked.toSorted(byId)).toEqual(view.secrets.map(({ id, required }) => ({ id, required })).toSorted(byId));
    });

    test('a credential has a name that forms hide, unless it is none', () => {
      for (const { name, target } of order.parameters)
        if (target.to === 'credential' && !target.isShown)
          expect(name).toMatch(/(?:password|token|apiKey|accessKey|secretKey|privateKey)$/i);
    });
  });
});

/** What a schema allows, in the spelling that JavaScript and Go share. */
function limitsOf(schema: Readonly<Record<string, unknown>>): object {
  const { title: _, description: _description, pattern, items, minLength, ...limits } = schema;
  return {
    ...limits,
    ...(minLength !== 0 && minLength !== undefined && { minLength }),
    ...(typeof pattern === 'string' && {
      pattern: pattern.replaceAll('\\/', '/').replaceAll('\\u2028', '\\p{Zl}').replaceAll('\\u2029', '\\p{Zp}'),
    }),
    ...(typeof items === 'object' && items !== null && { items: limitsOf(items as Readonly<Record<string, unknown>>) }),
  };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id.localeCompare(b.id);
}
