import { expect, test } from 'vitest';
import { Settled } from './settled.ts';

function world() {
  const objects = new Map<string, { metadata: { resourceVersion: string } }>();
  const kind = (prefix: string) => ({ cache: { get: (_: string, name: string) => objects.get(`${prefix}/${name}`) } });
  const names = ['statefulSets', 'services', 'configMaps', 'secrets', 'networkPolicies', 'claims'];
  const settled = new Settled(Object.fromEntries(names.map((name) => [name, kind(name)])) as never);
  const put = (key: string, resourceVersion: string) => void objects.set(key, { metadata: { resourceVersion } });
  return { settled, put };
}

const server = (generation = 1, desiredReplicas = 1) =>
  ({ metadata: { namespace: 'a', name: 'b', uid: 'u', generation }, spec: {}, status: { desiredReplicas } }) as never;

async function looks({ settled }: ReturnType<typeof world>, it: never, meanwhile: () => void = () => {}, isWell = true): Promise<boolean> {
  let looked = false;
  await settled.unless(
    it,
    async () => {
      looked = true;
      meanwhile();
    },
    () => isWell,
  );
  return looked;
}

test('a server in which nothing was found to do is looked at again when its order or one of its objects changes', async () => {
  const here = world();
  here.put('services/b', '1');
  expect(await looks(here, server())).toBe(true);
  expect(await looks(here, server())).toBe(false);
  here.put('services/b', '2');
  expect(await looks(here, server())).toBe(true);
  expect(await looks(here, server(2))).toBe(true);
  expect(await looks(here, server(2, 0))).toBe(true);
  expect(await looks(here, server(2, 0))).toBe(false);
});

test('what was written during a look is looked at once more', async () => {
  const here = world();
  expect(await looks(here, server(), () => here.put('statefulSets/b', '7'))).toBe(true);
  expect(await looks(here, server())).toBe(true);
  expect(await looks(here, server())).toBe(false);
});

test('a server that is not well is looked at every time', async () => {
  const here = world();
  expect(await looks(here, server(), undefined, false)).toBe(true);
  expect(await looks(here, server())).toBe(true);
});
