// @ts-check
/**
 * `pnpm release`: makes everything of a release in one folder and pushes nothing. The image, unless `--image` names one
 * that is in a registry already; the charts as an OCI artifact for Cozystack, and as an archive for plain Kubernetes; the
 * two manifests that a provider applies; the notes; and the sums of all that.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { notesOf } from './release/changelog.mjs';
import { ReleaseError } from './release/errors.mjs';
import { filesOf } from './release/files.mjs';
import { buildReleaseImage, checkedImage } from './release/image.mjs';
import { makeRelease } from './release/make.mjs';
import { sourceOf } from './release/source.mjs';
import { checkVersions, versionOf } from './release/version.mjs';
import { root } from './toolchain/layout.mjs';
import { step } from './toolchain/progress.mjs';

const usage = `Usage: pnpm release [--out <folder>] [--registry <host/path>] [--image <name:version@sha256:…>] [--base <image> | --base local]
                    [--tag v<version>] [--source <address>] [--json]
       pnpm release --check [--tag v<version>]

  --out       where to; default dist/release
  --registry  where image and artifact will be; default localhost
  --image     the image of this release, instead of building one for this machine
  --base      base of the image that is built, as in pnpm image
  --tag       the tag of the commit: refused when it is not the version, or when the checkout has changes
  --source    address of the repository, for the artifact
  --check     only whether version, tag, charts and changelog agree
  --json      the same as data, in a last line`;
const charts = join(root, 'charts');
const archive = 'gse-image.tar';

/** @param {readonly string[]} args */
async function main(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: 'string', default: join(root, 'dist/release') },
      registry: { type: 'string', default: 'localhost' },
      image: { type: 'string' },
      base: { type: 'string' },
      tag: { type: 'string' },
      source: { type: 'string' },
      check: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const version = versionOf(root);
  const { commit, isClean, created } = await sourceOf(root);
  if (values.tag !== undefined && values.tag !== `v${version}`)
    throw new ReleaseError(`The tag ${values.tag} is not the version in package.json: it has to be v${version}.`);
  if (values.tag !== undefined && !isClean) throw new ReleaseError('The checkout has changes; a release is made from a commit.');
  checkVersions(charts, version);
  filesOf(charts);
  const notes = notesOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version);
  if (values.check) {
    console.log(`Version ${version} is ready to be released.`);
    return;
  }
  const given = values.image === undefined ? undefined : checkedImage(values.image, version);

  const out = resolve(values.out);
  mkdirSync(out, { recursive: true });
  rmSync(join(out, archive), { force: true });
  const built =
    given === undefined
      ? await step('building the image', () =>
          buildReleaseImage({ tag: `${values.registry}/gse:${version}`, output: join(out, archive), base: values.base }),
        )
      : undefined;
  const image = given ?? built?.image ?? '';
  const revision = isClean ? commit : `${commit}-dirty`;
  const origin = { version, revision, created, source: values.source };
  const made = [
    ...(built === undefined ? [] : [{ name: 'image', file: archive, bytes: built.bytes, digest: built.digest }]),
    ...makeRelease(out, { checkout: root, image, registry: values.registry, notes, origin }),
  ];

  console.log(`Release ${version} of ${revision}, in ${out}\nimage    ${image}`);
  for (const { name, file, bytes, digest } of made) console.log(`${name.padEnd(8)} ${file}  ${bytes} bytes  ${digest}`);
  if (values.json) console.log(JSON.stringify({ version, revision, created, image, out, made }));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const isOurs =
    error instanceof ReleaseError || (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  if (!isOurs) throw error;
  console.error(`gse: ${error.message}`);
  process.exitCode = 1;
}
