import type { Check } from '../check.ts';
import { containerChecks } from './container.ts';
import { diagnosesChecks } from './diagnoses.ts';
import { factsChecks } from './facts.ts';
import { filesChecks } from './files.ts';
import { liveChecks } from './live.ts';
import { moderationChecks } from './moderation.ts';
import { playersChecks } from './players.ts';
import { secretsChecks } from './secrets.ts';
import { settingsChecks } from './settings.ts';
import { startChecks } from './start.ts';
import { talkChecks } from './talk.ts';
import { worldChecks } from './world.ts';

/** Every check, in the order in which an adapter is written. */
export const checks: readonly Check[] = [
  ...factsChecks,
  ...settingsChecks,
  ...filesChecks,
  ...containerChecks,
  ...diagnosesChecks,
  ...startChecks,
  ...playersChecks,
  ...talkChecks,
  ...moderationChecks,
  ...worldChecks,
  ...liveChecks,
  ...secretsChecks,
];
