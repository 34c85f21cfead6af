import type { operations } from './schema.gen.ts';

/** JSON of the successful answer of an operation of the API. */
type Answer<Id extends keyof operations, Status extends number = 200> = operations[Id] extends {
  responses: { readonly [S in Status]: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;
type RequestBody<Id extends keyof operations> = operations[Id] extends { requestBody: { content: { 'application/json': infer Body } } }
  ? Body
  : never;

export type GameCard = Answer<'listGames'>['items'][number];
export type Game = Answer<'getGame'>;
export type NetworkOffer = Answer<'getOrderNetwork'>;
export type GameField = Game['settings']['fields'][number];
export type ServerSummary = Answer<'listServers'>['items'][number];
export type Server = Answer<'getServer'>;
export type Phase = ServerSummary['phase'];
export type Health = ServerSummary['health'];
export type Reason = NonNullable<Server['status']['reason']>;
export type Fix = NonNullable<Reason['fix']>;
export type Operation = Answer<'listOperations'>['items'][number];
export type Activity = Answer<'listActivity'>['items'][number];
export type PlayerList = Answer<'listPlayers'>;
export type PlayerLists = Answer<'listPlayerLists'>;
export type PlayerListName = keyof PlayerLists;
export type History = Answer<'getServerHistory'>;
export type HistoryRange = History['range'];
export type Preview = Answer<'previewChange'>;
export type Order = RequestBody<'orderServer'>;
export type Session = Answer<'getSession'>;
export type SignInWays = Answer<'getSignInWays'>;

/** Where a server lives. */
export interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** Every answer that is no success. */
export interface ApiError {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly path?: string;
    readonly fix?: Fix;
    readonly details?: Readonly<Record<string, unknown>>;
  };
}
