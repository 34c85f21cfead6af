import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlPlaneProblem, pinnedVersions, startControlPlane, type ControlPlane } from '@gse/control-plane';
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

describe.skipIf(problem !== undefined)(`a real API server keeps the contract${problem ? ` (skipped: ${problem})` : ''}`, () => {
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

  test('it is the release that the embedded server follows', async () => {
    const answer = await target.fetch(new Request('https://contract.invalid/version'));
    const { gitVersion } = (await answer.json()) as { gitVersion: string };
    // KUBEBUILDER_ASSETS may bring another patch of it.
    expect(gitVersion.split('.').slice(0, 2)).toEqual(pinnedVersions().kubernetes.split('.').slice(0, 2));
  });

  // Where there is no cluster, one skipped line says so for all.
  const subjects = problem === undefined ? Object.entries({ ...contract, ...controllerContract }) : [];
  for (const [subject, cases] of subjects) {
    describe(subject, () => {
      for (const each of cases) test(each.name, () => runContractCase(target, each, `contract-${(count += 1)}`));
    });
  }

  describe('differences', () => {
    for (const each of problem === undefined ? differences : []) {
      test(each.difference, async () => {
        expect(await observeDifference(target, each, `contract-${(count += 1)}`)).toEqual(each.kubernetes);
      });
    }
  });
});
