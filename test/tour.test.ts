import { afterAll, beforeAll, describe } from 'vitest';
import { TestMachine } from './support/machine.ts';
import { describeTours } from './support/tour.ts';

describe('on one machine', () => {
  let machine: TestMachine;
  beforeAll(async () => {
    machine = await new TestMachine().start();
  });
  afterAll(() => machine[Symbol.asyncDispose]());

  describeTours(() => machine);
});
