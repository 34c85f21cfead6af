import { z } from 'zod';

/** When a changed setting takes effect: at once, at the next start, or only in a new world. */
export type Applies = 'live' | 'restart' | 'wipe';

/** What every field of a settings schema says of itself in `.meta()`. */
export interface SettingMeta {
  /** Heading under which forms show it. */
  readonly group: string;
  readonly title: string;
  /** For beginners: what it does, in a sentence. */
  readonly description: string;
  readonly applies: Applies;
  /** Unit shown after the field, such as `chunks`. */
  readonly unit?: string;
  /** Where it lands, such as `server.properties: view-distance`. */
  readonly lands?: string;
}

/** Settings are one flat object; every field has a default, so that `{}` is a working server. */
export type SettingsSchema = z.ZodObject;

/** Reads the declared meta of every field. */
export function settingMetas(schema: SettingsSchema): ReadonlyMap<string, SettingMeta> {
  const metas = new Map<string, SettingMeta>();
  for (const [name, field] of Object.entries(schema.shape)) {
    metas.set(name, (field as z.ZodType).meta() as unknown as SettingMeta);
  }
  return metas;
}

/**
 * What the adapter says, in the form "must …", of a text that the field's pattern refuses; undefined where it has no pattern, or
 * says nothing of its own.
 */
export function patternWords(field: z.ZodType): string | undefined {
  const issues = UNLIKELY.flatMap((value) => field.safeParse(value).error?.issues ?? []);
  return issues.find(({ code, message }) => code === 'invalid_format' && !message.startsWith('Invalid'))?.message;
}

/** Texts that hardly any pattern takes, alone and in a list. */
const UNLIKELY: readonly unknown[] = [' \u0000"\\ ', [' \u0000"\\ ']];
