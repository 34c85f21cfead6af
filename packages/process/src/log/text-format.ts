import { inspect } from 'node:util';

const reset = '\u001B[0m';
const colours: Readonly<Record<string, string>> = { debug: '\u001B[2m', warn: '\u001B[33m', error: '\u001B[31m', fatal: '\u001B[31m' };

/** Turns one JSON log line into a line for people, with the stack of an error below. */
export function toTextLine(line: string, { isColoured }: { readonly isColoured: boolean }): string {
  const { level, time, msg, component: _component, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const stacks: string[] = [];
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${show(value, stacks)}`);
  const colour = isColoured ? colours[String(level)] : undefined;
  const head = `${String(time).slice(11, 23)} ${String(level).toUpperCase().padEnd(5)}`;
  const text = [`${colour ? `${colour}${head}${reset}` : head} ${plain(String(msg ?? ''))}`, ...rest].join('  ');
  return `${[text, ...stacks].join('\n')}\n`;
}

function show(value: unknown, stacks: string[]): string {
  if (typeof value === 'string') return /^[\w./:@+[\]-]+$/.test(value) ? value : JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if ('message' in value && typeof value.message === 'string') {
    if ('stack' in value && typeof value.stack === 'string') stacks.push(value.stack.replace(/^/gm, '    '));
    return JSON.stringify(value.message);
  }
  return inspect(value, { breakLength: Infinity, depth: 4 });
}

/** A message may hold what a player or a server sent: nothing of it may move the cursor. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, (character) => JSON.stringify(character).slice(1, -1));
}
