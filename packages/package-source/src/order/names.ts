import type { AnyGame } from '@gse/sdk';

/** What an order of a game is called in the platform's marketplace and API. */
export interface OrderNames {
  /** Of chart and ApplicationDefinition, such as `pond-server`. */
  readonly name: string;
  /** In `apps.cozystack.io`, such as `PondServer`. */
  readonly kind: string;
  readonly singular: string;
  readonly plural: string;
  /** What the platform puts before the name of an order to get the name of its release, and of the server. */
  readonly prefix: string;
}

/**
 * Longest name of a server: Kubernetes appends to it in names and labels of 63 characters, such as `-<hash>` to that of a
 * StatefulSet's revision.
 */
export const MAX_SERVER_NAME = 52;

/** Names of a game's orders, from its id. */
export function orderNames({ id, orderKind }: Pick<AnyGame, 'id' | 'orderKind'>): OrderNames {
  const name = `${id}-server`;
  const kind = orderKind ?? name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const singular = kind.toLowerCase();
  return { name, kind, singular, plural: `${singular}s`, prefix: `${name}-` };
}
