import type { Pod } from '@gse/kube';
import { expect, test } from 'vitest';
import { containerEnv, expand, type ObjectLookup } from './container-env.ts';
import { parseQuantity } from './quantity.ts';

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'my-world-0', namespace: 'games', uid: 'u1', labels: { 'a/b': 'c' } },
  spec: { containers: [] },
};

const objects: ObjectLookup = {
  secret: (_namespace, name) =>
    name === 'rcon'
      ? { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: { password: Buffer.from('hünter2').toString('base64') } }
      : undefined,
  configMap: (_namespace, name) =>
    name === 'conf' ? { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { A: '1', B: '2' } } : undefined,
};

test('values come from secrets, config maps, fields and limits, and refer to earlier ones', () => {
  const env = containerEnv(
    pod,
    {
      name: 'game',
      resources: { limits: { memory: '1536Mi', cpu: '1500m' } },
      envFrom: [{ prefix: 'CONF_', configMapRef: { name: 'conf' } }],
      env: [
        { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'rcon', key: 'password' } } },
        { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'LABEL', valueFrom: { fieldRef: { fieldPath: "metadata.labels['a/b']" } } },
        { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
        { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
        { name: 'MISSING', valueFrom: { secretKeyRef: { name: 'none', key: 'x', optional: true } } },
        { name: 'URL', value: '$(NAME)/$(CONF_A)/$$(NAME)/$(UNKNOWN)' },
      ],
    },
    objects,
    '127.0.0.1',
  );
  expect(env).toEqual({
    CONF_A: '1',
    CONF_B: '2',
    PASSWORD: 'hünter2',
    NAME: 'my-world-0',
    LABEL: 'c',
    IP: '127.0.0.1',
    MEMORY: '1536',
    CPU: '2',
    URL: 'my-world-0/1/$(NAME)/$(UNKNOWN)',
  });
});

test.each([
  ['a missing Secret', { secretKeyRef: { name: 'none', key: 'x' } }, 'secret "none" not found'],
  ['a missing key', { configMapKeyRef: { name: 'conf', key: 'x' } }, "couldn't find key x in ConfigMap conf"],
  ['an unknown field', { fieldRef: { fieldPath: 'spec.secrets' } }, 'there is no pod field'],
])('%s is said in words', (_what, valueFrom, message) => {
  expect(() => containerEnv(pod, { name: 'c', env: [{ name: 'X', valueFrom }] }, objects, '')).toThrow(message);
});

test('a dollar sign that begins no reference stays', () => {
  expect(expand('cost $5 $ $() $(A', { A: '1' })).toBe('cost $5 $ $() $(A');
});

test.each([
  ['500m', 0.5],
  ['2Gi', 2 * 2 ** 30],
  ['1e3', 1000],
  ['1.5k', 1500],
  ['x', undefined],
  ['', undefined],
])('the quantity %j is %s', (text, value) => {
  expect(parseQuantity(text)).toBe(value);
});
