import type { SecretSpec } from '@gse/sdk';

/** Credentials. Only the first is needed; a server without the others is one that is not listed and has no password. */
export const secrets = {
  rconPassword: { title: 'RCON password', description: 'Between the game and its agent; nobody types it.', generate: 32 },
  factorioUsername: { title: 'factorio.com user name', optional: true, shown: true, description: 'Needed to list the server publicly.' },
  factorioToken: {
    title: 'factorio.com token',
    optional: true,
    description: "Needed to list the server publicly. It stands on https://factorio.com/profile; never use the account's password.",
  },
  gamePassword: {
    title: 'Game password',
    optional: true,
    description:
      'What players type to join. Without one, everybody may. To do without it again, empty game_password in config/server-settings.json as well.',
  },
} as const satisfies Record<string, SecretSpec>;

/** Values of secrets; absent when nobody gave them. */
export type FactorioSecrets = Readonly<Partial<Record<keyof typeof secrets, string>>>;
