import { SettingsError } from '../errors.ts';
import { flagOf, type Setting, type Settings, type SettingsValues } from './declare.ts';

/** Where settings are read from. */
export interface SettingsSources {
  /** Arguments after the command. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What a mistake repeats of what was given. */
const maxQuoted = 80;

/** Whether the arguments ask for an explanation instead of a start. */
export function wantsHelp(argv: readonly string[]): boolean {
  return argv.includes('--help') || argv.includes('-h');
}

/**
 * Reads every setting: the flag first, then the variable, then the default. Empty text counts as not given; an empty flag
 * sets the default against the variable.
 * @throws SettingsError naming all mistakes.
 */
export function readSettings<Declared extends Settings>(settings: Declared, { argv, env }: SettingsSources): SettingsValues<Declared> {
  const problems: string[] = [];
  const flags = readFlags(settings, argv, problems);
  const values = Object.entries(settings).map(([name, setting]) => {
    const flag = flagOf(setting);
    const given = flags.get(flag) ?? env[setting.env] ?? '';
    const text = given === '' ? setting.default : given;
    const parsed = setting.schema.safeParse(text);
    if (!parsed.success) {
      const wrong = [...new Set(parsed.error.issues.map(({ message }) => message))].join('; ');
      problems.push(text === undefined ? missing(setting) : `${flags.has(flag) ? flag : setting.env} is ${quoted(text)}: ${wrong}`);
    }
    return [name, parsed.data] as const;
  });
  if (problems.length > 0) throw new SettingsError(problems);
  return Object.fromEntries(values) as SettingsValues<Declared>;
}

function readFlags(settings: Settings, argv: readonly string[], problems: string[]): ReadonlyMap<string, string> {
  const known = new Set(Object.values(settings).map(flagOf));
  const flags = new Map<string, string>();
  const rest = [...argv];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    const equals = argument.indexOf('=');
    const flag = equals < 0 ? argument : argument.slice(0, equals);
    if (!flag.startsWith('-')) problems.push(`${quoted(argument)} is not expected here; settings are given as --name=value`);
    else if (!known.has(flag)) {
      problems.push(`${quoted(flag).slice(1, -1)} is not known; --help lists what there is`);
      // What follows is most likely its value, and may be anything.
      if (equals < 0 && rest[0]?.startsWith('-') === false) rest.shift();
    } else if (flags.has(flag)) problems.push(`${flag} is given twice`);
    else {
      const value = equals >= 0 ? argument.slice(equals + 1) : rest[0]?.startsWith('--') ? undefined : rest.shift();
      if (value === undefined) problems.push(`${flag} needs a value, as in ${flag}=value`);
      else flags.set(flag, value);
    }
  }
  return flags;
}

function missing(setting: Setting): string {
  const example = setting.example === undefined ? '' : ` For example: ${setting.example}`;
  return `${flagOf(setting)} (${setting.env}) is required. ${setting.description}${example}`;
}

/** Shows what was given, shortened, without control characters and without credentials of an address. */
function quoted(given: string): string {
  const plain = given.replace(/\/\/[^/@\s]*@/g, '//…@');
  return JSON.stringify(plain.length > maxQuoted ? `${plain.slice(0, maxQuoted)}…` : plain);
}
