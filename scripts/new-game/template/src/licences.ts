import type { LicenceSpec } from '@gse/sdk';

/**
 * What a person has to agree to before the first start, with `id`, `title`, `summary` and `url`. FILL IN: whether there is
 * any. It must not be assumed: `files()` is given `accepted`, and only what is in there may be written as accepted.
 */
export const LICENCES: readonly LicenceSpec[] = [];
