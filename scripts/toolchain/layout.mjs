// @ts-check
/**
 * Where the toolchain keeps its things. Everything is inside the checkout, so removing `.toolchain` and
 * `node_modules` removes every trace.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @param {string} checkout */
export function layout(checkout) {
  const home = join(checkout, '.toolchain');
  return {
    checkout,
    home,
    /** Links to the Node and pnpm in use: what `scripts/with-toolchain` puts first on PATH. */
    bin: join(home, 'bin'),
    /** The npm packages that hold them; appears by rename, so it is either whole or absent. */
    tools: join(home, 'tools'),
    npmCache: join(home, 'npm-cache'),
    pnpmState: join(home, 'pnpm-state'),
    lock: join(home, 'lock'),
    packages: join(checkout, 'node_modules'),
    /** Written last, after the packages are in place. */
    packagesStamp: join(checkout, 'node_modules', '.gse-installed'),
  };
}

/** @typedef {ReturnType<typeof layout>} Layout */
