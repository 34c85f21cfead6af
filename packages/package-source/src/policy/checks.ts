import type { Parameter } from '../order/parameter.ts';
import { celList, celOf, celText } from '../rule/cel.ts';
import { wordsOf } from '../rule/words.ts';
import type { Check } from './policy.ts';

/** Where a parameter stands in the object that a policy looks at. */
interface Place {
  /** What a complaint calls it. */
  readonly name: string;
  /** CEL of the object that it is a field of. */
  readonly parent: string;
  readonly field: string;
  /** CEL of what stood there before, as an optional. */
  readonly before: string;
  /** CEL that is true where that object is there; absent: it always is. */
  readonly exists?: string;
  /** Leaving it out is a complaint, too: there is no default that would do. */
  readonly isAsked?: boolean;
}

/** The checks of one parameter. What is as it was is let pass: a limit that came later holds up no other change. */
export function checksOf({ rule }: Parameter, { name, parent, field, before, exists, isAsked }: Place): readonly Check[] {
  const value = `${parent}.${field}`;
  const has = exists === undefined ? `has(${value})` : `${exists} && has(${value})`;
  const message = `${name} must be ${wordsOf(rule)}`;
  if (isAsked) return [{ expression: `${has} && ${celOf(rule, value)}`, message }];
  const stays = `${before} == optional.of(${value})`;
  if (rule.type !== 'group') return [{ expression: `!(${has}) || ${celOf(rule, value)} || ${stays}`, message }];
  const isMap = `${has} && type(${value}) == map`;
  return [
    {
      expression: `!(${has}) || type(${value}) == map && ${value}.all(key, key in ${celList(Object.keys(rule.of))}) || ${stays}`,
      message,
    },
    ...Object.entries(rule.of).map(([key, member]) => ({
      expression: `!(${isMap} && has(${value}.${key})) || ${celOf(member.rule, `${value}.${key}`)} || ${before}.?${key} == optional.of(${value}.${key})`,
      message: `${name}.${key} must be ${wordsOf(member.rule)}`,
    })),
  ];
}

/** A CEL list with a complaint for every name of a map that is not known. */
export function unknownNames(
  map: string,
  exists: string,
  known: readonly string[],
  words: readonly [before: string, after: string],
): string {
  return `(${exists} ? ${map}.filter(name, !(name in ${celList(known)})) : []).map(name, ${celText(words[0])} + string(name) + ${celText(words[1])})`;
}
