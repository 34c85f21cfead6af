import { a2s, sourceRcon } from '@gse/protocols';

/**
 * How the platform reaches the game. It opens, watches and closes them; this adapter only uses them.
 * FILL IN: the dialect. `packages/protocols/src/source-rcon/dialect.ts` says what each of them is like; a game with ways
 * of its own gets `rconDialect('source', { title: 'My Game', … })`, here and in `simulator/doors.ts`.
 */
export const connections = {
  rcon: sourceRcon({ port: 'rcon', secret: 'rconPassword', dialect: 'source' }),
  query: a2s({ port: 'query' }),
};
