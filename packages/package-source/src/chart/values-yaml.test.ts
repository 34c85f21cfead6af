import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { pond } from '../../test/pond.ts';
import { orderMapping } from '../order/mapping.ts';
import { valuesYaml } from './values-yaml.ts';

const { parameters } = orderMapping(pond);
const text = valuesYaml(pond, parameters);

test('is YAML with the defaults', () => {
  expect(parse(text)).toEqual(Object.fromEntries(parameters.map(({ name, default: value }) => [name, value])));
});

test('says of every value in the dialect what it is', () => {
  expect(text).toContain(
    [
      '## @param {int} visitors - Visitors. How many fit. In visitors. Takes effect at the next start.',
      '## @minimum 1',
      '## @maximum 50',
      'visitors: 10',
    ].join('\n'),
  );
  expect(text).toContain(
    [
      '## @enum {string} DucksEntry - Ducks.',
      '## @value white',
      '## @value grey',
      '',
      '## @param {[]DucksEntry} ducks - Ducks. Their colours. Takes effect in the next new world.',
      '## @maxItems 3',
      'ducks: []',
    ].join('\n'),
  );
  expect(text).toContain(
    ['## @maxLength 253', '## @immutable', '## @x-cozystack-options {source: storageclass}', 'storageClass: ""'].join('\n'),
  );
});

test('has one line for each annotation, and no type that nobody declares', () => {
  const lines = text.split('\n');
  const declared = new Set(lines.flatMap((line) => /^## @(?:enum \{string\}|typedef \{struct\}) (\w+) - \S/.exec(line)?.[1] ?? []));
  const types = new Set(['string', 'bool', 'int', 'float64', 'quantity']);
  for (const [at, line] of lines.entries()) {
    if (line === '' || line === '##' || line.startsWith('# ') || line.startsWith(' ')) continue;
    if (!line.startsWith('##')) {
      const above = lines.slice(0, at).findLast((other) => other.startsWith('## @param'));
      expect(above).toMatch(new RegExp(`^## @param \\{[^}]+\\} ${line.split(':')[0]}(?:="[^"]*")? - \\S`));
      continue;
    }
    expect(line).toMatch(
      /^## @(?:section|param|enum|value|typedef|field|immutable|minimum|maximum|minLength|maxLength|minItems|maxItems|pattern|x-cozystack-options)\b/,
    );
    const type = /^## @(?:param|field) \{(?:\[\])?(\w+)\}/.exec(line)?.[1];
    if (type !== undefined) expect(types.has(type) || declared.has(type), type).toBe(true);
  }
});
