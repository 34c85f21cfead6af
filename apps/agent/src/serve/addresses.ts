import type { AnyGame } from '@gse/sdk';
import type { Address, AgentEnvironment } from '../environment.ts';

/** Where a port of the adapter is reached. */
export function addressOf(game: AnyGame, environment: AgentEnvironment, name: string): Address {
  const port = game.ports[name];
  if (!port) throw new Error(`${game.title} declares no port ${name}`);
  return environment.reach(port.number, port.protocols.includes('TCP') ? 'TCP' : 'UDP');
}

/** The TCP ports of a game, which tell whether its process is there. */
export function tcpAddresses(game: AnyGame, environment: AgentEnvironment): readonly Address[] {
  return Object.values(game.ports)
    .filter((port) => port.protocols.includes('TCP'))
    .map((port) => environment.reach(port.number, 'TCP'));
}
