import { strict as assert } from 'node:assert';
import { isObject, listAt, objectAt, type Json, type JsonObject } from '../json.ts';
import type { Answer, ContractClient } from './client.ts';

/** One thing that the embedded API server and a real one must do alike. */
export interface ContractCase {
  name: string;
  run(client: ContractClient): Promise<void>;
}

/** Expects a refusal, and gives its `Status`. */
export function refused(answer: Answer, code: number, reason: string): JsonObject {
  assert.equal(answer.status, code, JSON.stringify(answer.body));
  assert.equal(answer.body['kind'], 'Status');
  assert.equal(answer.body['reason'], reason);
  assert.equal(answer.body['code'], code);
  return answer.body;
}

/** Expects success, and gives the object. */
export function accepted(answer: Answer, code = 200): JsonObject {
  assert.equal(answer.status, code, JSON.stringify(answer.body));
  return answer.body;
}

/** The metadata of an object. */
export function metadataOf(object: JsonObject): JsonObject {
  return objectAt(object, 'metadata') ?? {};
}

/** The causes of a `Status`, as `field: message`. */
export function causesOf(status: JsonObject): string[] {
  return listAt(objectAt(status, 'details'), 'causes')
    .filter(isObject)
    .map((cause) => `${String(cause['field'])}: ${String(cause['message'])}`);
}

/** The items of a list. */
export function itemsOf(list: JsonObject): JsonObject[] {
  return listAt(list, 'items').filter(isObject);
}

/** The names of the items of a list. */
export function namesOf(list: JsonObject): Json[] {
  return itemsOf(list).map((item) => metadataOf(item)['name'] ?? null);
}
