/**
 * Ways to play: the two numbers by which the game knows each, and the name in its console files: `gamemode_<cfg>.cfg` is the
 * publisher's and comes anew with every update, `gamemode_<cfg>_server.cfg` is the server's and is executed after it.
 */
export const GAME_MODES = {
  casual: { type: 0, mode: 0, cfg: 'casual' },
  competitive: { type: 0, mode: 1, cfg: 'competitive' },
  wingman: { type: 0, mode: 2, cfg: 'competitive2v2' },
  'arms-race': { type: 1, mode: 0, cfg: 'armsrace' },
  demolition: { type: 1, mode: 1, cfg: 'demolition' },
  deathmatch: { type: 1, mode: 2, cfg: 'deathmatch' },
  custom: { type: 3, mode: 0, cfg: 'custom' },
} as const;
/** A way to play. */
export type GameMode = keyof typeof GAME_MODES;
