// @ts-check
/**
 * Who may import whom, checked by dependency-cruiser (`pnpm check:boundaries`). Imports go down only:
 * apps → games → packages, and among packages as in the table. A new package gets a row here.
 */

/** @type {Record<string, string[]>} */
const packagesMayImport = {
  resources: [],
  sdk: ['resources'],
  kube: [],
  protocols: ['sdk'],
  simulator: ['sdk', 'protocols'],
  session: ['resources', 'sdk'],
  'agent-client': ['resources', 'sdk'],
  'server-objects': ['resources', 'kube', 'agent-client'],
  embedded: ['kube'],
  'control-plane': ['kube'],
  process: ['kube'],
  conformance: ['resources', 'sdk', 'session', 'simulator'],
  'package-source': ['resources', 'sdk'],
};

const gamesMayImport = ['resources', 'sdk', 'protocols', 'simulator'];

/** Tests and what only they need. */
const testCode = '\\.test\\.ts$|/test/|/testing/|/testing[^/]*\\.ts$|/bench/';
/** Code that pretends to be a game or its wire protocol. */
const simulators = '^packages/(simulator|conformance)/|^games/[^/]+/src/simulator|^packages/protocols/src/.*simulator';

const packageRules = Object.entries(packagesMayImport).map(([name, allowed]) => ({
  name: `packages-go-down-${name}`,
  comment: `packages/${name} may import ${allowed.length === 0 ? 'no other package' : allowed.join(', ')}.`,
  severity: 'error',
  from: { path: `^packages/${name}/`, pathNot: testCode },
  to: { path: '^packages/', pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
}));

export default {
  forbidden: [
    ...packageRules,
    {
      name: 'packages-have-a-row',
      comment: 'A package that the table of this file does not know.',
      severity: 'error',
      from: { path: '^packages/', pathNot: `^packages/(${Object.keys(packagesMayImport).join('|')})/` },
      to: {},
    },
    {
      name: 'packages-know-no-game-and-no-app',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(games|apps)/' },
    },
    {
      name: 'a-game-knows-no-other-game',
      comment: 'Only games/catalog names them all.',
      severity: 'error',
      from: { path: '^games/([^/]+)/', pathNot: '^games/catalog/' },
      to: { path: '^games/', pathNot: '^games/$1/' },
    },
    {
      name: 'games-know-the-sdk-only',
      comment: `A game is written against ${gamesMayImport.join(', ')}; the platform stays exchangeable.`,
      severity: 'error',
      from: { path: '^games/', pathNot: `^games/catalog/|${testCode}` },
      to: { path: '^(packages|apps)/', pathNot: `^packages/(${gamesMayImport.join('|')})/` },
    },
    {
      name: 'apps-know-no-other-app',
      comment: 'Only apps/standalone puts them together; apps/gse starts the one that is asked for.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/(standalone|gse)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'the-image-has-three-apps',
      severity: 'error',
      from: { path: '^apps/gse/' },
      to: { path: '^apps/', pathNot: '^apps/(gse|operator|agent|api)/' },
    },
    {
      name: 'the-core-is-pure',
      comment: 'resources and sdk decide; they touch no file, socket or clock of Node.',
      severity: 'error',
      from: { path: '^packages/(resources|sdk)/src/', pathNot: testCode },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-core-opens-no-connection',
      severity: 'error',
      from: { path: '^packages/(resources|sdk)/', pathNot: testCode },
      to: { path: 'node_modules/(undici|ws|fastify|esbuild)/' },
    },
    {
      name: 'production-has-no-simulator',
      comment: 'Simulators and test support must not be reachable from what is released; give them their own export.',
      severity: 'error',
      from: { path: '^apps/(operator|agent|api|gse)/src/(index|main)\\.ts$' },
      to: { path: `${simulators}|${testCode}`, reachable: true },
    },
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/\\.vite)/' },
    // Type-only imports vanish at run time; types cannot point up either, because pnpm links only declared packages.
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
};
