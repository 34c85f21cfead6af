import { z } from 'zod';
import type { ModerationAct } from '@gse/sdk';

/** One line of text: nothing that could end a console command and begin another. */
const oneLine = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .refine((text) => !/[\u0000-\u001f\u007f]/.test(text), { error: 'must be one line without control characters' });

/** Every act of moderation an adapter may offer; the type keeps it complete. */
const acts = { kick: 0, ban: 0, unban: 0, allow: 0, disallow: 0, promote: 0, demote: 0, message: 0 } satisfies Record<ModerationAct, 0>;

/** `POST /v1/announce` */
export const announceRequestSchema = z.object({ message: oneLine(500) });

/** `POST /v1/notice`: an announcement that is given once, however often it is asked for. */
export const noticeRequestSchema = announceRequestSchema.extend({ key: oneLine(400) });

/** `POST /v1/command` */
export const commandRequestSchema = z.object({ line: oneLine(1000) });
export const commandResponseSchema = z.object({ output: z.string() });

/** `POST /v1/moderation` */
export const moderationRequestSchema = z.object({
  act: z.enum(Object.keys(acts) as [ModerationAct, ...ModerationAct[]]),
  player: oneLine(128),
  reason: oneLine(300).optional(),
  /** For the act `message`. */
  text: oneLine(500).optional(),
});
export const moderationResponseSchema = z.object({ done: z.boolean(), message: z.string() });

/** `POST /v1/settings`: tells the running game changed settings. */
export const liveSettingsRequestSchema = z.object({ changes: z.record(z.string().max(100), z.unknown()) });
export const liveSettingsResponseSchema = z.object({
  /** Settings the running game now has. */
  applied: z.array(z.string()),
  failed: z.array(z.object({ setting: z.string(), code: z.string(), message: z.string() })).optional(),
});

/** `POST /v1/quiesce`: holds the files still until released or until the lease ends. With `lease`, prolongs. */
export const quiesceRequestSchema = z.object({
  leaseSeconds: z.int().min(1).max(3600).default(60),
  lease: z.string().max(100).optional(),
});
export const quiesceResponseSchema = z.object({ lease: z.string(), expiresAt: z.iso.datetime() });

/** Body of every answer that is not 2xx. */
export const errorResponseSchema = z.object({
  error: z.object({ code: z.string().max(80), message: z.string().max(4000) }),
});

export type ModerationRequest = z.output<typeof moderationRequestSchema>;
export type ModerationResponse = z.output<typeof moderationResponseSchema>;
export type LiveSettingsResponse = z.output<typeof liveSettingsResponseSchema>;
export type QuiesceResponse = z.output<typeof quiesceResponseSchema>;
