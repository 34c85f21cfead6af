// @ts-check
import { NewGameError } from './errors.mjs';

/** The one list, from the top of the checkout. */
export const LIST = 'games/catalog/src/games.ts';

const IMPORTS = /(?:^import \{ \w+ \} from '\.\.\/\.\.\/[^']+\/src\/index\.ts';\n)+/m;
const ARRAY = /(export const games: readonly AnyGame\[\] = \[)([^\]]*)(\];)/;

/**
 * The one list with one more game at its end.
 *
 * @param {string} source
 * @param {Pick<import('./names.mjs').Names, 'id' | 'camel'>} names
 * @throws {NewGameError}
 */
export function listed(source, { id, camel }) {
  const own = `import { ${camel} } from '../../${id}/src/index.ts';\n`;
  const entries = ARRAY.exec(source)?.[2];
  if (!IMPORTS.test(source) || entries === undefined)
    throw new NewGameError(
      `${LIST} looks different from what was expected. Put the game there by hand:\n${own}and ${camel} into the list.`,
    );
  if (entries.split(',').some((entry) => entry.trim() === camel)) throw new NewGameError(`${LIST} has ${camel} already.`);
  return source
    .replace(IMPORTS, (block) => [...(block.match(/.*\n/g) ?? []), own].sort().join(''))
    .replace(ARRAY, `$1${entries.replace(/,?\s*$/, '')}, ${camel}${entries.includes('\n') ? ',\n' : ''}$3`);
}
