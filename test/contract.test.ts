import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlPlaneProblem, startControlPlane, type ControlPlane } from '@gse/control-plane';
import {
  contract,
  controllerContract,
  differences,
  observeDifference,
  prepareContract,
  runContractCase,
  type ContractTarget,
} from '@gse/embedded/contract';

/** The same requests that packages/embedded answers, to a real API server: what the contract says must be true of it. */
const problem = controlPlaneProblem();

// One line for all of them where they cannot run.
if (problem === undefined) describe('a real API server keeps the contract', keepsTheContract);
else test.skip(`a real API server keeps the contract (skipped: ${problem})`, () => {});

function keepsTheContract(): void {
  let cluster: ControlPlane;
  let target: ContractTarget;
  let count = 0;

  beforeAll(async () => {
    cluster = await startControlPlane();
    const { url } = cluster;
    const fetch = cluster.fetch(await cluster.user('tester', ['system:masters']));
    target = {
      fetch(request) {
        const { pathname, search } = new URL(request.url);
        return fetch(new Request(url + pathname + search, request));
      },
    };
    await prepareContract(target);
  });
  afterAll(() => cluster?.stop());

  for (const [subject, cases] of Object.entries({ ...contract, ...controllerContract })) {
    describe(subject, () => {
      for (const each of cases) test(each.name, () => runContractCase(target, each, `contract-${(count += 1)}`));
    });
  }

  describe('differences', () => {
    for (const each of differences) {
      test(each.difference, async () => {
        expect(await observeDifference(target, each, `contract-${(count += 1)}`)).toEqual(each.kubernetes);
      });
    }
  });
}
