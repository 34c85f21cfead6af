// How this agent replaces files; the kit prepares them the same way.
export { writeAtomically } from '@gse/session';
export type { FileOwner } from '@gse/session';
