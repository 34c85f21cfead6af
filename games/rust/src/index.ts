// The adapter; the simulator has its own entry, so that production never loads it.
export { rust } from './definition.ts';
