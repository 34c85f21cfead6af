import { afterAll, beforeAll, describe, test } from 'vitest';
import { contract, prepareContract, runContractCase, type ContractTarget } from './contract/index.ts';
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
