// The adapter; the simulator has its own entry, so that production never loads it.
export { fivem } from './definition.ts';
