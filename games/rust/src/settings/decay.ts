import { z } from 'zod';
import { convars } from './field.ts';

const cfg = convars('Decay');

/** How buildings fall to ruin. */
export const decay = {
  decayScale: z
    .number()
    .min(0)
    .max(100)
    .default(1)
    .meta(
      cfg('decay.scale', {
        title: 'Decay',
        unit: '× normal',
        description: 'How fast buildings decay that nobody keeps up. 1 is normal, 0 is not at all.',
      }),
    ),
  decayUpkeep: z
    .boolean()
    .default(true)
    .meta(cfg('decay.upkeep', { title: 'Upkeep', description: 'Buildings cost materials, taken out of the tool cupboard.' })),
  decayGriefProtectionMinutes: z
    .int()
    .min(0)
    .max(100_000)
    .default(1440)
    .meta(
      cfg('decay.upkeep_grief_protection', {
        title: 'Protection of a broken cupboard',
        unit: 'minutes',
        description: 'How long a building is spared from decay after its tool cupboard was destroyed.',
      }),
    ),
};
