// @ts-check
/**
 * Bundles the app of the current folder into `dist/`: `src/main.ts` becomes `dist/main.mjs`. Modules that the code
 * starts by address (`new URL('./worker.ts', import.meta.url)`: worker threads, child processes) become files beside
 * it, and the addresses follow.
 */
import { build } from 'esbuild';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { root } from './toolchain/layout.mjs';

const byAddress = /new URL\((['"])(\.\.?\/[^'"]+\.ts)\1, import\.meta\.url\)/g;

const app = process.cwd();
const entries = new Map([[join(app, 'src/main.ts'), 'main']]);
await rm(join(app, 'dist'), { recursive: true, force: true });

try {
  // Each round may reach modules that name further ones.
  let known;
  let result;
  do {
    known = entries.size;
    result = await bundle();
  } while (known < entries.size);
  for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) {
    if (file.endsWith('.mjs')) console.log(`${file} ${Math.ceil(bytes / 1024)} kB`);
  }
} catch {
  // esbuild has said what is wrong.
  process.exitCode = 1;
}

function bundle() {
  return build({
    entryPoints: Object.fromEntries([...entries].map(([file, name]) => [name, file])),
    outdir: join(app, 'dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    outExtension: { '.js': '.mjs' },
    sourcemap: true,
    metafile: true,
    logLevel: 'warning',
    // CommonJS packages inside the bundle ask for Node's own modules with require.
    banner: { js: "import { createRequire as $require } from 'node:module'; const require = $require(import.meta.url);" },
    plugins: [{ name: 'addresses', setup: (esbuild) => esbuild.onLoad({ filter: /\.ts$/ }, ({ path }) => follow(path)) }],
  });
}

/** @param {string} path */
async function follow(path) {
  const source = await readFile(path, 'utf8');
  const contents = source.replaceAll(byAddress, (_whole, _quote, /** @type {string} */ address) => {
    const file = resolve(dirname(path), address);
    const name = entries.get(file) ?? relative(root, file).replace(/\.ts$/, '').replaceAll('/', '-');
    entries.set(file, name);
    return `new URL('./${name}.mjs', import.meta.url)`;
  });
  return { contents, loader: /** @type {const} */ ('ts') };
}
