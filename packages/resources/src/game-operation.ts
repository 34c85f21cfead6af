import { z } from 'zod';
import { reasonSchema } from './shared.ts';
import { disruptionSchema } from './game-server.ts';

/** The acts the journal knows. Later acts (update, backup, restore, wipe, clone) are added here and as a table in the SDK. */
export const operationTypeSchema = z.enum(['start', 'stop', 'restart', 'recover']);
export type OperationType = z.output<typeof operationTypeSchema>;

/** What a person, a schedule or the operator asks for. */
export const gameOperationSpecSchema = z
  .object({
    server: z.string().max(63).meta({ description: 'Name of the GameServer in the same namespace.' }),
    type: operationTypeSchema.meta({
      description:
        'start, stop: follow spec.state of the server. restart: stop and start again, applying what is staged. recover: bring a crashed game back.',
    }),
    cause: z
      .string()
      .max(200)
      .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { error: 'must be one line' })
      .optional()
      .meta({ description: 'Why, in a sentence of one line; players and the journal show it.' }),
    actor: z.string().max(253).optional().meta({ description: 'Who asked. The operator writes operator.' }),
    disruption: disruptionSchema.optional().meta({ description: "Outranks the server's own disruption policy for this act." }),
    generation: z
      .int()
      .optional()
      .meta({ description: 'Generation of the server this act serves, when the operator opened it because of a changed wish.' }),
    skip: z.boolean().optional().meta({ description: 'Set true while pending or counting down: it does not happen this time.' }),
    cancel: z.boolean().optional().meta({ description: 'Set true before the disruptive step: the act is given up.' }),
    runNow: z.boolean().optional().meta({
      description:
        'Set true while pending or counting down: it waits for no empty server and no later time, and the countdown shrinks to the last announcement. Outranks postponeUntil.',
    }),
    postponeUntil: z.iso
      .datetime()
      .optional()
      .meta({ description: 'Not before this time; may be set or moved until the disruptive step begins.' }),
  })
  .meta({ description: 'One disruptive act, asked for.' });

/** The journal of the act, written by the operator. */
export const gameOperationStatusSchema = z
  .object({
    phase: z.enum(['Pending', 'Running', 'Succeeded', 'Failed', 'Refused', 'Skipped', 'Cancelled']).optional(),
    step: z.string().optional().meta({ description: 'Step under way, such as countdown or stop.' }),
    stepStartedAt: z.iso.datetime().optional(),
    startedAt: z.iso.datetime().optional(),
    finishedAt: z.iso.datetime().optional(),
    disruptsAt: z.iso.datetime().optional().meta({ description: 'When players will notice. Countdown messages are counted from it.' }),
    waitsUntil: z.iso.datetime().optional().meta({ description: 'Hard deadline of the wait for an empty server, or end of the back-off.' }),
    deadline: z.iso.datetime().optional().meta({ description: 'When the step under way is given up.' }),
    announced: z
      .array(
        z.object({
          at: z.iso.datetime(),
          secondsBefore: z.int().min(0).meta({ description: 'The true time left that was announced.' }),
          disruptsAt: z.iso.datetime().meta({ description: 'The moment that was announced.' }),
          delivered: z.boolean().meta({ description: 'False when the game could not be reached.' }),
        }),
      )
      .max(50)
      .optional()
      .meta({ description: 'Notices given to players.' }),
    podUid: z.string().optional().meta({ description: 'Pod the act began with; another uid afterwards proves that it was replaced.' }),
    steps: z
      .array(
        z.object({
          name: z.string(),
          startedAt: z.iso.datetime(),
          finishedAt: z.iso.datetime().optional(),
          message: z.string().optional(),
        }),
      )
      .max(30)
      .optional()
      .meta({ description: 'Steps so far, in order.' }),
    reason: reasonSchema.optional().meta({ description: 'Why it was refused, failed or waits.' }),
    message: z.string().max(2000).optional().meta({ description: 'Where it stands, in a sentence.' }),
  })
  .meta({ description: 'Journal of the act.' });

export type GameOperationSpec = z.output<typeof gameOperationSpecSchema>;
export type GameOperationStatus = z.output<typeof gameOperationStatusSchema>;
