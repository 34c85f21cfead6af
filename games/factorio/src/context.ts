import type { RconClient } from '@gse/protocols';
import type { GameLog } from '@gse/sdk';
import type { FactorioSettings } from './settings/index.ts';

/** What the talking functions of this game use. */
export interface FactorioContext {
  readonly rcon: RconClient;
  readonly log: GameLog;
  readonly settings: FactorioSettings;
  readonly signal: AbortSignal;
}
