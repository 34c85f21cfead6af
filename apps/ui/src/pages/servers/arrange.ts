import type { ServerSummary } from '../../api/types.ts';
import { stateOf, type Tone } from '../../parts/state-pill.tsx';

/** Which servers are shown. `trouble`: those that need a person. */
export const groups = ['all', 'trouble', 'running', 'busy', 'stopped'] as const;
export type Group = (typeof groups)[number];
export const sorts = ['name', 'state', 'players', 'created'] as const;
export type Sort = (typeof sorts)[number];

/** How the list is looked at; kept in the address of the page. */
export interface View {
  readonly text: string;
  readonly group: Group;
  readonly sort: Sort;
}

/** Reads the view from the address; what makes no sense is left out. */
export function viewOf(params: URLSearchParams): View {
  return {
    text: params.get('filter') ?? '',
    group: groups.find((group) => group === params.get('show')) ?? 'all',
    sort: sorts.find((sort) => sort === params.get('sort')) ?? 'name',
  };
}

const groupOfTone: Record<Tone, Exclude<Group, 'all'>> = {
  bad: 'trouble',
  warn: 'trouble',
  busy: 'busy',
  good: 'running',
  idle: 'stopped',
};

/** The one group a server belongs to. */
export function groupOf(server: ServerSummary): Exclude<Group, 'all'> {
  return groupOfTone[stateOf(server).tone];
}

/** How many are in each group. */
export function countGroups(servers: readonly ServerSummary[]): Record<Group, number> {
  const counts = { all: servers.length, trouble: 0, running: 0, busy: 0, stopped: 0 };
  for (const server of servers) counts[groupOf(server)]++;
  return counts;
}

const groupOrder: Record<Exclude<Group, 'all'>, number> = { trouble: 0, busy: 1, running: 2, stopped: 3 };
/** Unknown counts come after those that are known. */
const playersOf = ({ players }: ServerSummary): number => (players.known ? (players.online ?? 0) : -1);

const orders: Record<Sort, (a: ServerSummary, b: ServerSummary) => number> = {
  name: () => 0,
  state: (a, b) => groupOrder[groupOf(a)] - groupOrder[groupOf(b)],
  players: (a, b) => playersOf(b) - playersOf(a),
  created: (a, b) => (a.createdAt === b.createdAt ? 0 : a.createdAt < b.createdAt ? 1 : -1),
};

/** What is shown, in order. The servers come sorted by name, and stay so among equals. */
export function arrange(servers: readonly ServerSummary[], { text, group, sort }: View): readonly ServerSummary[] {
  const wanted = text.trim().toLowerCase();
  const shown = servers.filter(
    (server) =>
      (group === 'all' || groupOf(server) === group) &&
      (wanted === '' ||
        [server.name, server.namespace, server.game, server.address ?? ''].some((part) => part.toLowerCase().includes(wanted))),
  );
  return sort === 'name' ? shown : shown.toSorted(orders[sort]);
}
