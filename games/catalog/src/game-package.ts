import { pathToFileURL } from 'node:url';
import { defineGame, type AnyGame, type GameSimulator } from '@gse/sdk';
import { GamePackageError } from './errors.ts';
import { readPackage, type FoundPackage } from './resolve-package.ts';

/** A game from outside of this edition. */
export interface GamePackage {
  readonly game: AnyGame;
  /** Loads its stand-in, the entry `./simulator`; undefined when the package has none. */
  simulator(): Promise<GameSimulator | undefined>;
}

/**
 * Loads an adapter by the name of its npm package, or from a folder. Its definition has to keep the same rules as the
 * games of this edition; whether it also does what it says, only `pnpm conformance <reference>` can tell.
 *
 * @throws GamePackageError
 */
export async function openGamePackage(reference: string, from: string): Promise<GamePackage> {
  const found = await readPackage(reference, from);
  const entry = found.entry('.');
  if (entry === undefined) throw new GamePackageError(reference, 'its package.json exports nothing under "."');
  const candidates = Object.values(await load(reference, entry)).filter(isGame);
  const [game, another] = new Set(candidates);
  if (game === undefined) throw new GamePackageError(reference, `${entry} exports no game; export what defineGame() answers.`);
  if (another !== undefined) throw new GamePackageError(reference, `${entry} exports two games, ${game.id} and ${another.id}.`);
  return { game: checked(reference, game), simulator: () => simulatorOf(reference, found, game.id) };
}

/** The simulator among a module's exports. */
export function simulatorAmong(module: object, id: string): GameSimulator | undefined {
  return Object.values(module).find(isSimulator(id));
}

async function simulatorOf(reference: string, found: FoundPackage, id: string): Promise<GameSimulator | undefined> {
  const entry = found.entry('./simulator');
  if (entry === undefined) return undefined;
  const simulator = simulatorAmong(await load(reference, entry), id);
  if (simulator === undefined) throw new GamePackageError(reference, `${entry} exports no simulator of ${id}.`);
  return simulator;
}

async function load(reference: string, path: string): Promise<object> {
  try {
    return (await import(pathToFileURL(path).href)) as object;
  } catch (error) {
    throw new GamePackageError(reference, `${path} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Whatever checked it when it was written: these are the rules of the edition that is to run it. */
function checked(reference: string, game: AnyGame): AnyGame {
  try {
    return defineGame(game);
  } catch (error) {
    throw new GamePackageError(reference, error instanceof Error ? error.message : String(error), { cause: error });
  }
}

const PARTS = ['id', 'title', 'settings', 'presets', 'ports', 'versions', 'workload', 'files', 'connections', 'probe'] as const;

function isGame(value: unknown): value is AnyGame {
  return typeof value === 'object' && value !== null && PARTS.every((part) => part in value);
}

function isSimulator(id: string): (value: unknown) => value is GameSimulator {
  return (value): value is GameSimulator =>
    typeof value === 'object' &&
    value !== null &&
    'run' in value &&
    typeof value.run === 'function' &&
    'game' in value &&
    value.game === id;
}
