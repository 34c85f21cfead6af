import { a2s, sourceRcon } from '@gse/protocols';
import { defineGame } from '@gse/sdk';
import { BACKUP } from './backup.ts';
import { announce, command } from './console.ts';
import { diagnoses } from './diagnoses.ts';
import { files } from './files.ts';
import { ICON } from './icon.ts';
import { applyLive, save, stop } from './lifecycle.ts';
import { log } from './log.ts';
import { metricList, metrics } from './metrics.ts';
import { moderation } from './moderation.ts';
import { players } from './players.ts';
import { PORTS } from './ports.ts';
import { DEFAULT_PRESET, PRESETS } from './presets.ts';
import { probe } from './probe.ts';
import { SECRETS } from './secrets.ts';
import { checkSettings, settings } from './settings/index.ts';
import { ACCEPTED_VERSION, CHANNELS } from './versions.ts';
import { BUDGETS, workload } from './workload.ts';

/** Counter-Strike 2, and the last build of the game before it for local networks. */
export const counterStrike = defineGame({
  id: 'counter-strike',
  title: 'Counter-Strike 2',
  summary: 'Two teams, one bomb: competitive matches, casual rounds, deathmatch and maps of the Steam Workshop.',
  tags: ['shooter', 'competitive', 'pvp', 'workshop'],
  icon: ICON,

  settings,
  check: checkSettings,
  presets: PRESETS,
  defaultPreset: DEFAULT_PRESET,
  licences: [],
  ports: PORTS,
  secrets: SECRETS,
  versions: { recommended: CHANNELS.public, channels: CHANNELS, accepts: ACCEPTED_VERSION },
  budgets: BUDGETS,
  // A change of the map or a download from the workshop silences the game for half a minute.
  health: { intervalSeconds: 10, failures: 9 },
  workload,
  files,
  diagnoses,
  log,
  backup: BACKUP,

  connections: {
    rcon: sourceRcon({ port: 'rcon', secret: 'rconPassword', dialect: 'cs2' }),
    oldRcon: sourceRcon({ port: 'rcon', secret: 'rconPassword', dialect: 'source' }),
    query: a2s({ port: 'game' }),
  },
  probe,
  players,
  command,
  announce,
  moderation,
  save,
  stop,
  applyLive,
  metrics,
  metricList,
});
