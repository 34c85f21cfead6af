import { a2s, sourceRcon } from '@gse/protocols';

/** How the platform reaches the game. Server browsers ask at the port of the game itself. */
export const connections = {
  rcon: sourceRcon({ port: 'rcon', secret: 'rconPassword', dialect: 'source' }),
  query: a2s({ port: 'game' }),
};
