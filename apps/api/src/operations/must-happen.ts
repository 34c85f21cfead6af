import type { GameOperation, GameServer } from '@gse/server-objects';

/**
 * Why an operation can be neither skipped nor cancelled nor postponed, in a sentence; undefined where it can. The operator would
 * refuse it, too: the provider's lock and a deletion outrank whoever may change operations.
 */
export function mustHappen(operation: Pick<GameOperation, 'spec'>, server: GameServer | undefined): string | undefined {
  if (operation.spec.type !== 'stop' || server === undefined) return undefined;
  const because =
    server.metadata.deletionTimestamp !== undefined
      ? 'The server is being deleted'
      : server.spec.intent === 'Suspended'
        ? 'The provider has suspended this server'
        : undefined;
  return because && `${because}, so this stop can be neither skipped nor cancelled nor postponed. It can be told to go ahead now.`;
}
