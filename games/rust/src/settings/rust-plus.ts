import { z } from 'zod';
import { startOptions } from './field.ts';

const start = startOptions('Rust+');

/** The companion app on players' phones. */
export const rustPlus = {
  rustPlus: z
    .boolean()
    .default(true)
    .meta(
      start('app.port', 'restart', {
        title: 'Rust+ app',
        description: 'Players can pair their phone with the server. Needs the port of the app to be reachable from the Internet.',
      }),
    ),
  rustPlusAddress: z
    .string()
    .max(253)
    .regex(/^[0-9A-Fa-f.:]*$/, 'must be an IP address, or empty')
    .default('')
    .meta(
      start('app.publicip', 'restart', {
        title: 'Address for Rust+',
        description:
          'Public IP address under which phones reach the server. Empty: the game finds out by itself, which fails behind most load balancers.',
      }),
    ),
};
