import { minecraftStatus, sourceRcon } from '@gse/protocols';
import { defineGame } from '@gse/sdk';
import { BACKUP } from './backup.ts';
import { announce, command } from './console.ts';
import { diagnoses } from './diagnoses.ts';
import { files } from './files.ts';
import { ICON } from './icon.ts';
import { LICENCES } from './licences.ts';
import { applyLive, quiesce, save, stop } from './lifecycle.ts';
import { log } from './log.ts';
import { metricList, metrics } from './metrics.ts';
import { moderation } from './moderation.ts';
import { playerLists } from './lists.ts';
import { players } from './players.ts';
import { PORTS } from './ports.ts';
import { DEFAULT_PRESET, PRESETS } from './presets.ts';
import { probe } from './probe.ts';
import { SECRETS } from './secrets.ts';
import { checkSettings, settings } from './settings/index.ts';
import { ACCEPTED_VERSION, CHANNELS } from './versions.ts';
import { BUDGETS, workload } from './workload.ts';

/** Minecraft: Java Edition, with Paper, Purpur, Fabric or the original server. */
export const minecraft = defineGame({
  id: 'minecraft',
  title: 'Minecraft: Java Edition',
  summary: 'Build and survive in a world of blocks, alone or with friends.',
  tags: ['sandbox', 'survival', 'building', 'mods'],
  icon: ICON,

  settings,
  check: checkSettings,
  presets: PRESETS,
  defaultPreset: DEFAULT_PRESET,
  licences: LICENCES,
  ports: PORTS,
  secrets: SECRETS,
  versions: { recommended: CHANNELS.latest, channels: CHANNELS, accepts: ACCEPTED_VERSION },
  budgets: BUDGETS,
  // A save of everything or a long garbage collection stalls the game for half a minute at most.
  health: { intervalSeconds: 10, failures: 5 },
  workload,
  files,
  diagnoses,
  log,
  backup: BACKUP,

  connections: {
    rcon: sourceRcon({ port: 'rcon', secret: 'rconPassword', dialect: 'minecraft' }),
    status: minecraftStatus({ port: 'game' }),
  },
  probe,
  players,
  command,
  announce,
  moderation,
  playerLists,
  save,
  quiesce,
  stop,
  applyLive,
  metrics,
  metricList,
});
