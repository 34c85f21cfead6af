import { text, type FilePatch } from '@gse/sdk';
import { SERVER_LUA } from './server-lua.ts';

/** Name of the resource through which the platform speaks with the scripts of the server. */
export const RESOURCE = 'gse';

/** One game for both: a resource that names RedM would have to say in its own words that it may break with the next release. */
const MANIFEST = `-- Written by the platform at every start; changes made here are lost.
fx_version 'cerulean'
game 'common'
server_only 'yes'
name '${RESOURCE}'
description 'Lets the platform announce, kick, save and leave.'
server_script 'server.lua'
`;

/**
 * The server has no commands of its own to kick, to tell players something, or to make scripts save; the old resource that had
 * some (rconlog) is no longer part of what servers run. So the platform brings a small one, which runs on the server only.
 */
export function resourceFiles(folder: string): readonly FilePatch[] {
  return [text(`${folder}/fxmanifest.lua`, MANIFEST), text(`${folder}/server.lua`, SERVER_LUA)];
}
