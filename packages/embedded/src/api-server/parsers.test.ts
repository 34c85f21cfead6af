import { expect, test } from 'vitest';
import { decodeManagers, encodeManagers } from './apply/managers.ts';
import { configMap, pod, statefulSet, widget } from './contract/samples.ts';
import { parseRoute } from './http/route.ts';
import { negotiate } from './http/media-type.ts';
import { isObject, parseJson, type Json } from './json.ts';
import { applyJsonPatch, JsonPatchError } from './patch/json-patch.ts';
import { applyStrategicPatch, StrategicPatchError } from './patch/strategic.ts';
import { decodeProtobuf } from './protobuf/decode.ts';
import { recordedBodies } from './protobuf/recorded.ts';
import { ProtobufError } from './protobuf/reader.ts';
import { componentSchema } from './resources/builtin.ts';
import { validate } from './schema/validate.ts';
import { prune } from './schema/prune.ts';
import { compileLabelSelector } from './selectors/label-selector.ts';
import { ApiStatusError } from './status.ts';
import { compileJsonPath } from './table/json-path.ts';
import { decodeContinue } from './verbs/continue.ts';

/** Printed with a failure, so that it can be repeated. */
const seed = Number(process.env['GSE_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const rounds = 100_000;

/** A small generator of numbers (mulberry32): the same seed, the same inputs. */
function randomFrom(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function mutate(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let count = random(4); count >= 0; count -= 1) copy[random(copy.length)] = random(256);
  return random(5) === 0 ? copy.subarray(0, random(copy.length)) : copy;
}

/** Runs a parser over mutated inputs; only the errors it declares may come out. */
function survives(inputs: readonly Uint8Array[], parse: (bytes: Uint8Array) => void, isExpected: (error: unknown) => boolean): void {
  const random = randomFrom(seed);
  for (let round = 0; round < rounds; round += 1) {
    const bytes = mutate(inputs[round % inputs.length] ?? new Uint8Array(), random);
    try {
      parse(bytes);
    } catch (error) {
      if (!isExpected(error)) throw new Error(`seed ${seed}, round ${round}: ${Buffer.from(bytes).toString('hex')}`, { cause: error });
    }
  }
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const bytesOf = (...texts: string[]) => texts.map((each) => Buffer.from(each));

test(`mutated protobuf is read or refused (seed ${seed})`, { timeout: 60_000 }, () => {
  survives(
    Object.values(recordedBodies),
    (bytes) => decodeProtobuf(bytes),
    (error) => error instanceof ProtobufError,
  );
});

test(`mutated selectors are read or refused (seed ${seed})`, { timeout: 60_000 }, () => {
  const inputs = bytesOf('app=web,tier in (front, back),!old,new,x!=y', 'a notin (b,c),d==e', 'n>5,m<3');
  survives(
    inputs,
    (bytes) => compileLabelSelector(text(bytes))?.({ app: 'web' }),
    (error) => error instanceof ApiStatusError,
  );
});

test(`mutated JSONPaths are read or find nothing (seed ${seed})`, { timeout: 60_000 }, () => {
  const inputs = bytesOf(
    '.status.conditions[?(@.type=="Ready")].status',
    ".spec['a.b'][0].c[*].d",
    '{.metadata.labels.app\\.kubernetes\\.io/name}',
  );
  survives(
    inputs,
    (bytes) => compileJsonPath(text(bytes))({ status: { conditions: [{ type: 'Ready', status: 'True' }] } }),
    () => false,
  );
});

test(`mutated paths, headers and tokens are read or refused (seed ${seed})`, { timeout: 60_000 }, () => {
  const inputs = bytesOf(
    '/apis/apps/v1/namespaces/default/statefulsets/my-world/status',
    '/api/v1/namespaces/%61/pods/x/log',
    'application/json;as=Table;v=v1;g=meta.k8s.io,*/*',
  );
  survives(
    inputs,
    (bytes) => {
      const input = text(bytes);
      parseRoute(input);
      negotiate(input, { canBeTable: true });
      decodeContinue(input);
    },
    (error) => error instanceof ApiStatusError,
  );
});

test(`mutated patches are applied or refused (seed ${seed})`, { timeout: 60_000 }, () => {
  const document = statefulSet('s');
  const schema = componentSchema('io.k8s.api.apps.v1.StatefulSet');
  const inputs = bytesOf(
    '[{"op":"add","path":"/spec/template/spec/containers/0/env","value":[{"name":"A"}]},{"op":"move","from":"/spec/replicas","path":"/metadata/x"},{"op":"test","path":"/kind","value":"StatefulSet"}]',
    '{"spec":{"template":{"spec":{"containers":[{"name":"main","$patch":"delete"},{"name":"x","$retainKeys":["name"]}],"$setElementOrder/containers":[{"name":"x"}]}}}}',
  );
  survives(
    inputs,
    (bytes) => {
      const patch = parseJson(text(bytes));
      if (Array.isArray(patch)) applyJsonPatch(document, patch);
      else applyStrategicPatch(schema, document, patch);
    },
    (error) => error instanceof SyntaxError || error instanceof JsonPatchError || error instanceof StrategicPatchError,
  );
  expect(document).toEqual(statefulSet('s'));
});

test(`mutated objects are pruned and validated or refused (seed ${seed})`, { timeout: 60_000 }, () => {
  const schema = componentSchema('io.k8s.api.core.v1.Pod');
  const inputs = bytesOf(
    JSON.stringify(pod('p', { volumes: [{ name: 'a', emptyDir: {} }] })),
    JSON.stringify(configMap('a')),
    JSON.stringify(widget('w')),
  );
  survives(
    inputs,
    (bytes) => {
      const object: Json = parseJson(text(bytes));
      prune(schema, object, { isTyped: true });
      validate(schema, object);
      if (isObject(object)) encodeManagers(decodeManagers([object, { operation: 'Apply', fieldsV1: object }]));
    },
    (error) => error instanceof SyntaxError,
  );
});
