import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { manifestYaml } from './manifest.ts';

it('the YAML says what was ordered and nothing else', () => {
  const spec = { game: 'minecraft', size: 'tiny', settings: { motd: 'two\nlines: yes', tags: ['a', 'b'], levelSeed: '0123' } };
  const text = manifestYaml('my-world', 'default', spec);
  expect(parse(text)).toEqual({
    apiVersion: 'gse.cozystack.io/v1alpha1',
    kind: 'GameServer',
    metadata: { name: 'my-world', namespace: 'default' },
    spec,
  });
});
