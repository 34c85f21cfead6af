import type { z } from 'zod';

/** One setting of a process, declared as data: what reads it, checks it, explains it and documents it. */
export interface Setting<Value = unknown> {
  /** The environment variable, such as `GSE_AGENT_IMAGE`. The flag follows from it: `--agent-image`. */
  readonly env: string;
  /** Checks and converts the text that was given. One that takes `undefined` makes the setting optional. */
  readonly schema: z.ZodType<Value>;
  /** One sentence for people. */
  readonly description: string;
  /** What counts when nothing is given, written as a person would write it. */
  readonly default?: string;
  /** What happens without it, where that is not one fixed value. */
  readonly otherwise?: string;
  readonly example?: string;
}

/** The settings of a process, by the name its code uses. */
export type Settings = Readonly<Record<string, Setting>>;

/** What the settings amount to once they are read. */
export type SettingsValues<Declared extends Settings> = { readonly [Key in keyof Declared]: z.output<Declared[Key]['schema']> };

/** The flag of a setting, with its dashes. */
export function flagOf({ env }: Setting): string {
  return `--${env.replace(/^GSE_/, '').toLowerCase().replaceAll('_', '-')}`;
}

/**
 * Declares the settings of a process.
 * @throws TypeError when two want the same flag or a default is not allowed by its own schema.
 */
export function declareSettings<const Declared extends Settings>(settings: Declared): Declared {
  const flags = new Map<string, string>([['--help', 'help']]);
  for (const [name, setting] of Object.entries(settings)) {
    const flag = flagOf(setting);
    if (!/^[A-Z][A-Z0-9_]*$/.test(setting.env)) throw new TypeError(`${name}: ${setting.env} is no name of a variable`);
    if (flags.has(flag)) throw new TypeError(`${flags.get(flag)} and ${name} both are ${flag}`);
    flags.set(flag, name);
    if (setting.default !== undefined && !setting.schema.safeParse(setting.default).success)
      throw new TypeError(`${name}: its default ${setting.default} is not allowed by its schema`);
  }
  return settings;
}
