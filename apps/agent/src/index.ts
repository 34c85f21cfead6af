// The agent as a program.
export { agentProgram } from './program.ts';
export type { AgentContext } from './program.ts';

// What it leaves behind at the end of a game.
export type { DrainResult } from './serve/drain-notes.ts';
