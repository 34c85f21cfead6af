import { parse, parseAllDocuments } from 'yaml';
import { expect, test } from 'vitest';
import { pond } from '../test/pond.ts';
import { editionOf } from './edition-files.ts';

const edition = editionOf([pond], { version: '1.2.3' });
const read = (path: string): string => edition.files.get(path) ?? '';

test('a game is a chart, its registration, and a place in the PackageSource: nothing is written by hand', () => {
  expect([...edition.files.keys()].filter((path) => path.includes('pond')).map((path) => path.replace(/^(?:apps|system)\//, ''))).toEqual([
    'pond-server/Chart.yaml',
    'pond-server/values.yaml',
    'pond-server/values.schema.json',
    'pond-server/README.md',
    'pond-server/order.yaml',
    'pond-server/logos/pond-server.svg',
    'pond-server/.helmignore',
    'pond-server/templates/game-server.yaml',
    'pond-server/templates/credentials.yaml',
    'pond-server/templates/connection.yaml',
    'pond-server/templates/dashboard-resourcemap.yaml',
    'pond-server/templates/workload-monitor.yaml',
    'pond-server/templates/pod-scrape.yaml',
    'pond-server/templates/NOTES.txt',
    'pond-server-rd/Chart.yaml',
    'pond-server-rd/values.yaml',
    'pond-server-rd/cozyrds/pond-server.yaml',
    'pond-server-rd/policies/orders.yaml',
    'pond-server-rd/policies/servers.yaml',
    'pond-server-rd/templates/cozyrd.yaml',
    'pond-server-rd/templates/cluster-role.yaml',
    'pond-server-rd/templates/policies.yaml',
    'gse-monitoring/files/dashboards/gse-game-pond.json',
  ]);
  expect(read('core/platform/sources/gse.yaml')).toContain('path: apps/pond-server');
  expect([...edition.links]).toEqual([['apps/pond-server/charts/gse-lib', '../../../library/gse-lib']]);
});

test('everything generated says so, and is of one version', () => {
  for (const [path, content] of edition.files) {
    if (path.endsWith('.svg') || path.endsWith('.json') || path.endsWith('.helmignore')) continue;
    expect(content.split('\n')[0], path).toMatch(/Made (?:from|by)/);
    if (path.endsWith('Chart.yaml')) expect(parse(content), path).toMatchObject({ version: '1.2.3' });
  }
});

test('the registration is a definition with the schema in it, and policies whose messages are sentences', () => {
  expect(parse(read('system/pond-server-rd/cozyrds/pond-server.yaml'))).toMatchObject({
    kind: 'ApplicationDefinition',
    spec: {
      application: { kind: 'PondServer' },
      release: { prefix: 'pond-server-', chartRef: { name: '__ARTIFACT_PREFIX__-pond-server' } },
    },
  });
  for (const policy of ['orders', 'servers']) {
    const documents = parseAllDocuments(read(`system/pond-server-rd/policies/${policy}.yaml`)).map(
      (document) => document.toJS() as { kind: string },
    );
    expect(documents.map(({ kind }) => kind)).toEqual(['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']);
    expect(JSON.stringify(documents)).toContain('must be a whole number from 1 to 50');
  }
});

test('schemas take what an earlier edition took; policies and the README say what may be ordered today', () => {
  const earlier = '^$|^([0-9]+(s|m|h))+$';
  const definition = parse(read('system/pond-server-rd/cozyrds/pond-server.yaml')) as {
    spec: { application: { openAPISchema: string } };
  };
  for (const schema of [read('apps/pond-server/values.schema.json'), definition.spec.application.openAPISchema])
    expect(JSON.parse(schema)).toMatchObject({ properties: { waitForEmpty: { pattern: earlier } } });
  expect(read('apps/pond-server/values.yaml')).toContain(`## @pattern ${earlier}\nwaitForEmpty: ""`);
  for (const policy of ['orders', 'servers']) expect(read(`system/pond-server-rd/policies/${policy}.yaml`)).toContain('^(168h|');
  expect(read('apps/pond-server/README.md')).toContain('up to 168h, or empty');
});

test('the chart knows by which name its main port is ordered', () => {
  expect(parse(read('apps/pond-server/order.yaml'))).toMatchObject({ port: { name: 'game', number: 4000, protocol: 'TCP' } });
});

test('every parameter stands in the README, with what it may be', () => {
  const readme = read('apps/pond-server/README.md');
  expect(readme).toContain('  acceptRules: true\n');
  expect(readme).toContain(
    '| `visitors` | Visitors. How many fit. In visitors. Takes effect at the next start. | a whole number from 1 to 50 | `10` |',
  );
});
