import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import type { History, HistoryRange, Place } from '../../api/types.ts';

const FALLBACK_SECONDS = 60;

/**
 * A server over time. Asked again as often as the API says that there is something new; not while the tab is hidden.
 * @param uid of the server; another one of the same name has another history
 */
export function useHistory(place: Place, uid: string, range: HistoryRange): UseQueryResult<History> {
  return useQuery({
    queryKey: ['history', place.namespace, place.name, uid, range],
    queryFn: async ({ signal }) =>
      await answered(api.GET('/api/v1/servers/{namespace}/{name}/history', { params: { path: { ...place }, query: { range } }, signal })),
    refetchInterval: ({ state }) => (state.data?.refreshSeconds ?? FALLBACK_SECONDS) * 1_000,
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: true,
    staleTime: ({ state }) => (state.data?.refreshSeconds ?? 0) * 1_000,
  });
}
