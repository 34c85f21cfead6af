import type { LicenceSpec } from '@gse/sdk';

/** Id of the licence of the server software. */
export const EULA = 'minecraft-eula';

/** What a person agrees to before the first start. */
export const LICENCES: readonly LicenceSpec[] = [
  {
    id: EULA,
    title: 'Minecraft End User Licence Agreement',
    summary:
      'Running a Minecraft server requires agreeing to the End User Licence Agreement of Minecraft. It says among other things what you may charge players for.',
    url: 'https://www.minecraft.net/eula',
  },
];
