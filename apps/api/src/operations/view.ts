import { disruptionSchema, gameOperationSpecSchema, gameOperationStatusSchema } from '@gse/resources';
import { isFinished, isPastReturn, stepTitles } from '@gse/sdk';
import { z } from 'zod';
import type { GameOperation } from '@gse/server-objects';
import { placeOf } from '../kinds.ts';

const stateSchema = gameOperationStatusSchema.shape.phase.unwrap();

export const operationSchema = z
  .object({
    namespace: z.string(),
    name: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    createdAt: z.string(),
    server: z.string(),
    type: gameOperationSpecSchema.shape.type,
    phase: stateSchema,
    finished: z.boolean(),
    changeable: z.boolean().meta({ description: 'It can still be skipped, cancelled or postponed: players have not been disturbed yet.' }),
    cause: z.string().optional(),
    actor: z.string().optional(),
    disruption: disruptionSchema.optional(),
    postponeUntil: z.string().optional(),
    skip: z.boolean().optional(),
    cancel: z.boolean().optional(),
    steps: z
      .array(
        z.object({
          name: z.string(),
          title: z.string(),
          disrupts: z.boolean().meta({ description: 'From here on players notice.' }),
          state: z.enum(['done', 'current', 'ahead']),
          startedAt: z.string().optional(),
          finishedAt: z.string().optional(),
          message: z.string().optional(),
        }),
      )
      .meta({ description: 'The table of this kind of operation, and how far it has come.' }),
    status: gameOperationStatusSchema.omit({ steps: true, phase: true }),
  })
  .meta({ description: 'A disruptive act, step by step.' });
export type OperationView = z.output<typeof operationSchema>;

/** An operation with the table it walks. */
export function viewOperation(operation: GameOperation): OperationView {
  const { metadata, spec } = operation;
  const { steps: walked = [], phase = 'Pending', ...status } = operation.status ?? {};
  const finished = isFinished({ status: operation.status ?? {} });
  return {
    ...placeOf(operation),
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    createdAt: metadata.creationTimestamp ?? '',
    server: spec.server,
    type: spec.type,
    phase,
    finished,
    changeable: isChangeable(operation),
    ...(spec.cause !== undefined && { cause: spec.cause }),
    ...(spec.actor !== undefined && { actor: spec.actor }),
    ...(spec.disruption && { disruption: spec.disruption }),
    ...(spec.postponeUntil !== undefined && { postponeUntil: spec.postponeUntil }),
    ...(spec.skip !== undefined && { skip: spec.skip }),
    ...(spec.cancel !== undefined && { cancel: spec.cancel }),
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

/** True while players have not been disturbed and it may be given up or moved. */
export function isChangeable(operation: GameOperation): boolean {
  const entry = { spec: operation.spec, status: operation.status ?? {} };
  return !isFinished(entry) && !isPastReturn(entry);
}
