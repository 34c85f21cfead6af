// The agent as a program.
export { agentProgram } from './program.ts';
export type { AgentContext, AgentOptions } from './program.ts';
export type { GameById } from './config.ts';
export { AgentStartError } from './errors.ts';

// What it leaves behind at the end of a game.
export type { DrainResult } from './serve/drain.ts';
