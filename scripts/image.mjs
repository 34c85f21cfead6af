// @ts-check
/**
 * `pnpm image`: builds the one image of this edition with Podman, for the architecture of this machine, and says how big
 * it is. `--base local` makes the base of this machine's files where no registry is reached. Releases build for every
 * architecture from the same context: `--context-only` lays it out, image/Dockerfile says how to go on. `--pin` writes
 * into the charts which image they are for.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { layOutContext } from './image/context.mjs';
import { ImageError } from './image/errors.mjs';
import { layOutLocalBase } from './image/local-base.mjs';
import { pinImage } from './image/pin.mjs';
import { buildImage, layersOf, saveImage } from './image/podman.mjs';
import { root } from './toolchain/layout.mjs';
import { run } from './toolchain/npm.mjs';
import { step } from './toolchain/progress.mjs';

const usage = `Usage: pnpm image [--base <image> | --base local] [--tag <name>] [--output <file>] [--context-only] [--json]
       pnpm image --pin <image>`;
const localBase = 'localhost/gse-base:local';
const built = join(root, 'image/dist');

/** @param {readonly string[]} args */
async function main(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      base: { type: 'string' },
      tag: { type: 'string' },
      output: { type: 'string' },
      pin: { type: 'string' },
      'context-only': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  if (values.pin !== undefined) {
    for (const file of pinImage(root, values.pin)) console.log(file);
    return;
  }
  const { version } = /** @type {{ version: string }} */ (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const tag = values.tag ?? `localhost/gse:${version}`;
  const context = join(built, 'context');
  const { codeBytes, packages } = await step('bundling the code and the pages', () => layOutContext(context));
  if (values['context-only']) {
    console.log(context);
    return;
  }

  const { revision, timestamp } = await sourceOf();
  if (values.base === 'local') {
    const folder = join(built, 'base');
    layOutLocalBase(folder);
    await step('making a base of local files', () =>
      buildImage({ context: folder, dockerfile: join(folder, 'Dockerfile'), tag: localBase, timestamp }),
    );
  }
  await step('building the image', () =>
    buildImage({
      context,
      dockerfile: join(root, 'image/Dockerfile'),
      tag,
      timestamp,
      args: {
        ...(values.base !== undefined && { BASE: values.base === 'local' ? localBase : values.base }),
        TARGETARCH: process.arch === 'x64' ? 'amd64' : process.arch,
        VERSION: version,
        REVISION: revision,
      },
    }),
  );
  const layers = await layersOf(tag);
  const { digest, compressedBytes } = await step('measuring it', () => saveImage(tag, values.output));
  const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0);
  if (values.json) {
    console.log(JSON.stringify({ tag, digest, bytes, compressedBytes, codeBytes, packages, layers }));
    return;
  }
  for (const layer of layers) console.log(`${megabytes(layer.bytes)}  ${layer.what}`);
  console.log(`${megabytes(bytes)}  in all; ${megabytes(compressedBytes).trim()} compressed; ${packages} packages of others inside`);
  console.log(`${tag} ${digest}`);
}

/** What it is built from: the commit, and its time. `SOURCE_DATE_EPOCH` outranks it, as everywhere. */
async function sourceOf() {
  const { code, stdout } = await run('git', ['log', '-1', '--format=%H %ct'], { cwd: root }).catch(() => ({ code: 1, stdout: '' }));
  const [revision = 'unknown', seconds = '0'] = code === 0 ? stdout.trim().split(' ') : [];
  return { revision, timestamp: Number(process.env.SOURCE_DATE_EPOCH ?? seconds) };
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`.padStart(9);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const isOurs =
    error instanceof ImageError || (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  if (!isOurs) throw error;
  console.error(`gse: ${error.message}`);
  process.exitCode = 1;
}
