import { defineGame } from '@gse/sdk';
import { BACKUP } from './backup.ts';
import { connections } from './connections.ts';
import { announce, command } from './console.ts';
import { diagnoses } from './diagnoses.ts';
import { files } from './files.ts';
import { ICON } from './icon.ts';
import { LICENCES } from './licences.ts';
import { save, stop } from './lifecycle.ts';
import { log } from './log.ts';
import { moderation } from './moderation.ts';
import { players } from './players.ts';
import { PORTS } from './ports.ts';
import { DEFAULT_PRESET, PRESETS } from './presets.ts';
import { probe } from './probe.ts';
import { SECRETS } from './secrets.ts';
import { settings } from './settings/index.ts';
import { VERSIONS } from './versions.ts';
import { BUDGETS, workload } from './workload.ts';

/** Project Zomboid, as the platform knows it. */
export const projectZomboid = defineGame({
  id: 'project-zomboid',
  title: 'Project Zomboid',
  summary: 'Survive the end of the world for as long as you can, alone or with friends.',
  tags: ['survival', 'sandbox', 'zombies'],
  icon: ICON,

  settings,
  presets: PRESETS,
  defaultPreset: DEFAULT_PRESET,
  licences: LICENCES,
  ports: PORTS,
  secrets: SECRETS,
  versions: VERSIONS,
  budgets: BUDGETS,
  // A save of a large map is silence for half a minute.
  health: { intervalSeconds: 10, failures: 6 },
  workload,
  files,
  diagnoses,
  log,
  backup: BACKUP,

  connections,
  probe,
  players,
  command,
  announce,
  moderation,
  save,
  stop,
});
