import { isDeepStrictEqual } from 'node:util';
import type { GameServerSpec } from '@gse/resources';
import { outsidePort, type AnyGame, type Difference } from '@gse/sdk';

/**
 * What of a changed network waits for a restart: ports of the node are the pod's own, and on one machine all ports are. The rest
 * is changed at once.
 */
export function networkChanges(game: AnyGame, before: GameServerSpec, after: GameServerSpec, isOneMachine: boolean): readonly Difference[] {
  const isPodChanged = isOneMachine || !isDeepStrictEqual(hostPorts(game, before), hostPorts(game, after));
  if (!isPodChanged) return [];
  const fields = [
    ['type', 'How players reach it', 'LoadBalancer'],
    ['ports', 'Port numbers', {}],
  ] as const;
  return fields.flatMap(([field, title, otherwise]): Difference[] => {
    const [from, to] = [before.network?.[field] ?? otherwise, after.network?.[field] ?? otherwise];
    return isDeepStrictEqual(from, to) ? [] : [{ path: `network.${field}`, title, applies: 'restart', from, to }];
  });
}

function hostPorts(game: AnyGame, { network }: GameServerSpec): readonly number[] {
  if (network?.type !== 'HostPort') return [];
  return Object.entries(game.ports).flatMap(([name, { exposed }]) => (exposed ? [outsidePort(game, network, name)] : []));
}
