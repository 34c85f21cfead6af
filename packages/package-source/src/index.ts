// What is made of adapters: the reference page of a game.
export { referencePage, referenceIndex } from './reference/page.ts';
// How the order of a game and its GameServer become each other.
export { orderMapping } from './order/mapping.ts';
export type { Complaint, OrderMapping, OrderValues } from './order/mapping.ts';
export type { OrderNames } from './order/names.ts';
export type { Parameter, Target } from './order/parameter.ts';
// Everything below `charts/` that is made from adapters.
export { editionOf } from './edition-files.ts';
export type { Edition } from './edition-files.ts';
export type { EditionFiles, EditionInfo } from './edition.ts';
// What is watched of servers, operator and API.
export { alerts } from './monitoring/rules.ts';
