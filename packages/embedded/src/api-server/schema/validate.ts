import { canonical, isEqual, isObject, type Json, type JsonObject } from '../json.ts';
import { fieldError, type FieldError } from '../status.ts';
import { integerFormats, stringFormats } from './formats.ts';
import { itemKey, memberOf, type SchemaNode } from './node.ts';

/** Checks a value against a schema; returns every finding, worded as the API server words them. */
export function validate(node: SchemaNode, value: Json, path = ''): FieldError[] {
  const found: FieldError[] = [];
  validateAt(node, value, path, found);
  return found;
}

function validateAt(node: SchemaNode, value: Json, path: string, found: FieldError[]): void {
  if (value === null && node.nullable) return;
  if (!hasType(node, value)) {
    if (node.intOrString || node.type) {
      const expected = node.intOrString ? 'integer,string' : node.type;
      const type = typeName(value);
      found.push(fieldError.type(path, type, `${at(path)} in body must be of type ${expected}: "${type}"`));
    }
    return;
  }
  checkCombined(node, value, path, found);
  const { checks } = node;
  if (checks.enum && !checks.enum.some((allowed) => isEqual(allowed, value))) {
    found.push(fieldError.unsupported(path, value, checks.enum));
  }
  if (typeof value === 'string') checkString(node, value, path, found);
  else if (typeof value === 'number') checkNumber(node, value, path, found);
  else if (Array.isArray(value)) checkList(node, value, path, found);
  else if (isObject(value)) checkObject(node, value, path, found);
}

function at(path: string): string {
  return path === '' ? '<nil>' : path;
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function hasType(node: SchemaNode, value: Json): boolean {
  if (node.intOrString) return typeof value === 'string' || Number.isInteger(value);
  if (!node.type) return true;
  const type = typeName(value);
  return type === node.type || (node.type === 'number' && type === 'integer');
}

function checkString(node: SchemaNode, value: string, path: string, found: FieldError[]): void {
  const { checks } = node;
  if (checks.minLength !== undefined && codePoints(value) < checks.minLength) {
    found.push(fieldError.invalid(path, value, `${at(path)} in body should be at least ${checks.minLength} chars long`));
  }
  if (checks.maxLength !== undefined && codePoints(value) > checks.maxLength) {
    found.push(fieldError.tooLong(path, checks.maxLength));
  }
  if (checks.pattern && !checks.pattern.test.test(value)) {
    found.push(fieldError.invalid(path, value, `${at(path)} in body should match '${checks.pattern.source}'`));
  }
  const format = checks.format === undefined ? undefined : stringFormats[checks.format];
  if (format && !format(value)) {
    found.push(fieldError.invalid(path, value, `${at(path)} in body must be of type ${checks.format}: ${JSON.stringify(value)}`));
  }
}

/** Characters as schemas count them, which JavaScript does not. */
function codePoints(text: string): number {
  let count = text.length;
  for (let index = 1; index < text.length; index += 1) {
    const isLow = (text.charCodeAt(index) & 0xfc00) === 0xdc00;
    if (isLow && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800) count -= 1;
  }
  return count;
}

function checkNumber(node: SchemaNode, value: number, path: string, found: FieldError[]): void {
  const { checks } = node;
  const say = (rule: string) => found.push(fieldError.invalid(path, value, `${at(path)} in body should be ${rule}`));
  if (checks.minimum !== undefined && (checks.exclusiveMinimum ? value <= checks.minimum : value < checks.minimum)) {
    say(checks.exclusiveMinimum ? `greater than ${checks.minimum}` : `greater than or equal to ${checks.minimum}`);
  }
  if (checks.maximum !== undefined && (checks.exclusiveMaximum ? value >= checks.maximum : value > checks.maximum)) {
    say(checks.exclusiveMaximum ? `less than ${checks.maximum}` : `less than or equal to ${checks.maximum}`);
  }
  if (checks.multipleOf !== undefined) {
    const quotient = value / checks.multipleOf;
    if (Math.abs(quotient - Math.round(quotient)) > 1e-9) say(`a multiple of ${checks.multipleOf}`);
  }
  const bounds = node.type === 'integer' && checks.format !== undefined ? integerFormats[checks.format] : undefined;
  if (bounds && (value < bounds[0] || value > bounds[1])) {
    found.push(fieldError.invalid(path, value, `Checked value must be of type integer with format ${checks.format} in ${at(path)}`));
  }
}

function checkList(node: SchemaNode, value: Json[], path: string, found: FieldError[]): void {
  const { checks, items } = node;
  if (checks.minItems !== undefined && value.length < checks.minItems) {
    found.push(fieldError.invalid(path, value.length, `${at(path)} in body should have at least ${checks.minItems} items`));
  }
  if (checks.maxItems !== undefined && value.length > checks.maxItems) {
    found.push(fieldError.tooMany(path, value.length, checks.maxItems));
  }
  if (items) value.forEach((item, index) => validateAt(items, item, `${path}[${index}]`, found));
  if (node.listType === 'atomic' && !checks.uniqueItems) return;
  const seen = new Set<string>();
  value.forEach((item, index) => {
    const identity = node.listType === 'map' && isObject(item) ? itemKey(node, item) : item;
    const text = canonical(identity);
    if (seen.has(text)) found.push(fieldError.duplicate(`${path}[${index}]`, identity));
    seen.add(text);
  });
}

function checkObject(node: SchemaNode, value: JsonObject, path: string, found: FieldError[]): void {
  const { checks } = node;
  const count = Object.keys(value).length;
  if (checks.minProperties !== undefined && count < checks.minProperties) {
    found.push(fieldError.invalid(path, count, `${at(path)} in body should have at least ${checks.minProperties} properties`));
  }
  if (checks.maxProperties !== undefined && count > checks.maxProperties) {
    found.push(fieldError.tooMany(path, count, checks.maxProperties));
  }
  for (const name of node.required) {
    if (value[name] === undefined) found.push(fieldError.required(path ? `${path}.${name}` : name));
  }
  for (const name in value) {
    const member = value[name];
    const child = memberOf(node, name);
    if (member === undefined || !child) continue;
    validateAt(child, member, path ? `${path}.${name}` : name, found);
  }
}

function checkCombined(node: SchemaNode, value: Json, path: string, found: FieldError[]): void {
  const { checks } = node;
  const passes = (part: SchemaNode) => validate(part, value, path).length === 0;
  for (const part of checks.allOf ?? []) validateAt(part, value, path, found);
  const refuse = (rule: string, alternatives: readonly SchemaNode[] = []) => {
    // The rule belongs to no field; what is wrong with the first alternative does.
    found.push(fieldError.invalid('<nil>', '', `"${at(path)}" must ${rule}`));
    const [first] = alternatives;
    if (first) validateAt(first, value, path, found);
  };
  if (checks.anyOf && !checks.anyOf.some(passes)) refuse('validate at least one schema (anyOf)', checks.anyOf);
  if (checks.oneOf) {
    const count = checks.oneOf.filter(passes).length;
    if (count === 0) refuse('validate one and only one schema (oneOf). Found none valid', checks.oneOf);
    if (count > 1) refuse(`validate one and only one schema (oneOf). Found ${count} valid alternatives`);
  }
  if (checks.not && passes(checks.not)) refuse('not validate the schema (not)');
}
