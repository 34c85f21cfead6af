import { minecraftStatus, sourceRcon } from '@gse/protocols';

/** How the platform reaches the game. It opens, watches and closes them; this adapter only uses them. */
export const connections = {
  rcon: sourceRcon({ port: 'rcon', secret: 'rconPassword', dialect: 'minecraft' }),
  status: minecraftStatus({ port: 'game' }),
};
