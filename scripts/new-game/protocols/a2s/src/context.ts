import type { A2sClient, RconClient } from '@gse/protocols';
import type { GameLog } from '@gse/sdk';
import type { MyGameSettings } from './settings/index.ts';

/** What the talking functions of this game use: the connections by their names, and what every game has. */
export interface MyGameContext {
  readonly rcon: RconClient;
  readonly query: A2sClient;
  readonly settings: MyGameSettings;
  readonly log: GameLog;
  /** Aborts at the platform's deadline. Pass it on to every call. */
  readonly signal: AbortSignal;
}
