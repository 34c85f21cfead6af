import { a2s, rustWebRcon } from '@gse/protocols';
import { defineGame } from '@gse/sdk';
import { BACKUP } from './backup.ts';
import { announce, command } from './console.ts';
import { diagnoses } from './diagnoses.ts';
import { files } from './files.ts';
import { CALENDAR } from './calendar.ts';
import { ICON } from './icon.ts';
import { applyLive, quiesce, save, stop } from './lifecycle.ts';
import { playerLists } from './lists.ts';
import { log } from './log.ts';
import { fits } from './memory.ts';
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
import { WIPES } from './wipes.ts';

/** Rust, the survival game, with or without Oxide or Carbon. */
export const rust = defineGame({
  id: 'rust',
  title: 'Rust',
  summary: 'Survive on an island among other people: gather, build, raid, and begin anew at every wipe.',
  tags: ['survival', 'pvp', 'building', 'mods'],
  icon: ICON,

  settings,
  check: checkSettings,
  fits,
  presets: PRESETS,
  defaultPreset: DEFAULT_PRESET,
  licences: [],
  ports: PORTS,
  secrets: SECRETS,
  versions: { recommended: CHANNELS.public, channels: CHANNELS, accepts: ACCEPTED_VERSION },
  budgets: BUDGETS,
  // Saves, garbage collection and plugins being compiled silence the game for long; five minutes of it are trouble.
  health: { intervalSeconds: 10, failures: 30 },
  workload,
  files,
  diagnoses,
  log,
  backup: BACKUP,
  wipes: WIPES,
  calendar: CALENDAR,

  connections: { rcon: rustWebRcon({ port: 'rcon', secret: 'rconPassword' }), query: a2s({ port: 'query' }) },
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
