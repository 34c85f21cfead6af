import type { GameServerSpecInput } from '@gse/resources';
import type { AnyGame } from '@gse/sdk';
import { keeps } from '../rule/check.ts';
import { wordsOf } from '../rule/words.ts';
import { orderNames, type OrderNames } from './names.ts';
import { isAsked, type Parameter } from './parameter.ts';
import { BESIDE_PARAMETERS, parametersOf } from './parameters.ts';
import { isSame } from './same.ts';

/** Values of an order, by the names of its parameters. */
export type OrderValues = Readonly<Record<string, unknown>>;

/** A value that an order cannot have, in the words that every door uses. */
export interface Complaint {
  readonly parameter: string;
  /** A sentence that begins with the name of the parameter. */
  readonly message: string;
}

/** How the flat values of an order and a GameServer become each other. Both directions are pure. */
export interface OrderMapping extends OrderNames {
  readonly parameters: readonly Parameter[];
  /**
   * The values that order a server. What only a GameServer can say is left out: the provider's lock (`intent`), a Secret of
   * another name, and who accepted a licence when.
   */
  readonly valuesOf: (spec: GameServerSpecInput, credentials?: Readonly<Record<string, string>>) => OrderValues;
  /** The GameServer that an order means. What is as it would be anyway is left out. */
  readonly specOf: (values: OrderValues) => GameServerSpecInput;
  /** The credentials in an order, by the ids of the adapter. */
  readonly credentialsOf: (values: OrderValues) => Readonly<Record<string, string>>;
  /**
   * What is wrong with an order, as chart and admission policies say it.
   *
   * @param before the order as it is, where it changes: what stays as it was holds up no other change
   */
  readonly complaints: (values: OrderValues, before?: OrderValues) => readonly Complaint[];
}

/** The mapping of a game's orders. The charts carry the same list as data, and a test holds them together. */
export function orderMapping(game: AnyGame): OrderMapping {
  const parameters = parametersOf(game);
  const said = (values: OrderValues, { name, default: otherwise }: Parameter): unknown => {
    const value = values[name];
    return value === undefined || value === null || isSame(value, otherwise) ? undefined : value;
  };
  return {
    ...orderNames(game),
    parameters,
    valuesOf: (spec, credentials = {}) => {
      const values: Record<string, unknown> = {};
      for (const parameter of parameters) {
        const value = valueIn(spec, credentials, parameter);
        if (value !== undefined && !isSame(value, parameter.default)) values[parameter.name] = value;
      }
      return values;
    },
    specOf: (values) => {
      const spec: Record<string, unknown> = { game: game.id };
      const licences: { id: string; accepted: true }[] = [];
      for (const parameter of parameters) {
        const value = said(values, parameter);
        if (value === undefined) continue;
        if (parameter.target.to === 'spec') put(spec, parameter.target.path, value);
        else if (parameter.target.to === 'licence' && value === true) licences.push({ id: parameter.target.id, accepted: true });
      }
      // The shape of every part is what the parameter's own rule says.
      return { ...spec, ...(licences.length > 0 && { licences }) } as GameServerSpecInput;
    },
    credentialsOf: (values) =>
      Object.fromEntries(
        parameters.flatMap((parameter) => {
          const value = said(values, parameter);
          return parameter.target.to === 'credential' && typeof value === 'string' ? [[parameter.target.id, value]] : [];
        }),
      ),
    complaints: (values, before = {}) => [
      ...unknownIn(values, parameters),
      ...parameters.flatMap((parameter) => about(parameter, values, before)),
    ],
  };
}

/** What an order says that it cannot say. */
function unknownIn(values: OrderValues, parameters: readonly Parameter[]): Complaint[] {
  return Object.keys(values)
    .filter((name) => !BESIDE_PARAMETERS.includes(name) && !parameters.some((parameter) => parameter.name === name))
    .map((name) => ({ parameter: name, message: `${name} is no parameter of this order` }));
}

function about(parameter: Parameter, values: OrderValues, before: OrderValues): Complaint[] {
  const { name, rule } = parameter;
  const value = values[name] ?? parameter.default;
  const was = isAsked(parameter) ? undefined : before[name];
  if (keeps(rule, value) || isSame(value, was)) return [];
  if (rule.type !== 'group' || typeof value !== 'object' || value === null || Array.isArray(value)) return [complaint(name, rule)];
  return Object.entries(value).flatMap(([key, entry]) => {
    const field = Object.hasOwn(rule.of, key) ? rule.of[key] : undefined;
    if (field === undefined) return [complaint(name, rule)];
    return keeps(field.rule, entry) || isSame(entry, memberOf(was, key)) ? [] : [complaint(`${name}.${key}`, field.rule)];
  });
}

function memberOf(group: unknown, key: string): unknown {
  return typeof group === 'object' && group !== null && Object.hasOwn(group, key) ? (group as Record<string, unknown>)[key] : undefined;
}

function complaint(parameter: string, rule: Parameter['rule']): Complaint {
  return { parameter, message: `${parameter} must be ${wordsOf(rule)}` };
}

function valueIn(spec: GameServerSpecInput, given: Readonly<Record<string, string>>, { target }: Parameter): unknown {
  switch (target.to) {
    case 'licence':
      return spec.licences?.some(({ id, accepted }) => id === target.id && accepted) ?? false;
    case 'credential':
      return given[target.id];
    case 'spec':
      return target.path.reduce<unknown>(
        (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
        spec,
      );
  }
}

function put(spec: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) spec[key] = value;
  else put((spec[key] ??= {}) as Record<string, unknown>, rest, value);
}
