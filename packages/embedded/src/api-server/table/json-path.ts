import { isEqual, isObject, parseJson, type Json } from '../json.ts';

type Step = (values: Json[]) => Json[];

/**
 * Compiles the JSONPath of a printer column: members (`.a.b`, `['a.b']`), indexes, `[*]` and filters by equality
 * (`[?(@.type=="Ready")]`). What it cannot read finds nothing.
 */
export function compileJsonPath(path: string): (root: Json) => Json[] {
  const steps: Step[] = [];
  let rest = path
    .trim()
    .replace(/^\{|\}$/g, '')
    .replace(/^\$/, '');
  if (rest !== '' && !rest.startsWith('.') && !rest.startsWith('[')) rest = `.${rest}`;
  while (rest !== '') {
    const parsed = parseStep(rest);
    if (!parsed) return () => [];
    steps.push(parsed.step);
    rest = rest.slice(parsed.length);
  }
  return (root) => steps.reduce<Json[]>((values, step) => step(values), [root]).filter((value) => value !== null);
}

function parseStep(text: string): { step: Step; length: number } | undefined {
  const name = /^\.((?:\\.|[^.[\]\\])+)/.exec(text);
  if (name) return { step: member((name[1] ?? '').replaceAll('\\', '')), length: name[0].length };
  const quoted = /^\.?\['((?:\\.|[^'])*)'\]|^\.?\["((?:\\.|[^"])*)"\]/.exec(text);
  if (quoted) return { step: member((quoted[1] ?? quoted[2] ?? '').replaceAll('\\', '')), length: quoted[0].length };
  const all = /^\.?\[\*\]|^\.\*/.exec(text);
  if (all) return { step: (values) => values.flatMap(children), length: all[0].length };
  const index = /^\[(-?\d+)\]/.exec(text);
  if (index) return { step: item(Number(index[1])), length: index[0].length };
  const filter = /^\[\?\(\s*@((?:\.[\w-]+)+)\s*(==|!=)\s*('[^']*'|"[^"]*"|[\w.-]+)\s*\)\]/.exec(text);
  if (filter) {
    return { step: where(filter[1] ?? '', filter[2] === '==', literal(filter[3] ?? '')), length: filter[0].length };
  }
  return undefined;
}

function children(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value).filter((child) => child !== undefined) : [];
}

function member(name: string): Step {
  return (values) =>
    values.flatMap((value) => {
      const found = isObject(value) ? value[name] : undefined;
      return found === undefined ? [] : [found];
    });
}

function item(index: number): Step {
  return (values) =>
    values.flatMap((value) => {
      const found = Array.isArray(value) ? value.at(index) : undefined;
      return found === undefined ? [] : [found];
    });
}

function where(path: string, wantsEqual: boolean, wanted: Json): Step {
  const find = compileJsonPath(path);
  return (values) => values.flatMap(children).filter((value) => isEqual(find(value)[0], wanted) === wantsEqual);
}

function literal(text: string): Json {
  if (text.startsWith("'") || text.startsWith('"')) return text.slice(1, -1);
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
