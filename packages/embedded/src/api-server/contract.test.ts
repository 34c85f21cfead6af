import { createKubeClient, createManager } from '@gse/kube';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBuiltinControllers } from '../controllers/index.ts';
import {
  contract,
  controllerContract,
  differences,
  observeDifference,
  prepareContract,
  runContractCase,
  type ContractTarget,
} from './contract/index.ts';
import { createApiServer } from './index.ts';

const server = createApiServer({ databasePath: ':memory:', auth: { tokens: { token: 'tester' } } });
const target: ContractTarget = { fetch: server.fetch, headers: { authorization: 'Bearer token' } };
let count = 0;

beforeAll(() => prepareContract(target));
afterAll(() => server.close());

for (const [subject, cases] of Object.entries(contract)) {
  describe(subject, () => {
    for (const each of cases) test(each.name, () => runContractCase(target, each, `contract-${(count += 1)}`));
  });
}

for (const [subject, cases] of Object.entries(controllerContract)) {
  describe(subject, () => {
    const stop = new AbortController();
    let ended: Promise<void> = Promise.resolve();
    beforeAll(async () => {
      const client = createKubeClient({ baseUrl: 'http://embedded', fetch: server.fetch, token: 'token', fieldManager: 'controllers' });
      const builtin = createBuiltinControllers({ client, advertisedHost: '192.0.2.7', isPortFree: async () => true });
      const manager = createManager(builtin);
      ended = manager.run(stop.signal);
      await manager.ready;
    });
    afterAll(async () => {
      stop.abort();
      await ended;
    });
    for (const each of cases) test(each.name, () => runContractCase(target, each, `contract-${(count += 1)}`));
  });
}

describe('differences', () => {
  for (const each of differences) {
    test(each.difference, async () => {
      expect(await observeDifference(target, each, `contract-${(count += 1)}`)).toEqual(each.embedded);
    });
  }

  test('are listed in the reference, with their reasons', async () => {
    const reference = await readFile(new URL('../../../../docs/reference/embedded.md', import.meta.url), 'utf8');
    const rows = reference.split('\n');
    for (const { difference, reason } of differences) expect(rows).toContain(`| ${difference} | ${reason} |`);
  });
});
