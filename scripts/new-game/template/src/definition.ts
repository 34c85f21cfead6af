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

/**
 * My Game, as the platform knows it. What is left out here is a capability the game does not have, and nobody is offered
 * it: `quiesce`, `applyLive`, `metrics`, `check`, `wipes` and others. `packages/sdk/src/game/definition.ts` says what each of them is for.
 */
export const myGame = defineGame({
  id: 'my-game',
  title: 'My Game',
  // FILL IN: one sentence for the marketplace, and the words people look for.
  summary: 'One sentence that says what players do in this game.',
  tags: ['multiplayer'],
  icon: ICON,

  settings,
  presets: PRESETS,
  defaultPreset: DEFAULT_PRESET,
  licences: LICENCES,
  ports: PORTS,
  secrets: SECRETS,
  versions: VERSIONS,
  budgets: BUDGETS,
  // FILL IN: how long the game may be silent while it is well, for example while it saves: interval times failures.
  health: { intervalSeconds: 10, failures: 5 },
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
