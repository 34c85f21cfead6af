import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import type { NetworkOffer, Place } from '../../api/types.ts';

/** What may be chosen where that cannot be found out: what no provider keeps to itself. */
const USUAL: NetworkOffer = {
  types: ['LoadBalancer', 'NodePort', 'ClusterIP'],
  fields: ['address', 'sharedAddress', 'ports'],
  place: 'cluster',
};

const offerQuery = (key: readonly string[], ask: (signal: AbortSignal) => Promise<NetworkOffer>) =>
  queryOptions({
    queryKey: ['network-offer', ...key],
    queryFn: async ({ signal }) => await ask(signal),
    staleTime: 60_000,
    // While somebody types a namespace, what was offered stays.
    placeholderData: keepPreviousData,
    retry: false,
  });

/** What the reader may choose of how players reach a server that is ordered; undefined until that is known. */
export function useOrderNetwork(game: string, namespace: string): NetworkOffer | undefined {
  const { data, isError } = useQuery(
    offerQuery([game, namespace], async (signal) =>
      answered(api.GET('/api/v1/games/{id}/network', { params: { path: { id: game }, query: { namespace } }, signal })),
    ),
  );
  return data ?? (isError ? USUAL : undefined);
}

/** The same of a server that is there. */
export function useServerNetwork({ namespace, name }: Place): NetworkOffer | undefined {
  const { data, isError } = useQuery(
    offerQuery(['server', namespace, name], async (signal) =>
      answered(api.GET('/api/v1/servers/{namespace}/{name}/network', { params: { path: { namespace, name } }, signal })),
    ),
  );
  return data ?? (isError ? USUAL : undefined);
}
