import type { Game, NetworkOffer } from '../../api/types.ts';
import { formWords } from '../../words/form.ts';
import { isRecord } from '../schema.ts';

const text = formWords.network;

/** How players reach a server. */
export type NetworkType = NetworkOffer['types'][number];
/** What of the network may be said besides it. */
export type NetworkField = NetworkOffer['fields'][number];

/** The fields that a way has a use for; what the others say is kept and counts for nothing. */
const USES: Readonly<Record<NetworkType, readonly NetworkField[]>> = {
  LoadBalancer: ['address', 'sharedAddress', 'ports'],
  NodePort: ['ports'],
  HostPort: ['ports'],
  ClusterIP: [],
};

/** The way that a wish says; the usual one where it says nothing. */
export function networkTypeOf(value: unknown): NetworkType {
  return typeof value === 'string' && Object.hasOwn(USES, value) ? (value as NetworkType) : 'LoadBalancer';
}

/** The fields that are offered for a way. */
export function fieldsFor(type: NetworkType, offer: NetworkOffer): readonly NetworkField[] {
  return USES[type].filter((field) => offer.fields.includes(field));
}

/** How players reach a server, in words. */
export function networkTypeWords(type: NetworkType, place: NetworkOffer['place']): { readonly title: string; readonly hint: string } {
  return (place === 'machine' ? text.onMachine[type] : undefined) ?? text.type[type];
}

/** How players reach a server, in a few words. */
export function networkTitle(value: unknown, place: NetworkOffer['place'] = 'cluster'): string {
  return networkTypeWords(networkTypeOf(value), place).title;
}

/** Ports that stand outside under one number. */
export interface PortGroup {
  /** Names of the ports, the one that players care for first. */
  readonly names: readonly [string, ...string[]];
  readonly title: string;
  /** The number in the game. */
  readonly number: number;
}

/**
 * The ports that players reach. Those that are one number in the game are one number outside, too: players type it once, and
 * the game sends them on to it.
 */
export function portGroups({ ports }: Pick<Game, 'ports'>): readonly PortGroup[] {
  const exposed = ports.filter((port) => port.exposed).toSorted((a, b) => Number(b.primary) - Number(a.primary));
  return [...Map.groupBy(exposed, ({ number }) => number)].flatMap(([number, [first, ...others]]) =>
    first === undefined ? [] : [{ names: [first.name, ...others.map(({ name }) => name)], title: first.title, number }],
  );
}

/** The numbers outside that a wish says, by name of port. */
export function portsIn(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** The numbers with another one for a group; empty text leaves it to the usual one. */
export function withPort(value: unknown, { names }: PortGroup, typed: string): Readonly<Record<string, unknown>> {
  const others = Object.entries(portsIn(value)).filter(([name]) => !names.includes(name));
  const number = /^\d{1,9}$/.test(typed) ? Number(typed) : typed;
  return Object.fromEntries([...others, ...(typed === '' ? [] : names.map((name): [string, unknown] => [name, number]))]);
}

/** The numbers in a few words, such as "Game: 25570". */
export function portsText(game: Pick<Game, 'ports'>, value: unknown): string {
  const ports = portsIn(value);
  const said = portGroups(game).flatMap(({ names, title }) => {
    const number = names.map((name) => ports[name]).find((found) => found !== undefined);
    return number === undefined ? [] : [`${title}: ${String(number)}`];
  });
  return said.length === 0 ? text.portsUsual : said.join(', ');
}
