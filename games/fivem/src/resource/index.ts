import { text, type FilePatch } from '@gse/sdk';
import { SERVER_LUA } from './server-lua.ts';

/** Name of the resource through which the platform speaks with the scripts of the server. */
export const RESOURCE = 'gse';

const MANIFEST = `-- Written by the platform at every start; changes made here are lost.
fx_version 'cerulean'
games { 'gta5', 'rdr3' }
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
