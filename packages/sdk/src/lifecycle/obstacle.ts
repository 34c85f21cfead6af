import type { Reason } from '@gse/resources';
import type { DecideInput } from './input.ts';
import { patchFix, reason } from './reason.ts';

/** Code of the reason of a server whose game must not be started, although it could be. */
export const LICENCE_NOT_ACCEPTED = 'LicenceNotAccepted';

/** Why a server that is wished to run is not started; undefined when nothing stands in the way. */
export function obstacle(input: DecideInput): Reason | undefined {
  const { game, plan, spec } = input;
  if (game === undefined) return reason('UnknownGame', `This edition has no game called ${spec.game}. The catalogue lists those it has.`);
  if (plan === undefined || !plan.ok) {
    const problems = plan?.problems ?? [];
    return reason(
      'SettingsInvalid',
      `The order cannot be met as it stands: ${problems.map((problem) => `${problem.path}: ${problem.message}`).join('; ')}`,
    );
  }
  const licence = plan.plan.missingLicences[0];
  if (licence !== undefined) {
    const others = (spec.licences ?? []).filter((entry) => entry.id !== licence.id);
    return reason(LICENCE_NOT_ACCEPTED, `${licence.title} must be accepted by a person before the game may start: ${licence.url}`, {
      fix: patchFix(`Accept ${licence.title}`, { spec: { licences: [...others, { id: licence.id, accepted: true }] } }),
    });
  }
  return undefined;
}
