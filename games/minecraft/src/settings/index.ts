import { z } from 'zod';
import { access } from './access.ts';
import { gameplay } from './gameplay.ts';
import { performance } from './performance.ts';
import { resourcePack } from './resource-pack.ts';
import { server } from './server.ts';
import { world } from './world.ts';

export { FLAVOURS } from './server.ts';
export type { Flavour } from './server.ts';

/** Everything a customer may set without opening a file. Defaults are the game's own, except where said. */
export const settings = z.object({ ...server, ...gameplay, ...access, ...world, ...performance, ...resourcePack });

/** Settings with every default filled in. */
export type MinecraftSettings = z.output<typeof settings>;

/** Folders of the data volume that are no worlds. */
const RESERVED = new Set([
  'plugins',
  'mods',
  'config',
  'logs',
  'crash-reports',
  'libraries',
  'versions',
  'cache',
  'bundler',
  'debug',
  'defaultconfigs',
]);

/** Checks that need more than one field, or more than a pattern. */
export function checkSettings(chosen: MinecraftSettings): readonly { readonly path: string; readonly message: string }[] {
  const complaints = [];
  if (RESERVED.has(chosen.levelName.toLowerCase())) {
    complaints.push({
      path: 'levelName',
      message: `${chosen.levelName} is a folder the server uses itself; choose another name for the world`,
    });
  }
  if (chosen.generatorSettings !== '{}') {
    if (chosen.levelType !== 'flat')
      complaints.push({ path: 'generatorSettings', message: 'only a flat world is made of layers; set levelType to flat first' });
    else if (!isJson(chosen.generatorSettings))
      complaints.push({ path: 'generatorSettings', message: 'is no JSON; look for a missing quote, comma or bracket' });
  }
  if (chosen.resourcePack === '') {
    if (chosen.requireResourcePack)
      complaints.push({ path: 'requireResourcePack', message: 'there is no resource pack to require; set resourcePack first' });
    if (chosen.resourcePackSha1 !== '')
      complaints.push({
        path: 'resourcePackSha1',
        message: 'there is no resource pack this could be the checksum of; set resourcePack first',
      });
  }
  return complaints;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
