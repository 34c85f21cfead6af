import type { OrderMapping, OrderValues, Parameter } from '@gse/package-source';
import { parseQuantity, type GameServerSpec } from '@gse/resources';
import type { AnyGame } from '@gse/sdk';
import { isRecord } from '../servers/merge-patch.ts';

/** A value that cannot be, by its path in what is sent to this API. */
interface Problem {
  readonly path: string;
  readonly message: string;
}

/**
 * What is wrong with the values of an order, in the words that charts and admission policies use.
 *
 * @param before the order as it is, where it changes
 */
export function valueProblems(mapping: OrderMapping, values: OrderValues, before?: OrderValues): readonly Problem[] {
  return mapping.complaints(values, before).map(({ parameter, message }) => ({
    path: pathOf(mapping, parameter),
    message: message.startsWith(`${parameter} `) ? message.slice(parameter.length + 1) : message,
  }));
}

/**
 * What is wrong with a GameServer, in the same words. What the provider may ask for beyond an order, licences and credentials
 * are left to others: a server may be there before they are.
 *
 * @param spec as it was sent, of any shape
 * @param kept the spec as it is: what it says already was let in once, and holds up no other change
 */
export function wishProblems(mapping: OrderMapping, spec: unknown, kept?: object): readonly Problem[] {
  const values = valuesIn(mapping, spec);
  const before = kept === undefined ? {} : valuesIn(mapping, kept);
  const looked = mapping.parameters.filter(({ target, isNarrower }) => target.to === 'spec' && isNarrower !== true);
  const names = new Set(looked.map(({ name }) => name));
  return [
    ...valueProblems(mapping, values, before).filter(({ path }) => names.has(parameterAt(mapping, path)?.name ?? '')),
    ...unknownSettings(mapping, spec),
  ];
}

/** A volume that is asked to be smaller than it was; what its size preset said counts, too. */
export function growthProblems(game: AnyGame, spec: unknown, kept: GameServerSpec | undefined): readonly Problem[] {
  if (kept === undefined || !isRecord(spec) || !isRecord(spec['storage'])) return [];
  const wished = amountOf(spec['storage']['size']);
  if (wished === undefined || wished === amountOf(kept.storage?.size)) return [];
  const preset = game.presets[kept.size ?? game.defaultPreset];
  const had = amountOf(kept.storage?.size ?? preset?.storage);
  return had === undefined || wished >= had ? [] : [{ path: 'spec.storage.size', message: 'may grow, never shrink' }];
}

/** What is wrong with credentials that somebody gives. */
export function credentialProblems(mapping: OrderMapping, given: Readonly<Record<string, unknown>>): readonly Problem[] {
  const values = Object.fromEntries(
    mapping.parameters.flatMap(({ name, target }) =>
      target.to === 'credential' && Object.hasOwn(given, target.id) ? [[name, given[target.id]]] : [],
    ),
  );
  return valueProblems(mapping, values).filter(({ path }) => path.startsWith('secrets.') && Object.hasOwn(given, path.slice(8)));
}

/** What an order says that asks for consent to this licence; undefined where the mapping knows no such licence. */
export function consentWords(mapping: OrderMapping, licence: string): string | undefined {
  const parameter = mapping.parameters.find(({ target }) => target.to === 'licence' && target.id === licence);
  return parameter && wordsFor(mapping, parameter);
}

/** What the value of a parameter has to be, for people; behind "must be". Of a group: what all of it has to be. */
export function mustBe(mapping: OrderMapping, parameter: Parameter, field?: string): string | undefined {
  return wordsFor(mapping, parameter, field)?.replace(/^must be /, '');
}

/** Where a parameter of an order stands in what is sent to this API. */
export function pathOf({ parameters }: OrderMapping, parameter: string): string {
  const [name = '', ...rest] = parameter.split('.');
  const target = parameters.find((candidate) => candidate.name === name)?.target;
  if (target?.to === 'credential') return `secrets.${target.id}`;
  if (target?.to === 'licence') return 'spec.licences';
  return ['spec', ...(target?.path ?? [name]), ...rest].join('.');
}

/** What is said of a value that is of no type any rule knows. */
function wordsFor(mapping: OrderMapping, { name, rule }: Parameter, field?: string): string | undefined {
  const nothing = rule.type === 'group' && field === undefined ? true : {};
  const wanted = field === undefined ? name : `${name}.${field}`;
  const values = { [name]: field === undefined ? nothing : { [field]: nothing } };
  return mapping
    .complaints(values)
    .find(({ parameter }) => parameter === wanted)
    ?.message.slice(wanted.length + 1);
}

function parameterAt({ parameters }: OrderMapping, path: string): Parameter | undefined {
  return parameters.find(({ target }) => {
    const own = target.to === 'spec' ? `spec.${target.path.join('.')}` : '';
    return path === own || path.startsWith(`${own}.`);
  });
}

/** The values of what may have any shape. */
function valuesIn(mapping: OrderMapping, spec: unknown): OrderValues {
  if (!isRecord(spec)) return {};
  const { licences: _, ...rest } = spec;
  return mapping.valuesOf(rest as Parameters<OrderMapping['valuesOf']>[0]);
}

function unknownSettings({ parameters }: OrderMapping, spec: unknown): readonly Problem[] {
  const settings = isRecord(spec) && isRecord(spec['settings']) ? spec['settings'] : {};
  const known = parameters.flatMap(({ target }) => (target.to === 'spec' && target.path[0] === 'settings' ? [target.path[1]] : []));
  return Object.keys(settings)
    .filter((name) => !known.includes(name))
    .map((name) => ({ path: `spec.settings.${name}`, message: 'is no setting of this game' }));
}

function amountOf(quantity: unknown): number | undefined {
  if (typeof quantity !== 'string' && typeof quantity !== 'number') return undefined;
  try {
    return parseQuantity(String(quantity));
  } catch {
    return undefined; // what it has to be is told elsewhere
  }
}
