import { fivemHttp, quake3Oob } from '@gse/protocols';
import { defineGame } from '@gse/sdk';
import { BACKUP } from './backup.ts';
import { announce, command } from './console.ts';
import { diagnoses } from './diagnoses.ts';
import { files } from './files.ts';
import { ICON } from './icon.ts';
import { LICENCES } from './licences.ts';
import { applyLive, save, stop } from './lifecycle.ts';
import { log } from './log.ts';
import { metricList, metrics } from './metrics.ts';
import { moderation } from './moderation.ts';
import { players } from './players.ts';
import { PORTS } from './ports.ts';
import { DEFAULT_PRESET, PRESETS } from './presets.ts';
import { probe } from './probe.ts';
import { NEEDS, SECRETS } from './secrets.ts';
import { checkSettings, settings } from './settings/index.ts';
import { ACCEPTED_VERSION, CHANNELS, RECOMMENDED } from './versions.ts';
import { BUDGETS, workload } from './workload.ts';

/** FiveM and RedM: servers of Cfx.re for Grand Theft Auto V and Red Dead Redemption 2, bare or with txAdmin. */
export const fivem = defineGame({
  id: 'fivem',
  title: 'FiveM',
  orderKind: 'FiveMServer',
  summary: 'Your own city in Grand Theft Auto V (or frontier in Red Dead Redemption 2), with scripts, cars and maps of your choice.',
  tags: ['roleplay', 'open world', 'racing', 'mods'],
  icon: ICON,

  settings,
  check: checkSettings,
  presets: PRESETS,
  defaultPreset: DEFAULT_PRESET,
  licences: LICENCES,
  ports: PORTS,
  secrets: SECRETS,
  needs: NEEDS,
  versions: { recommended: RECOMMENDED, channels: CHANNELS, accepts: ACCEPTED_VERSION },
  budgets: BUDGETS,
  // Scripts that block everything for half a minute are bad, but come back; after a minute and a half nobody is left to notice.
  health: { intervalSeconds: 10, failures: 9 },
  workload,
  files,
  backup: BACKUP,
  diagnoses,
  log,

  connections: {
    http: fivemHttp({ port: 'http', secret: 'playersToken' }),
    console: quake3Oob({ port: 'game', secret: 'rconPassword' }),
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
