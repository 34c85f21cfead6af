import type { PersistentVolumeClaim } from '@gse/kube';
import { describe, expect, test } from 'vitest';
import { growth, observeStorage } from './claim.ts';

function claim(request: string, status: PersistentVolumeClaim['status'] = { phase: 'Bound', capacity: { storage: request } }) {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data-my-world-0' },
    spec: { storageClassName: 'local', resources: { requests: { storage: request } } },
    status,
  } satisfies PersistentVolumeClaim;
}

describe('a world volume', () => {
  test('is told to grow once it is there, and never to shrink', () => {
    expect(growth(claim('10Gi'), { size: '20Gi' })).toBe('20Gi');
    expect(growth(claim('10Gi'), { size: '10240Mi' })).toBeUndefined();
    expect(growth(claim('10Gi'), { size: '5Gi' })).toBeUndefined();
    expect(growth(claim('10Gi', { phase: 'Pending' }), { size: '20Gi' })).toBeUndefined();
  });

  test.each([
    ['as it is wished', claim('10Gi'), { size: '10Gi', className: 'local' }, undefined, undefined],
    ['not there yet', claim('10Gi', { phase: 'Pending' }), { size: '10Gi' }, undefined, undefined],
    ['smaller than wished', claim('10Gi', { phase: 'Pending' }), { size: '20Gi' }, undefined, 'Growing'],
    ['told and not grown yet', claim('20Gi', { phase: 'Bound', capacity: { storage: '10Gi' } }), { size: '20Gi' }, undefined, 'Growing'],
    [
      'told and failed',
      claim('20Gi', {
        phase: 'Bound',
        capacity: { storage: '10Gi' },
        conditions: [{ type: 'ControllerResizeError', message: 'pool full' }],
      }),
      { size: '20Gi' },
      undefined,
      'ExpansionFailed',
    ],
    ['larger than wished', claim('20Gi'), { size: '10Gi' }, undefined, 'CannotShrink'],
    ['of another class', claim('10Gi'), { size: '10Gi', className: 'replicated' }, undefined, 'StorageClassFixed'],
    ['not allowed to grow', claim('10Gi'), { size: '20Gi' }, { code: 'Refused', message: 'no' }, 'ExpansionRefused'],
    ['larger than its quota', claim('10Gi'), { size: '20Gi' }, { code: 'QuotaExceeded', message: 'no' }, 'QuotaExceeded'],
  ])('that is %s says so', (_, volume, wished, refusal, code) => {
    expect(observeStorage(volume, wished, refusal)?.code).toBe(code);
  });

  test('names sizes and the way out', () => {
    expect(observeStorage(claim('20Gi'), { size: '10Gi' }, undefined)?.message).toMatch(/20Gi.*10Gi.*spec\.storage\.size/);
  });
});
