import { z } from 'zod';
import { convar } from './field.ts';

const GROUP = 'Network';

/** How the server is reached where it is not reached directly, and its database. */
export const network = {
  proxyRanges: z
    .array(z.string().regex(/^[0-9a-fA-F:.]{1,45}(?:\/[0-9]{1,3})?$/, 'must be an address or a range such as 192.0.2.0/24'))
    .max(50)
    .default([])
    .meta(
      convar('sv_proxyIPRanges', {
        group: GROUP,
        title: 'Proxies',
        applies: 'restart',
        description:
          'Address ranges of proxies in front of the server, such as 192.0.2.0/24. They are believed who a player is, and are not limited. Empty: no proxy, which is right for almost everybody.',
      }),
    ),
  publicEndpoints: z
    .string()
    .regex(/^[A-Za-z0-9.:[\] -]*$/, 'must be addresses with their ports such as 192.0.2.10:30120, or empty')
    .max(300)
    .default('')
    .meta(
      convar('sv_endpoints', {
        group: GROUP,
        title: 'Public addresses',
        applies: 'restart',
        description:
          'Where clients are sent after joining, as address:port, when it is not where they came to. Needed where TCP and UDP have different addresses or ports outside. Empty: the same.',
      }),
    ),
  listingHost: z
    .string()
    .regex(/^[A-Za-z0-9.:-]*$/, 'must be a host name or an IP address, or empty')
    .max(253)
    .default('')
    .meta(
      convar('sv_listingHostOverride', {
        group: GROUP,
        title: 'Address in the list',
        applies: 'restart',
        description: 'Name of the proxy through which the server list looks at the server. Empty: none.',
      }),
    ),
  indirectListing: z
    .boolean()
    .default(false)
    .meta(
      convar('sv_forceIndirectListing', {
        group: GROUP,
        title: 'Hide the address in the list',
        applies: 'restart',
        description: 'Lists the server by the address above only, so that its own address does not become known.',
      }),
    ),
  slowQueryWarning: z
    .int()
    .min(0)
    .max(60_000)
    .default(200)
    .meta(
      convar('mysql_slow_query_warning', {
        group: 'Database',
        title: 'Slow queries',
        applies: 'restart',
        unit: 'ms',
        description: 'The resource oxmysql tells in the log of queries that take longer than this.',
      }),
    ),
};
