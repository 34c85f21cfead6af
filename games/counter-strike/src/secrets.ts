import type { SecretSpec } from '@gse/sdk';

/** Credentials. Only the first is needed; the descriptions say what is missing without the others. */
export const SECRETS = {
  rconPassword: {
    title: 'RCON password',
    description: 'Lets the platform use the console of the game. Made by the platform.',
    generate: 32,
  },
  gameServerToken: {
    title: 'Game server login token (GSLT)',
    optional: true,
    description:
      'Lets the server log in to Steam. Without one it is not in the server browser, and players may get in only from the same network. Make one for app 730 at https://steamcommunity.com/dev/managegameservers, one for each server; keep it to yourself, for bans of the server hit the account it belongs to.',
  },
  joinPassword: {
    title: 'Password to join',
    optional: true,
    description: 'What players type to join (sv_password). Without one, everybody may.',
  },
  tvPassword: {
    title: 'Password for spectators',
    optional: true,
    description: 'What spectators of SourceTV type (tv_password). Without one, everybody may watch while SourceTV is on.',
  },
  steamWebApiKey: {
    title: 'Steam Web API key',
    optional: true,
    description:
      'Lets the server look up collections in the Steam Workshop. Without one, collections may not load. It stands at https://steamcommunity.com/dev/apikey.',
  },
} as const satisfies Readonly<Record<string, SecretSpec>>;

/** Values of secrets; absent when nobody gave them. */
export type CounterStrikeSecrets = Readonly<Partial<Record<keyof typeof SECRETS, string>>>;
