// Source RCON: the remote console of Minecraft, Factorio and Source games.
export { sourceRcon } from './source-rcon/connection.ts';
export type { SourceRconOptions } from './source-rcon/connection.ts';
export type { RconClient, RconCommandOptions } from './source-rcon/client.ts';
export { rconDialect } from './source-rcon/dialect.ts';
export type { RconDialect, RconDialectName } from './source-rcon/dialect.ts';

// WebRCON: the remote console of Rust.
export { rustWebRcon } from './rust-webrcon/connection.ts';
export type { RustWebRconOptions } from './rust-webrcon/connection.ts';
export type { RustWebRconClient, WebRconBatch, WebRconCommandOptions } from './rust-webrcon/client.ts';
export type { WebRconMessage } from './rust-webrcon/message.ts';

// Server queries (A2S): what server browsers ask games on Valve's engines and others that followed them.
export { a2s } from './a2s/connection.ts';
export type { A2sClient, A2sOptions } from './a2s/client.ts';
export type { A2sInfo } from './a2s/info.ts';
export type { A2sPlayer, A2sPlayers } from './a2s/players.ts';

// Minecraft status: what the server list shows.
export { minecraftStatus } from './minecraft-status/connection.ts';
export type { MinecraftStatusClient, MinecraftStatusOptions } from './minecraft-status/client.ts';
export type { MinecraftStatus, StatusMod, StatusModded, StatusPlayer, StatusPlayers } from './minecraft-status/status.ts';
export { stripFormatting } from './minecraft-status/text.ts';

// Quake 3 out-of-band: console and server list over single datagrams, as FiveM speaks it.
export { quake3Oob } from './quake3-oob/connection.ts';
export type { OobClient, OobOptions } from './quake3-oob/client.ts';
export type { OobInfo, OobPlayer, OobStatus } from './quake3-oob/replies.ts';
export { stripConsoleColours } from './quake3-oob/text.ts';

// FiveM HTTP: documents and figures on the TCP side of the game port.
export { fivemHttp } from './fivem-http/connection.ts';
export type { FiveMHttpClient, FiveMHttpOptions } from './fivem-http/client.ts';
export type { FiveMDynamic, FiveMInfo, FiveMPlayer, FiveMPlayers, FiveMTicks } from './fivem-http/documents.ts';

// What goes wrong.
export { A2sError, FiveMHttpError, MinecraftStatusError, OobError, RconCommandError, RconError, WebRconError } from './errors.ts';
