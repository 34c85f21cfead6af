import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import type { Place, PlayerList, PlayerLists } from '../../api/types.ts';

/** Who is on. Asked again when the live stream tells of a change of the server. */
export const playersQuery = (place: Place) =>
  queryOptions({
    queryKey: ['server', place.namespace, place.name, 'players'],
    queryFn: async ({ signal }): Promise<PlayerList> =>
      await answered(api.GET('/api/v1/servers/{namespace}/{name}/players', { params: { path: { ...place } }, signal })),
  });

/** The lists the game keeps. They change by acts, not with every change of the server, so they are kept apart from those. */
export const playerListsQuery = (place: Place, isRunning: boolean) =>
  queryOptions({
    queryKey: ['player-lists', place.namespace, place.name],
    queryFn: async ({ signal }): Promise<PlayerLists> =>
      await answered(api.GET('/api/v1/servers/{namespace}/{name}/players/lists', { params: { path: { ...place } }, signal })),
    enabled: isRunning,
    staleTime: 10_000,
    refetchOnWindowFocus: true,
  });
