import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVER_DATA } from '../files.ts';
import { RESOURCE } from '../resource/index.ts';

/** What the server looks at before it starts a resource. */
interface Manifest {
  readonly games: readonly string[];
  readonly hasWarning: boolean;
}

/** What the manifests of base resources say that do not fit both games. */
const BASE: Readonly<Record<string, Manifest>> = {
  sessionmanager: { games: ['rdr3', 'gta5'], hasWarning: false },
  baseevents: { games: ['gta5'], hasWarning: false },
  'redm-map-one': { games: ['rdr3'], hasWarning: true },
};

const WARNING =
  'I acknowledge that this is a prerelease build of RedM, and I am aware my resources *will* become incompatible once RedM ships.';

/** Why the server does not start a resource in this game, in its words; resources of which nothing is known are started. */
export function refusalOf(resource: string, dataDir: string, game: string): string | undefined {
  const manifest = resource === RESOURCE ? ownManifest(dataDir) : Object.hasOwn(BASE, resource) ? BASE[resource] : undefined;
  if (manifest === undefined) return undefined;
  const isCommon = manifest.games.includes('common');
  const isGame = manifest.games.includes(game);
  if (isCommon && isGame) return `Resource ${resource} specifies both \`common\` and a specific game. This is considered ill-formed.`;
  if (!isCommon && !isGame) return `Resource ${resource} does not support the current game (${game}).`;
  if (isGame && game === 'rdr3' && !manifest.hasWarning)
    return `Resource ${resource} does not contain the RedM pre-release warning in fxmanifest.lua.`;
  return undefined;
}

/** The manifest that the platform wrote. */
function ownManifest(dataDir: string): Manifest {
  const text = readFileSync(join(dataDir, SERVER_DATA, 'resources/[gse]', RESOURCE, 'fxmanifest.lua'), 'utf8');
  const games = [...text.matchAll(/^games?\b(.*)$/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/'([^']*)'/g)].map(([, name = '']) => name),
  );
  return { games, hasWarning: text.includes(WARNING) };
}
