import type { SecretSpec } from '@gse/sdk';

/**
 * Credentials. With `generate` the platform makes it; without, a person gives it, as a token of the publisher.
 * A password that players type belongs here, too, never into the settings: those everybody may read.
 */
export const SECRETS = {
  rconPassword: {
    title: 'RCON password',
    description: 'Lets the platform use the console of the game. Made by the platform.',
    generate: 32,
  },
} as const satisfies Readonly<Record<string, SecretSpec>>;
