import { properties, type FilePatch, type PlanInput } from '@gse/sdk';
import { PORTS } from './ports.ts';
import type { MyGameSettings } from './settings/index.ts';
import { SETTINGS_FILE } from './settings/field.ts';

/** What the files are made from. */
type FilesInput = PlanInput<MyGameSettings> & { readonly secrets: { readonly rconPassword?: string } };

/**
 * The keys this adapter manages, written before every start; everything else in the files stays as people left it.
 * FILL IN: the names of the keys, and the format: `properties` (key=value), `json`, `sourceCfg` (key "value") or `text`.
 */
export function files({ settings, secrets }: FilesInput): readonly FilePatch[] {
  return [
    properties(SETTINGS_FILE, {
      'server-name': settings.serverName,
      'max-players': settings.maxPlayers,
      whitelist: settings.whitelist,
      port: PORTS.game.number,
      'rcon-port': PORTS.rcon.number,
      'rcon-password': secrets.rconPassword,
    }),
  ];
}
