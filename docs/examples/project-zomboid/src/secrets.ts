import type { SecretSpec } from '@gse/sdk';

/** Credentials. */
export const SECRETS = {
  rconPassword: {
    title: 'RCON password',
    description: 'Lets the platform use the console of the game. Made by the platform.',
    generate: 32,
  },
  joinPassword: { title: 'Game password', description: 'What players type to join. Without one, everybody may.', optional: true },
} as const satisfies Readonly<Record<string, SecretSpec>>;
