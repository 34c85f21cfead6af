import type { NeedSpec, SecretSpec } from '@gse/sdk';

/** Credentials. The first two are between the platform and the game; the others are a person's. */
export const SECRETS = {
  rconPassword: {
    title: 'Console password',
    description: 'Lets the platform use the console of the game. Made by the platform.',
    generate: 32,
  },
  playersToken: {
    title: 'Player list token',
    description: 'Lets the platform see which account is behind a player. Made by the platform; without it nobody sees accounts.',
    generate: 32,
  },
  licenseKey: {
    title: 'Cfx.re licence key',
    description:
      'Begins with cfxk_ and comes from https://portal.cfx.re. Without it the server does not start. One key is for one running server: a second one makes both lose it.',
  },
  databaseUrl: {
    title: 'Database address',
    optional: true,
    description:
      'Such as mysql://user:password@host:3306/database. Frameworks like ESX and QBCore need it; without it only resources that keep nothing in a database work.',
  },
  steamWebApiKey: {
    title: 'Steam Web API key',
    optional: true,
    description: 'From https://steamcommunity.com/dev/apikey. Only for resources that want to know the Steam account of players.',
  },
} as const satisfies Readonly<Record<string, SecretSpec>>;

/** Values of secrets; absent when nobody gave them. */
export type FiveMSecrets = Readonly<Partial<Record<keyof typeof SECRETS, string>>>;

/** What has to run beside the server. */
export const NEEDS = {
  database: {
    kind: 'mysql',
    title: 'MySQL or MariaDB database',
    description:
      'Role-play frameworks keep characters, money and vehicles there: it is the world of such a server, and its backup is half of every backup. A server without a framework runs without it.',
    secret: 'databaseUrl',
    optional: true,
  },
} as const satisfies Readonly<Record<string, NeedSpec<keyof typeof SECRETS>>>;
