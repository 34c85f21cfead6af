import type { AnyGame } from '@gse/sdk';
import { madeFrom } from '../edition.ts';

/** Named templates of gse-lib, and the file of a chart in which each is called. */
const CALLS: Readonly<Record<string, string>> = {
  'game-server.yaml': 'gse-lib.game-server',
  'credentials.yaml': 'gse-lib.credentials',
  'connection.yaml': 'gse-lib.connection',
  'dashboard-resourcemap.yaml': 'gse-lib.dashboard-resourcemap',
  'workload-monitor.yaml': 'gse-lib.workload-monitor',
  'pod-scrape.yaml': 'gse-lib.pod-scrape',
  'NOTES.txt': 'gse-lib.notes',
};

/** The templates of an application chart by file name: one call each, because every game's are the same. */
export function chartTemplates(game: AnyGame): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(CALLS).map(([file, template]) => [file, `{{- /* ${madeFrom(game)} */ -}}\n{{- include "${template}" . }}\n`]),
  );
}
