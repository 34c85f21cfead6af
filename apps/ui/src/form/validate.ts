import { formWords } from '../words/form.ts';
import { compile, isRecord, partsOf, variantOf, type Schema } from './schema.ts';

/** Something wrong with a value, and where. */
export interface Problem {
  /** Path in the order without `spec.`, such as `settings.maxPlayers` or `settings.tags.2`. */
  readonly path: string;
  readonly message: string;
}

const text = formWords.problem;

/** Everything that is wrong with a value by its schema, in words for people. What only the game knows, the server says. */
export function validate(schema: Schema, value: unknown, path: string): readonly Problem[] {
  if (schema['x-kubernetes-int-or-string'] === true) {
    if (Number.isInteger(value)) return [];
    return typeof value === 'string' ? problem(path, stringProblem(schema, value)) : [{ path, message: text.needed }];
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [{ path, message: text.option(schema.enum.map(String)) }];
  switch (schema.type) {
    case 'boolean':
      return typeof value === 'boolean' ? [] : [{ path, message: text.yesNo }];
    case 'integer':
    case 'number':
      return problem(path, numberProblem(schema, value));
    case 'string':
      return problem(path, typeof value === 'string' ? stringProblem(schema, value) : text.text);
    case 'array':
      return validateList(schema, value, path);
    case 'object':
      return validateObject(schema, value, path);
    default:
      return [];
  }
}

function problem(path: string, message: string | undefined): readonly Problem[] {
  return message === undefined ? [] : [{ path, message }];
}

function numberProblem(schema: Schema, value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return schema.type === 'integer' ? text.whole : text.number;
  if (schema.type === 'integer' && !Number.isInteger(value)) return text.whole;
  if (schema.minimum !== undefined && value < schema.minimum) return text.least(schema.minimum);
  if (schema.maximum !== undefined && value > schema.maximum) return text.most(schema.maximum);
  if (schema.multipleOf !== undefined && !isMultiple(value, schema.multipleOf)) return text.step(schema.multipleOf);
  return undefined;
}

/** 0.3 is a multiple of 0.1, whatever binary fractions say. */
function isMultiple(value: number, step: number): boolean {
  const times = value / step;
  return Math.abs(times - Math.round(times)) < 1e-9 * Math.max(1, Math.abs(times));
}

function stringProblem(schema: Schema, value: string): string | undefined {
  if (schema.minLength !== undefined && value.length < schema.minLength) return text.longer(schema.minLength);
  if (schema.maxLength !== undefined && value.length > schema.maxLength) return text.shorter(schema.maxLength, value.length);
  if (schema.pattern !== undefined) {
    const pattern = compile(schema.pattern);
    if (pattern !== undefined && !pattern.test(value)) return patternProblem(pattern, value);
  }
  return formatProblem(schema.format, value);
}

/** A pattern says nothing to people; the character that breaks it does. */
function patternProblem(pattern: RegExp, value: string): string {
  for (const character of new Set(value)) {
    if (!pattern.test(value.replaceAll(character, ''))) continue;
    return character === '\n' ? text.oneLine : text.character(character === ' ' ? 'space' : character);
  }
  return value === '' ? text.needed : text.shape;
}

function formatProblem(format: string | undefined, value: string): string | undefined {
  switch (format) {
    case 'uri':
      return URL.canParse(value) ? undefined : text.address;
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : text.email;
    case 'ipv4':
      return /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(value) ? undefined : text.ip;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? undefined : text.date;
    default:
      return undefined;
  }
}

function validateList(schema: Schema, value: unknown, path: string): readonly Problem[] {
  if (!Array.isArray(value)) return [{ path, message: text.list }];
  const problems: Problem[] = [];
  if (schema.minItems !== undefined && value.length < schema.minItems) problems.push({ path, message: text.fewEntries(schema.minItems) });
  if (schema.maxItems !== undefined && value.length > schema.maxItems) problems.push({ path, message: text.manyEntries(schema.maxItems) });
  if (schema.uniqueItems === true && new Set(value.map((entry) => JSON.stringify(entry))).size < value.length)
    problems.push({ path, message: text.twice });
  const { items } = schema;
  if (items !== undefined) value.forEach((entry: unknown, index) => problems.push(...validate(items, entry, `${path}.${index}`)));
  return problems;
}

function validateObject(schema: Schema, value: unknown, path: string): readonly Problem[] {
  if (!isRecord(value)) return [{ path, message: text.group }];
  if (schema.properties === undefined) {
    const { additionalProperties } = schema;
    const problems =
      additionalProperties === undefined
        ? []
        : Object.entries(value).flatMap(([name, entry]) => validate(additionalProperties, entry, `${path}.${name}`));
    const entries = Object.keys(value).length;
    if (schema.minProperties !== undefined && entries < schema.minProperties)
      return [{ path, message: text.fewEntries(schema.minProperties) }, ...problems];
    if (schema.maxProperties !== undefined && entries > schema.maxProperties)
      return [{ path, message: text.manyEntries(schema.maxProperties) }, ...problems];
    return problems;
  }
  const needed = new Set([...(schema.required ?? []), ...(variantOf(schema, value)?.required ?? [])]);
  return partsOf(schema, value).flatMap(([name, part]) => {
    const at = `${path}.${name}`;
    const given = value[name] ?? part.default;
    if (given === undefined) return needed.has(name) ? [{ path: at, message: text.needed }] : [];
    return validate(part, given, at);
  });
}
