import type { LicenceSpec } from '@gse/sdk';

/** Id of what Cfx.re wants agreed to. */
export const TERMS = 'cfx-terms';

/** What a person agrees to before the first start. The licence key, which proves it to Cfx.re, is a secret of its own. */
export const LICENCES: readonly LicenceSpec[] = [
  {
    id: TERMS,
    title: 'Cfx.re terms of service and Creator Platform License Agreement',
    summary:
      'Running a FiveM server needs a licence key that Cfx.re gives to persons who agree to its terms. They say among other things what you may charge players for. Who hosts servers for others needs the approval of Cfx.re as a game server provider.',
    url: 'https://fivem.net/terms',
  },
];
