import { games } from '@gse/catalog';
import { KubeError, type KubeClient } from '@gse/kube';
import { orderMapping, type OrderValues } from '@gse/package-source';
import { tours, type Tour } from '../../support/tours.ts';
import { TENANT } from './installation.ts';
import { applicationType } from './kinds.ts';

/** An order of a game that says no more than it has to: a name, licences, and credentials without which there is no server. */
export interface Order {
  readonly game: string;
  readonly type: ReturnType<typeof applicationType>;
  readonly kind: string;
  /** Name of its release, and so of its server. */
  readonly release: string;
  readonly needed: OrderValues;
  /** What applies at once, and what waits for a restart: the setting, its parameter, another value. */
  readonly live: Change;
  readonly staged: Change;
}

interface Change {
  readonly setting: string;
  readonly values: OrderValues;
}

const NAME = 'one';

/** One of each game. */
export const orders: readonly Order[] = games.map((game) => {
  const mapping = orderMapping(game);
  const tour = tours.find((each) => each.game === game.id);
  if (tour === undefined) throw new Error(`there is no tour of ${game.id}`);
  const needed = mapping.parameters.flatMap(({ name, target }): [string, unknown][] => {
    if (target.to === 'licence') return [[name, true]];
    return target.to === 'credential' && target.isNeeded ? [[name, tour.secrets?.[target.id]]] : [];
  });
  const change = ([setting, value]: Tour['live']): Change => {
    const parameter = mapping.parameters.find(({ target }) => target.to === 'spec' && target.path.join('.') === `settings.${setting}`);
    return { setting: `settings.${setting}`, values: { [parameter?.name ?? setting]: value } };
  };
  return {
    game: game.id,
    type: applicationType(mapping),
    kind: mapping.kind,
    release: `${mapping.prefix}${NAME}`,
    needed: Object.fromEntries(needed),
    live: change(tour.live),
    staged: change(tour.staged),
  };
});

export function orderOf(game: string): Order {
  const found = orders.find((order) => order.game === game);
  if (found === undefined) throw new Error(`there is no game ${game}`);
  return found;
}

export async function place(by: KubeClient, { type, kind, needed }: Order): Promise<void> {
  await by.create(type, { apiVersion: type.apiVersion, kind, metadata: { name: NAME, namespace: TENANT }, spec: needed });
}

export async function change(by: KubeClient, { type }: Order, values: OrderValues): Promise<void> {
  await by.patch(type, { name: NAME, namespace: TENANT }, { spec: values });
}

export async function remove(by: KubeClient, { type }: Order): Promise<void> {
  await by.delete(type, { name: NAME, namespace: TENANT });
}

/** Undefined while it is refused: what somebody may do has changed a moment ago. */
export async function mayYet(doing: Promise<unknown>): Promise<true | undefined> {
  try {
    await doing;
    return true;
  } catch (error) {
    if (error instanceof KubeError && error.status === 403) return undefined;
    throw error;
  }
}
