import type { ConnectionSpec } from '@gse/sdk';
import type { RconClient } from './client.ts';
import { dialectOf, type RconDialect, type RconDialectName } from './dialect.ts';
import { openRcon } from './open.ts';

/** What an adapter declares of its remote console. */
export interface SourceRconOptions<Port extends string, Secret extends string> {
  /** Name of the adapter's RCON port. */
  readonly port: Port;
  /** Id of the adapter's secret that is the RCON password. */
  readonly secret: Secret;
  /** Name of a known dialect, or one made with `rconDialect`. */
  readonly dialect: RconDialectName | RconDialect;
  /** Receives text the game sends without being asked, such as Factorio's console lines. Must not throw. */
  readonly onUnsolicited?: (text: string) => void;
}

/** Declares a connection to a game's Source RCON console. */
export function sourceRcon<Port extends string, Secret extends string>(
  options: SourceRconOptions<Port, Secret>,
): ConnectionSpec<RconClient, Port, Secret> {
  const { port, secret, dialect, onUnsolicited } = options;
  return {
    protocol: 'Source RCON',
    port,
    secret,
    open: (target) => openRcon(target, { dialect: dialectOf(dialect), ...(onUnsolicited && { onUnsolicited }) }),
  };
}
