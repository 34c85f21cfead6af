import { strict as assert } from 'node:assert';
import type { Fetch } from '@gse/kube';
import { applyCases } from './applies.ts';
import { collectingCases } from './collecting.ts';
import type { ContractCase } from './case.ts';
import type { Difference } from './differences.ts';
import type { Json } from '../json.ts';
import { ContractClient } from './client.ts';
import { deletionCases } from './deletions.ts';
import { discoveryCases } from './discoveries.ts';
import { listCases } from './lists.ts';
import { objectCases } from './objects.ts';
import { patchCases } from './patches.ts';
import { refusalCases } from './refusals.ts';
import { widgetCrd } from './samples.ts';
import { validationCases } from './validation.ts';
import { watchCases } from './watches.ts';

export type { ContractCase } from './case.ts';
export { differences, type Difference } from './differences.ts';

/** What the embedded API server and a real one must do alike, by subject. */
export const contract: Readonly<Record<string, readonly ContractCase[]>> = {
  objects: objectCases,
  validation: validationCases,
  patches: patchCases,
  'server-side apply': applyCases,
  lists: listCases,
  watches: watchCases,
  deletions: deletionCases,
  discovery: discoveryCases,
  refusals: refusalCases,
};

/** What a cluster's controllers do, for targets where they run. */
export const controllerContract: Readonly<Record<string, readonly ContractCase[]>> = { controllers: collectingCases };

/** Where the contract is run. */
export interface ContractTarget {
  fetch: Fetch;
  /** Sent with every request: the caller's credentials. */
  headers?: Readonly<Record<string, string>>;
}

/** Installs the kind that the contract works with, and waits until it is served. */
export async function prepareContract(target: ContractTarget): Promise<void> {
  const client = new ContractClient(target.fetch, target.headers ?? {}, 'default');
  const made = await client.send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', widgetCrd);
  assert.ok(made.status === 201 || made.status === 409, JSON.stringify(made.body));
  const deadline = Date.now() + 30_000;
  while ((await client.get('/apis/contract.gse.cozystack.io/v1')).status !== 200) {
    assert.ok(Date.now() < deadline, 'the kind of the contract is not served');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Looks at a difference; the answer is its `embedded` or its `kubernetes`. */
export async function observeDifference(target: ContractTarget, each: Difference, namespace: string): Promise<Json> {
  let observed: Json = null;
  const run = async (client: ContractClient): Promise<void> => void (observed = await each.observe(client));
  await runContractCase(target, { name: each.difference, run }, namespace);
  return observed;
}

/** Runs one case in a namespace of its own. */
export async function runContractCase(target: ContractTarget, each: ContractCase, namespace: string): Promise<void> {
  const client = new ContractClient(target.fetch, target.headers ?? {}, namespace);
  const made = await client.send('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  try {
    await each.run(client);
  } finally {
    await client.send('DELETE', `/api/v1/namespaces/${namespace}`);
  }
}
