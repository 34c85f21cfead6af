// Source RCON: the remote console of Minecraft, Factorio and Source games.
export { sourceRcon } from './source-rcon/connection.ts';
export type { SourceRconOptions } from './source-rcon/connection.ts';
export type { RconClient, RconCommandOptions } from './source-rcon/client.ts';
export type { RconDialectName } from './source-rcon/dialect.ts';

// Minecraft status: what the server list shows.
export { minecraftStatus } from './minecraft-status/connection.ts';
export type { MinecraftStatusClient, MinecraftStatusOptions } from './minecraft-status/client.ts';
export type { MinecraftStatus, StatusMod, StatusModded, StatusPlayer, StatusPlayers } from './minecraft-status/status.ts';
export { stripFormatting } from './minecraft-status/text.ts';

// What goes wrong.
export { MinecraftStatusError, RconCommandError, RconError } from './errors.ts';
