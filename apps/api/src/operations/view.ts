import { disruptionSchema, gameOperationSpecSchema, gameOperationStatusSchema } from '@gse/resources';
import { isFinished, isPastReturn, stepTitles } from '@gse/sdk';
import { z } from 'zod';
import type { GameOperation, GameServer } from '@gse/server-objects';
import { placeOf } from '../kinds.ts';
import { mustHappen } from './must-happen.ts';

/** How far an operation is. */
export const operationPhaseSchema = gameOperationStatusSchema.shape.phase.unwrap();

/** One row of the table an operation walks. */
export const operationStepSchema = z.object({
  name: z.string(),
  title: z.string(),
  disrupts: z.boolean().meta({ description: 'From here on players notice.' }),
  state: z.enum(['done', 'current', 'ahead']),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  message: z.string().optional(),
});

/** The journal, without what is told in other words. */
export const operationJournalSchema = gameOperationStatusSchema.omit({ steps: true, phase: true });

/** What an operation waits for. */
export const waitSchema = z
  .object({
    for: z.enum(['turn', 'time', 'empty', 'countdown', 'backoff']).meta({
      description:
        'turn: another operation of the server. time: the time it was postponed to. empty: nobody being online. countdown: the end of what players are told. backoff: the pause after a crash.',
    }),
    until: z.string().optional().meta({
      description:
        'time, countdown, backoff: when that ends. empty: the hard deadline, at which it happens even with players online. In a countdown this is the moment players are disturbed.',
    }),
  })
  .meta({ description: 'What it waits for; absent while it acts, and at its end.' });

/** An operation with the table it walks. */
export const operationSchema = z
  .object({
    namespace: z.string(),
    name: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    createdAt: z.string(),
    server: z.string(),
    type: gameOperationSpecSchema.shape.type,
    phase: operationPhaseSchema,
    finished: z.boolean(),
    changeable: z.boolean().meta({
      description:
        'It can still be skipped, cancelled or postponed: players have not been disturbed yet, and nothing says that it must be.',
    }),
    mustHappen: z.string().optional().meta({
      description: 'Why it is not changeable although players have not been disturbed yet: it can be told to go ahead now, and no more.',
    }),
    cause: z.string().optional(),
    actor: z.string().optional(),
    disruption: disruptionSchema.optional(),
    postponeUntil: z.string().optional(),
    skip: z.boolean().optional(),
    cancel: z.boolean().optional(),
    runNow: z.boolean().optional().meta({ description: 'Somebody told it to go ahead now.' }),
    waits: waitSchema.optional(),
    steps: z.array(operationStepSchema).meta({ description: 'The table of this kind of operation, and how far it has come.' }),
    status: operationJournalSchema,
  })
  .meta({ description: 'A disruptive act, step by step.' });

/** Operations of a server. */
export const operationListSchema = z
  .object({ items: z.array(operationSchema), continue: z.string().optional().meta({ description: 'Ask for older ones with it.' }) })
  .meta({ description: 'Running, pending and past operations, newest first.' });

/** An operation with the table it walks. */
export type OperationView = z.output<typeof operationSchema>;

/**
 * An operation with the table it walks.
 *
 * @param server whose it is, where it is known
 */
export function viewOperation(operation: GameOperation, server: GameServer | undefined): OperationView {
  const { metadata, spec } = operation;
  const { steps: walked = [], phase = 'Pending', ...status } = operation.status ?? {};
  const finished = isFinished({ status: operation.status ?? {} });
  const isAhead = isStillAhead(operation);
  const must = isAhead ? mustHappen(operation, server) : undefined;
  const waits = finished ? undefined : waitOf(operation);
  return {
    ...placeOf(operation),
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    createdAt: metadata.creationTimestamp ?? '',
    server: spec.server,
    type: spec.type,
    phase,
    finished,
    changeable: isAhead && must === undefined,
    ...(must !== undefined && { mustHappen: must }),
    ...(spec.cause !== undefined && { cause: spec.cause }),
    ...(spec.actor !== undefined && { actor: spec.actor }),
    ...(spec.disruption && { disruption: spec.disruption }),
    ...(spec.postponeUntil !== undefined && { postponeUntil: spec.postponeUntil }),
    ...(spec.skip !== undefined && { skip: spec.skip }),
    ...(spec.cancel !== undefined && { cancel: spec.cancel }),
    ...(spec.runNow && { runNow: true }),
    ...(waits && { waits }),
    steps: stepTitles(spec.type).map(({ name, title, disrupts }) => {
      // A step may have been gone through more than once; the last time counts.
      const step = walked.findLast((entry) => entry.name === name);
      const isCurrent = !finished && status.step === name;
      return {
        name,
        title,
        disrupts,
        state: isCurrent ? 'current' : step?.finishedAt !== undefined ? 'done' : 'ahead',
        ...(step && { startedAt: step.startedAt }),
        ...(step?.finishedAt !== undefined && { finishedAt: step.finishedAt }),
        ...(step?.message !== undefined && { message: step.message }),
      };
    }),
    status,
  };
}

function waitOf({ status = {} }: GameOperation): z.output<typeof waitSchema> | undefined {
  const { phase, step, waitsUntil, disruptsAt } = status;
  if (step === undefined || phase === 'Pending') return { for: 'turn' };
  const until = step === 'backoff' || (step === 'wait' && waitsUntil !== undefined) ? waitsUntil : disruptsAt;
  const reason = step === 'wait' ? (waitsUntil === undefined ? 'time' : 'empty') : step;
  if (reason !== 'time' && reason !== 'empty' && reason !== 'countdown' && reason !== 'backoff') return undefined;
  return { for: reason, ...(until !== undefined && { until }) };
}

/** True while players have not been disturbed. */
export function isStillAhead(operation: GameOperation): boolean {
  const entry = { spec: operation.spec, status: operation.status ?? {} };
  return !isFinished(entry) && !isPastReturn(entry);
}
