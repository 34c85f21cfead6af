// @ts-check
/**
 * The code of the image: `apps/gse` with everything it imports, in a few files without a path of this machine. What a
 * command does not need is in files that it does not load.
 */
import { build } from 'esbuild';
import { join } from 'node:path';
import { root } from '../toolchain/layout.mjs';
import { ImageError } from './errors.mjs';

/** Code that pretends to be a game, or is there for tests: never in the image. */
const pretence = /^packages\/(simulator|conformance|embedded|control-plane)\/|^games\/[^/]+\/src\/simulator|\/testing\/|\.test\.ts$/;

/**
 * Writes the bundle into a folder and says which files of the checkout and of packages are in it.
 *
 * @param {{ entry: string, outdir: string }} options
 * @returns {Promise<{ inputs: string[], bytes: number }>}
 */
export async function bundle({ entry, outdir }) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: entry },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'parts/[name]-[hash]',
    // Names stay as they are written: the stack of an error is all that an operator of a cluster has.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
    // CommonJS packages inside the bundle ask for Node's own modules with require.
    banner: { js: "import{createRequire as $require}from'node:module';const require=$require(import.meta.url);" },
  });
  const outputs = Object.values(metafile.outputs);
  const inputs = [...new Set(outputs.flatMap((output) => Object.keys(output.inputs)))].toSorted();
  const pretending = inputs.filter((input) => pretence.test(input));
  if (pretending.length > 0) throw new ImageError(`The image would hold code of simulators or tests:\n  ${pretending.join('\n  ')}`);
  return { inputs: inputs.map((input) => join(root, input)), bytes: outputs.reduce((sum, { bytes }) => sum + bytes, 0) };
}
