import { locale } from '../words/index.ts';
import { formWords } from '../words/form.ts';
import { isRecord, type Schema } from './schema.ts';

const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
const LONGEST = 60;

/** A value in a few words, such as for "Default: …". */
export function showValue(value: unknown, schema: Schema = {}, unit?: string): string {
  if (value === undefined || value === null) return formWords.none;
  if (typeof value === 'boolean') return value ? formWords.on : formWords.off;
  if (typeof value === 'number') return unit === undefined ? numbers.format(value) : `${numbers.format(value)} ${unit}`;
  if (schema.format === 'password') return '••••••';
  if (typeof value === 'string') return value === '' ? formWords.empty : shorten(schema.enum === undefined ? value : optionLabel(value));
  if (Array.isArray(value))
    return value.length === 0 ? formWords.empty : shorten(value.map((entry) => showValue(entry, schema.items)).join(', '));
  return isRecord(value) ? shorten(JSON.stringify(value)) : formWords.none;
}

/** An allowed value as people read it: `large_biomes` is "Large biomes". */
export function optionLabel(value: unknown): string {
  const text = String(value).replaceAll(/[-_]+/g, ' ').trim();
  return text === '' ? formWords.empty : text.charAt(0).toUpperCase() + text.slice(1);
}

function shorten(text: string): string {
  const line = text.replaceAll('\n', ' ⏎ ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
