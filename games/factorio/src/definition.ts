import { sourceRcon } from '@gse/protocols';
import { defineGame } from '@gse/sdk';
import { BACKUP } from './backup.ts';
import { announce, command } from './console.ts';
import { diagnoses } from './diagnoses.ts';
import { files } from './files.ts';
import { icon } from './icon.ts';
import { applyLive, save, SAVE_SECONDS, stop } from './lifecycle.ts';
import { log } from './log.ts';
import { metricList, metrics } from './metrics.ts';
import { moderation } from './moderation.ts';
import { playerLists } from './lists.ts';
import { players } from './players.ts';
import { ports } from './ports.ts';
import { defaultPreset, presets } from './presets.ts';
import { probe } from './probe.ts';
import { secrets } from './secrets.ts';
import { check, settings } from './settings/index.ts';
import { versions } from './versions.ts';
import { workload } from './workload.ts';

/** Factorio, as the platform knows it. */
export const factorio = defineGame({
  id: 'factorio',
  title: 'Factorio',
  summary: 'Build and defend a factory together. Players need exactly the version of the server.',
  tags: ['automation', 'sandbox', 'co-op'],
  icon,

  settings,
  check,
  presets,
  defaultPreset,
  licences: [],
  ports,
  secrets,
  versions,
  // Large mod packs take minutes to load; a new map of vanilla takes seconds.
  budgets: { startSeconds: 240, saveSeconds: SAVE_SECONDS, stopSeconds: 30 },
  // A save of a large map, or one enormous tick, is silence: only a minute and a half of it is trouble.
  health: { intervalSeconds: 10, failures: 9 },
  workload,
  files,
  diagnoses,
  log,
  backup: BACKUP,

  connections: { rcon: sourceRcon({ port: 'rcon', secret: 'rconPassword', dialect: 'factorio' }) },
  probe,
  players,
  command,
  announce,
  moderation,
  playerLists,
  save,
  stop,
  applyLive,
  metrics,
  metricList,
});
