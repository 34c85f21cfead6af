import type { JsonObject } from '../json.ts';
import { badRequest } from '../status.ts';
import { isQualified, keyMessage, labelMessage, labelValue } from './label-format.ts';

/** Whether an object with these labels is selected. */
export type LabelTest = (labels: JsonObject) => boolean;

const maxRequirements = 1000;

/** Compiles the text form of a label selector (`app=web,tier in (a,b),!old`). Throws a 400 Status. */
export function compileLabelSelector(text: string): LabelTest | undefined {
  const parts = splitOutsideParentheses(text)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  if (parts.length > maxRequirements) throw unreadable(text);
  const tests = parts.map((part) => requirement(part, text));
  return (labels) => tests.every((test) => test(labels));
}

function splitOutsideParentheses(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(current);
      current = '';
    } else {
      current += character;
    }
  }
  return [...parts, current];
}

function requirement(part: string, whole: string): LabelTest {
  const set = /^([^\s!=(),]+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(part);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    checkRequirement(
      key,
      list.split(',').map((value) => value.trim()),
    );
    const values = new Set(list.split(',').map((value) => value.trim()));
    return operator === 'in'
      ? (labels) => labels[key] !== undefined && values.has(String(labels[key]))
      : (labels) => labels[key] === undefined || !values.has(String(labels[key]));
  }
  const comparison = /^([^\s!=(),<>]+)\s*(==|=|!=|>|<)\s*([^\s!=(),<>]*)$/.exec(part);
  if (comparison) {
    const [, key = '', operator, value = ''] = comparison;
    checkRequirement(key, [value]);
    if (operator === '!=') return (labels) => labels[key] !== value;
    if (operator === '>') return (labels) => Number(labels[key]) > Number(value);
    if (operator === '<') return (labels) => Number(labels[key]) < Number(value);
    return (labels) => labels[key] === value;
  }
  const presence = /^(!?)\s*([^\s!=(),<>]+)$/.exec(part);
  if (presence) {
    const [, not, key = ''] = presence;
    checkRequirement(key, []);
    return not ? (labels) => labels[key] === undefined : (labels) => labels[key] !== undefined;
  }
  throw unreadable(whole);
}

function checkRequirement(key: string, values: readonly string[]): void {
  if (!isQualified(key)) throw badRequest(`unable to parse requirement: <nil>: Invalid value: ${JSON.stringify(key)}: ${keyMessage}`);
  values.forEach((value, index) => {
    if (labelValue.test(value)) return;
    throw badRequest(`unable to parse requirement: values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}: ${labelMessage}`);
  });
}

function unreadable(text: string): Error {
  return badRequest(`unable to parse requirement: found '${text}', expected: a label selector such as 'app=web,tier in (a,b),!old'`);
}
