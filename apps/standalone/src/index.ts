// The one-machine edition, for tests and benchmarks that start it inside their own process.
export { startMachine } from './machine.ts';
export type { Machine, Terminal } from './machine.ts';
export type { Settings } from './settings.ts';
