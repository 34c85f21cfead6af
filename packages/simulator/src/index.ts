// What every simulated game is made of.
export { runSimulator } from './run.ts';
export type { SimulatorScript } from './run.ts';
export { openRcon } from './rcon.ts';
export type { SimulatedRcon } from './rcon.ts';
export type { Stage } from './stage.ts';
export type { LogFile } from './log.ts';
export type { Outcome, PlayerHooks, PlayerPopulation } from './players.ts';
export type { FaultState } from './faults.ts';
export type { SimulatedWorld } from './world.ts';
