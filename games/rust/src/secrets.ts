import type { SecretSpec } from '@gse/sdk';

/** Credentials. Rust needs no account and no token: the server is downloaded and listed anonymously. */
export const SECRETS = {
  rconPassword: {
    title: 'RCON password',
    description: 'Lets the platform use the console of the game. Made by the platform, of letters and figures only.',
    generate: 32,
  },
} as const satisfies Readonly<Record<string, SecretSpec>>;
