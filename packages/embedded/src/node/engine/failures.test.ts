import { expect, test } from 'vitest';
import { NodeError } from '../errors.ts';
import { isGone } from './failures.ts';

test.each([
  [404, 'no such container', true],
  [500, 'container 8bf5 does not exist in database: no such container', true],
  [500, 'cannot set up its network', false],
  [409, 'no such container', false],
])('an engine that answers %i "%s" has lost the container: %s', (status, message, isIt) => {
  expect(isGone(new NodeError('GSE_ENGINE_API', message, { status }))).toBe(isIt);
});
