import { games } from '@gse/catalog';
import { gameServerSpecSchema, type GameServerSpecInput } from '@gse/resources';
import { planServer, type AnyGame, type ServerPlan } from '@gse/sdk';
import type { GameServer } from '@gse/server-objects';

/** A game of the catalogue (the first unless told otherwise), a server of it as the API would hold it, and its plan. */
export function ordered(spec: Partial<GameServerSpecInput> = {}, metadata: Partial<GameServer['metadata']> = {}) {
  const id = spec.game ?? games[0]?.id ?? '';
  const game: AnyGame | undefined = games.find((one) => one.id === id);
  if (game === undefined) throw new Error(`there is no game ${id}`);
  const server: GameServer = {
    apiVersion: 'gse.cozystack.io/v1alpha1',
    kind: 'GameServer',
    metadata: { name: 'my-world', namespace: 'tenant', uid: 'server-uid', generation: 1, ...metadata },
    spec: gameServerSpecSchema.parse({ ...spec, game: id }),
  };
  return { game, server, plan: planOf(game, server) };
}

function planOf(game: AnyGame, server: GameServer): ServerPlan {
  const result = planServer(game, server.spec);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}
