// Simulated servers, for tests and for games that are simulated. Not for production bundles.
export { RconServer } from './source-rcon/simulator/server.ts';
export type { RconServerOptions } from './source-rcon/simulator/server.ts';
export type { RconFault } from './source-rcon/simulator/fault.ts';
export { MinecraftStatusServer } from './minecraft-status/simulator/server.ts';
export type { MinecraftStatusServerOptions } from './minecraft-status/simulator/server.ts';
export type { MinecraftStatusDocument } from './minecraft-status/simulator/document.ts';
export type { MinecraftStatusFault } from './minecraft-status/simulator/fault.ts';
export type { Segmentation } from './testing/segments.ts';
