import type { LicenceSpec } from '@gse/sdk';

/** Nobody has to agree to anything before the first start. */
export const LICENCES: readonly LicenceSpec[] = [];
