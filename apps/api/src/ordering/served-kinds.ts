import type { Clock, Fetch } from '@gse/kube';
import { z } from 'zod';

/** The API group in which a Cozystack cluster takes orders. */
export const APPLICATION_GROUP = 'apps.cozystack.io';
export const APPLICATION_VERSION = `${APPLICATION_GROUP}/v1alpha1`;

/** Kinds come with a package and stay; a cluster is asked again after so long. */
const REMEMBER_MS = 60_000;
const TIMEOUT_MS = 10_000;
const listSchema = z.object({ resources: z.array(z.object({ name: z.string() })) });

/** The kinds of orders a cluster takes, by their plural. */
export type ServedKinds = () => Promise<ReadonlySet<string>>;

/**
 * Asks the cluster which kinds of orders it takes. A cluster that has once taken them is not believed to have stopped
 * because it does not answer: orders would end up in another place.
 */
export function discoverKinds(options: {
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly token: () => Promise<string | undefined>;
  readonly clock: Clock;
}): ServedKinds {
  const { clock } = options;
  let known: { readonly kinds: ReadonlySet<string>; readonly until: number } | undefined;
  let asking: Promise<ReadonlySet<string>> | undefined;

  async function ask(): Promise<ReadonlySet<string>> {
    const token = await options.token();
    const answer = await options.fetch(
      new Request(new URL(`/apis/${APPLICATION_VERSION}`, options.baseUrl), {
        headers: { accept: 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }),
    );
    if (answer.status === 404) return new Set();
    if (!answer.ok) throw new Error(`the cluster answers ${answer.status} to the question which orders it takes`);
    const { resources } = listSchema.parse(await answer.json());
    return new Set(resources.map(({ name }) => name));
  }

  return async () => {
    if (known !== undefined && known.until > clock.elapsed()) return known.kinds;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    try {
      const kinds = await asking;
      known = { kinds, until: clock.elapsed() + REMEMBER_MS };
      return kinds;
    } catch (error) {
      if (known !== undefined) return known.kinds;
      throw error;
    }
  };
}
