// The adapter: data and talking functions. The simulator is the separate entry `./simulator`.
export { factorio } from './definition.ts';
