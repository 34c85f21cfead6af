import { z } from 'zod';
import { property } from './field.ts';

const GROUP = 'Access';

/** Who may come in, and what they may do. */
export const access = {
  whitelist: z
    .boolean()
    .default(false)
    .meta(
      property('white-list', {
        group: GROUP,
        title: 'Whitelist',
        applies: 'live',
        description: 'Only players on the whitelist and operators may join.',
      }),
    ),
  enforceWhitelist: z
    .boolean()
    .default(false)
    .meta(
      property('enforce-whitelist', {
        group: GROUP,
        title: 'Enforce whitelist',
        applies: 'restart',
        description: 'Kicks players at once when they are taken off the whitelist.',
      }),
    ),
  onlineMode: z
    .boolean()
    .default(true)
    .meta(
      property('online-mode', {
        group: GROUP,
        title: 'Check accounts',
        applies: 'restart',
        description:
          'Checks every player with the account servers. Changing it gives players new identities: inventories and lists no longer fit.',
      }),
    ),
  enforceSecureProfile: z
    .boolean()
    .default(true)
    .meta(
      property('enforce-secure-profile', {
        group: GROUP,
        title: 'Require signed chat',
        applies: 'restart',
        description: 'Lets in only players whose chat messages are signed by their account.',
      }),
    ),
  preventProxyConnections: z
    .boolean()
    .default(false)
    .meta(
      property('prevent-proxy-connections', {
        group: GROUP,
        title: 'Refuse proxies',
        applies: 'restart',
        description: 'Refuses players whose address differs from the one the account servers see.',
      }),
    ),
  acceptTransfers: z
    .boolean()
    .default(false)
    .meta(
      property('accept-transfers', {
        group: GROUP,
        title: 'Accept transfers',
        applies: 'restart',
        description: 'Lets other servers send their players here (1.20.5 and newer).',
      }),
    ),
  opPermissionLevel: z
    .int()
    .min(0)
    .max(4)
    .default(4)
    .meta(
      property('op-permission-level', {
        group: GROUP,
        title: 'Operator level',
        applies: 'restart',
        description: 'What operators may do: 1 ignore spawn protection, 2 cheats, 3 moderate, 4 everything.',
      }),
    ),
  functionPermissionLevel: z
    .int()
    .min(1)
    .max(4)
    .default(2)
    .meta(
      property('function-permission-level', {
        group: GROUP,
        title: 'Function level',
        applies: 'restart',
        description: 'What functions of data packs may do, in the same levels.',
      }),
    ),
  rateLimit: z
    .int()
    .min(0)
    .max(100_000)
    .default(0)
    .meta(
      property('rate-limit', {
        group: GROUP,
        title: 'Packet limit',
        applies: 'restart',
        unit: 'packets/s',
        description: 'Kicks players who send more than this. 0 is no limit.',
      }),
    ),
  logIps: z
    .boolean()
    .default(true)
    .meta(
      property('log-ips', {
        group: GROUP,
        title: 'Log addresses',
        applies: 'restart',
        description: 'Writes the addresses of players into the log.',
      }),
    ),
};
