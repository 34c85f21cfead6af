import { properties, type FilePatch, type PlanInput } from '@gse/sdk';
import { PORTS } from './ports.ts';
import type { ProjectZomboidSettings } from './settings/index.ts';
import { SETTINGS_FILE } from './settings/field.ts';

/** What the files are made from. */
type FilesInput = PlanInput<ProjectZomboidSettings> & {
  readonly secrets: { readonly rconPassword?: string; readonly joinPassword?: string };
};

/** The keys this adapter manages; everything else in the file, sandbox options among them, stays as people left it. */
export function files({ settings, secrets }: FilesInput): readonly FilePatch[] {
  return [
    properties(SETTINGS_FILE, {
      PublicName: settings.publicName,
      Public: settings.public,
      MaxPlayers: settings.maxPlayers,
      PVP: settings.pvp,
      PauseEmpty: settings.pauseEmpty,
      SaveWorldEveryMinutes: settings.saveEveryMinutes,
      DefaultPort: PORTS.game.number,
      UDPPort: PORTS.direct.number,
      RCONPort: PORTS.rcon.number,
      RCONPassword: secrets.rconPassword,
      Password: secrets.joinPassword,
    }),
  ];
}
