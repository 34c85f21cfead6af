import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { answered, api } from './client.ts';
import type { Activity, Game, GameCard, Operation, Place, Server } from './types.ts';

/**
 * What pages ask. Everything below `['server', namespace, name]` is asked again when the live stream tells of a change
 * of that server, so nothing here polls.
 */
const gamesQuery = queryOptions({
  queryKey: ['games'],
  queryFn: async ({ signal }): Promise<readonly GameCard[]> => (await answered(api.GET('/api/v1/games', { signal }))).items,
  staleTime: 5 * 60_000,
});

const gameQuery = (id: string) =>
  queryOptions({
    queryKey: ['games', id],
    queryFn: async ({ signal }): Promise<Game> => await answered(api.GET('/api/v1/games/{id}', { params: { path: { id } }, signal })),
    staleTime: 5 * 60_000,
    enabled: id !== '',
  });

export const serverQuery = (place: Place) =>
  queryOptions({
    queryKey: ['server', place.namespace, place.name, 'whole'],
    queryFn: async ({ signal }): Promise<Server> =>
      await answered(api.GET('/api/v1/servers/{namespace}/{name}', { params: { path: { ...place } }, signal })),
  });

const operationsQuery = (place: Place) =>
  queryOptions({
    queryKey: ['server', place.namespace, place.name, 'operations'],
    queryFn: async ({ signal }): Promise<readonly Operation[]> =>
      (await answered(api.GET('/api/v1/servers/{namespace}/{name}/operations', { params: { path: { ...place } }, signal }))).items,
  });

export const activityQuery = (place: Place) =>
  queryOptions({
    queryKey: ['server', place.namespace, place.name, 'activity'],
    queryFn: async ({ signal }): Promise<readonly Activity[]> =>
      (await answered(api.GET('/api/v1/servers/{namespace}/{name}/activity', { params: { path: { ...place } }, signal }))).items,
  });

/** Every game of the marketplace. */
export function useGames(): UseQueryResult<readonly GameCard[]> {
  return useQuery(gamesQuery);
}

/** One game with everything forms need. */
export function useGame(id: string): UseQueryResult<Game> {
  return useQuery(gameQuery(id));
}

/** A server, whole. */
export function useServer(place: Place): UseQueryResult<Server> {
  return useQuery(serverQuery(place));
}

/** Operations of a server, newest first. */
export function useOperations(place: Place): UseQueryResult<readonly Operation[]> {
  return useQuery(operationsQuery(place));
}

/** Where the reader may order a game; undefined until that is known, and where it cannot be found out. */
export function useOrderNamespaces(game: string): readonly string[] | undefined {
  const { data } = useQuery({
    queryKey: ['order-namespaces', game],
    queryFn: async ({ signal }): Promise<readonly string[]> =>
      (await answered(api.GET('/api/v1/namespaces', { params: { query: { game } }, signal }))).items.map(({ name }) => name),
    staleTime: 60_000,
  });
  return data === undefined || data.length === 0 ? undefined : data;
}
