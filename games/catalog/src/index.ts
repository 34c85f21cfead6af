// The games of this edition.
export { games } from './games.ts';
export { gameById } from './catalog.ts';

// The same, with games of packages from outside: what every app starts with.
export { openCatalog } from './catalog.ts';
export type { Catalog } from './catalog.ts';
export { GamePackageError } from './errors.ts';
