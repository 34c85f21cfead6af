import { isObject, type Json } from '../json.ts';
import { memberOf, type SchemaNode } from './node.ts';
import { canonicalQuantity, quantityRule } from './quantity.ts';

/**
 * Reads the values of a built-in kind that typed programs keep in types of their own: quantities are rewritten, in
 * place, the way Kubernetes writes them; base64 and times are checked. Returns what cannot be read.
 */
export function readTypedValues(node: SchemaNode, value: Json): string | undefined {
  if (Array.isArray(value)) {
    const { items } = node;
    return items && first(value.keys(), (index) => readValue(items, value[index], (text) => (value[index] = text)));
  }
  if (!isObject(value)) return undefined;
  return first(Object.keys(value), (name) => {
    const child = memberOf(node, name);
    return child && readValue(child, value[name], (text) => (value[name] = text));
  });
}

function readValue(node: SchemaNode, value: Json | undefined, replace: (text: string) => void): string | undefined {
  if (typeof value !== 'string') return value === undefined ? undefined : readTypedValues(node, value);
  switch (node.checks.format) {
    case 'quantity': {
      const canonical = canonicalQuantity(value);
      if (canonical === undefined) return quantityRule;
      replace(canonical);
      return undefined;
    }
    case 'byte':
      return checkBase64(value);
    case 'date-time':
      return checkTime(value);
    default:
      return undefined;
  }
}

function first<T>(keys: Iterable<T>, read: (key: T) => string | undefined): string | undefined {
  for (const key of keys) {
    const problem = read(key);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Go reads strictly, but for line ends. */
function checkBase64(text: string): string | undefined {
  const wrong = /[^A-Za-z0-9+/=\r\n]/.exec(text);
  if (wrong) return `illegal base64 data at input byte ${wrong.index}`;
  const plain = text.replace(/[\r\n]/g, '');
  if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(plain)) return undefined;
  const padding = plain.indexOf('=');
  return `illegal base64 data at input byte ${padding >= 0 ? padding : plain.length - (plain.length % 4)}`;
}

const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

function checkTime(text: string): string | undefined {
  if (timePattern.test(text) && !Number.isNaN(Date.parse(text))) return undefined;
  return `parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(text)} as "2006"`;
}
