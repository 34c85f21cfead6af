import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { afterAll, describe, expect, test } from 'vitest';
import { games } from '@gse/catalog';
import { controlPlaneProblem, findPrograms } from '@gse/control-plane';
import { orderMapping, type OrderValues } from '@gse/package-source';
import { planServer } from '@gse/sdk';
import { gameServerSpecSchema } from '@gse/resources';
import { CHARTS, Helm } from './support/helm.ts';
import { badValues, goodOrders, neededValues } from './support/values.ts';

const problem = controlPlaneProblem();
const CASES = 300;

describe.skipIf(problem !== undefined)(`the charts of the edition${problem ? ` (skipped: ${problem})` : ''}`, () => {
  const helm = new Helm(findPrograms()?.helm ?? '');
  afterAll(() => helm[Symbol.dispose]());

  describe.each(games.map((game) => ({ id: game.id, game, order: orderMapping(game) })))('$id', ({ game, order }) => {
    const chart = join(CHARTS, 'apps', order.name);

    test('Helm finds nothing to complain about', async () => {
      const answer = await helm.run('lint', '--strict', chart, join(CHARTS, 'system', `${order.name}-rd`));
      expect(answer.ok, answer.stdout + answer.stderr).toBe(true);
    });

    test('its templates can be read in a minute', () => {
      const lines = readdirSync(join(chart, 'templates')).map(
        (file) => readFileSync(join(chart, 'templates', file), 'utf8').split('\n').length - 1,
      );
      expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThan(150);
    });

    test('the values of values.yaml are the defaults of the schema and of the mapping', () => {
      const values = parse(readFileSync(join(chart, 'values.yaml'), 'utf8')) as OrderValues;
      const { properties } = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8')) as {
        properties: Record<string, { default?: unknown }>;
      };
      expect(values).toEqual(Object.fromEntries(order.parameters.map((parameter) => [parameter.name, parameter.default])));
      for (const [name, value] of Object.entries(values)) expect(properties[name]?.default, name).toEqual(value);
      expect(order.specOf(values)).toEqual({ game: game.id });
    });

    test(`makes the GameServer that the mapping makes, for ${CASES} orders`, async () => {
      const cases = fc.sample(goodOrders(order), CASES);
      expect(cases.flatMap((values) => order.complaints(values))).toEqual([]);
      const made = await gameServersOf(chart, cases);
      expect(made.length).toBe(CASES);
      for (const [at, values] of cases.entries()) expect(made[at], JSON.stringify(values)).toEqual(order.specOf(values));
    });

    test('lets good orders pass, through its schema', async () => {
      for (const values of fc.sample(goodOrders(order), 5)) {
        const manifests = await helm.template(chart, 'my-server', values);
        const secret = manifests.find(({ kind, metadata: { name } }) => kind === 'Secret' && name === 'my-server-credentials');
        expect(manifests.find(({ kind }) => kind === 'GameServer')?.['spec']).toEqual(order.specOf(values));
        expect(decoded(secret?.['data'])).toEqual(order.credentialsOf(values));
      }
    });

    test('an order becomes a GameServer and back, and the operator understands it', () => {
      fc.assert(
        fc.property(goodOrders(order), (values) => {
          const spec = order.specOf(values);
          expect(order.specOf(order.valuesOf(spec, order.credentialsOf(values)))).toEqual(spec);
          const parsed = gameServerSpecSchema.parse(spec);
          const result = planServer(game, parsed);
          // What needs more than one field is the adapter's to refuse; every single field is fine.
          if (!result.ok) for (const { message } of result.problems) expect(message).not.toMatch(/^(Invalid|Too|expected)/i);
        }),
        { numRuns: 200 },
      );
    });

    test('a bad value is refused with its name, whatever is wrong with it', async () => {
      const needed = neededValues(order);
      const most = Math.max(...order.parameters.map(({ rule }) => badValues(rule).length));
      for (let at = 0; at < most; at++) {
        const bad = order.parameters.flatMap(({ name, rule }) =>
          badValues(rule)[at] === undefined ? [] : [[name, badValues(rule)[at]] as const],
        );
        const values = { ...needed, ...Object.fromEntries(bad) };
        const complained = new Set(order.complaints(values).map(({ parameter }) => parameter.split('.')[0]));
        expect([...complained].toSorted()).toEqual(bad.map(([name]) => name).toSorted());
        const { ok, stderr } = await helm.run('template', 'my-server', chart, ...helm.values(values));
        expect(ok).toBe(false);
        if (!stderr.includes('specifications of the schema')) continue;
        const said = order.parameters
          .filter(({ name }) => stderr.includes(`at '/${name}'`) || stderr.includes(`at '/${name}/`))
          .map(({ name }) => name);
        // Amounts and consents are looked at when the rest is fine.
        const later = order.parameters
          .filter(({ rule }) => rule.type === 'quantity' || (rule.type === 'switch' && rule.needed !== undefined))
          .map(({ name }) => name);
        expect(bad.map(([name]) => name).filter((name) => !said.includes(name) && !later.includes(name))).toEqual([]);
      }
    });

    test('what no schema can say is refused in the words of the policies', async () => {
      const bad = { ...neededValues(order), resources: { cpu: 1000, memory: '1Mi' }, storageSize: '900Ti' };
      for (const values of [bad, ...(order.complaints({}).length > 0 ? [{}] : [])]) {
        const { ok, stderr } = await helm.run('template', 'my-server', chart, ...helm.values(values));
        expect(ok).toBe(false);
        for (const { message } of order.complaints(values)) expect(stderr).toContain(message);
      }
    });

    test('what is no parameter is refused by name', async () => {
      const { ok, stderr } = await helm.run('template', 'my-server', chart, ...helm.values({ ...neededValues(order), maxPlayerz: 5 }));
      expect(ok).toBe(false);
      expect(stderr).toContain("additional properties 'maxPlayerz' not allowed");
    });

    test('what the platform puts beside an order is no mistake', async () => {
      const values = { ...neededValues(order), _cluster: { 'cluster-domain': 'cozy.local' }, _namespace: { host: 'a.example.org' } };
      const manifests = await helm.template(chart, `${order.prefix}mine`, values, '--namespace', 'tenant-a-b');
      expect(manifests.map(({ kind, metadata: { name } }) => `${kind} ${name.replace(`${order.prefix}mine`, '…')}`).toSorted()).toEqual([
        'GameServer …',
        'Role …-dashboard-resources',
        'RoleBinding …-dashboard-resources',
        'Secret …-connection',
        'Secret …-credentials',
        'WorkloadMonitor …',
      ]);
      for (const manifest of manifests) expect(manifest.metadata.namespace, manifest.kind).toBe('tenant-a-b');
    });
  });

  /** The specs that a chart makes of many orders, in one run of Helm. */
  async function gameServersOf(chart: string, cases: readonly OrderValues[]): Promise<readonly unknown[]> {
    const folder = mkdtempSync(join(tmpdir(), 'gse-chart-'));
    try {
      for (const file of ['Chart.yaml', 'order.yaml']) cpSync(join(chart, file), join(folder, file));
      cpSync(join(CHARTS, 'library/gse-lib'), join(folder, 'charts/gse-lib'), { recursive: true });
      mkdirSync(join(folder, 'templates'));
      writeFileSync(join(folder, 'templates/cases.yaml'), CASES_TEMPLATE);
      writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases));
      return (await helm.template(folder, 'my-server')).map((manifest) => manifest['spec']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
});

/** Renders the GameServer of every case; a value that is not said is as it is by default, as Helm's merging makes it. */
const CASES_TEMPLATE = `{{- range $case := .Files.Get "cases.json" | fromJsonArray }}
---
{{ include "gse-lib.game-server" (merge (dict "Values" $case) (omit $ "Values")) }}
{{- end }}
`;

function decoded(data: unknown): object {
  return Object.fromEntries(
    Object.entries((data ?? {}) as Record<string, string>).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]),
  );
}
