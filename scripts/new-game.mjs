// @ts-check
/**
 * `pnpm new-game <id>`: writes `games/<id>`, an adapter that passes every check before anything is filled in, and puts it
 * into the one list. See docs/guides/add-a-game.md.
 */
import { parseArgs } from 'node:util';
import { NewGameError } from './new-game/errors.mjs';
import { LIST } from './new-game/list.mjs';
import { namesOf } from './new-game/names.mjs';
import { DEFAULT_PROTOCOL, protocolNames, writeGame } from './new-game/write-game.mjs';
import { layout, root } from './toolchain/layout.mjs';
import { run } from './toolchain/npm.mjs';

const usage = async () => `Usage: pnpm new-game <id> [--protocol ${(await protocolNames()).join(' | ')}] [--title "Name of the Game"]`;

/** @param {readonly string[]} args */
async function main(args) {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { protocol: { type: 'string', default: DEFAULT_PROTOCOL }, title: { type: 'string' } },
  });
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw new NewGameError(await usage());
  const names = namesOf(id, values.title);
  const count = await writeGame(root, names, values.protocol);
  console.log(`games/${id}: ${count} files, spoken to over ${values.protocol}`);
  console.log(`${LIST}: has ${names.camel}`);
  await link(id);
  console.log(`
It passes already; keep it so while you fill it in:
  pnpm conformance ${id}
What is left to fill in:
  grep -rn "FILL IN" games/${id}
How, with an example: docs/guides/add-a-game.md`);
}

/** Links the new package to those it uses, and lays its lines out as the checks want them. */
async function link(/** @type {string} */ id) {
  const { bin } = layout(root);
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}`, CI: 'true' };
  const install = (/** @type {string} */ how) => run('pnpm', ['install', '--no-frozen-lockfile', how], { cwd: root, env });
  let result = await install('--offline');
  if (result.code !== 0) result = await install('--prefer-offline');
  if (result.code !== 0)
    throw new NewGameError(`The game is written, but its packages could not be linked. Run pnpm install.\n${result.output}`);
  console.log('pnpm-lock.yaml: knows its packages');
  await run('oxfmt', [`games/${id}`, LIST], { cwd: root, env: { ...env, PATH: `${root}/node_modules/.bin:${env.PATH}` } });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const isOurs =
    error instanceof NewGameError || (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  if (!isOurs) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
