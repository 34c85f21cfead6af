import { isQuantity } from '../plan/quantity.ts';
import type { AnyGame } from './definition.ts';
import { settingMetas, type SettingMeta } from './settings.ts';

/** Something in a definition that types cannot tell and that would only show on somebody's server. */
export interface Misfit {
  /** Part of the definition, such as `ports` or `settings.motd`. */
  readonly path: string;
  readonly problem: string;
}

/** Looks through the facts of a definition for what does not fit. Fast: of the adapter's functions only `check` is called. */
export function* misfits(game: AnyGame): Generator<Misfit> {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(game.id))
    yield { path: 'id', problem: 'is not a short name of lower case letters, digits and dashes' };
  yield* inSettings(game);
  yield* inPresets(game);
  yield* inPorts(game);
  yield* inSecrets(game);
  yield* inVersions(game);
  yield* inDiagnoses(game);
  yield* twice(
    'licences',
    game.licences.map((licence) => licence.id),
  );
  yield* notPositive('budgets', game.budgets);
  yield* notPositive('health', game.health);
  for (const [name, pattern] of Object.entries(game.log)) {
    if (pattern instanceof RegExp && isStateful(pattern)) yield { path: `log.${name}`, problem: STATEFUL };
  }
}

const STATEFUL = 'has the flag g or y, with which a pattern remembers where it matched last';

function* inSettings(game: AnyGame): Generator<Misfit> {
  for (const [name, meta] of settingMetas(game.settings) as ReadonlyMap<string, Partial<SettingMeta> | undefined>) {
    const path = `settings.${name}`;
    if (!meta?.group || !meta.title || meta.description === undefined)
      yield { path, problem: 'needs .meta({ group, title, description, applies }) as the last call' };
    else if (!['live', 'restart', 'wipe'].includes(meta.applies ?? ''))
      yield { path: `${path}.applies`, problem: 'is none of live, restart, wipe' };
    else if (meta.applies === 'live' && !game.applyLive)
      yield { path: `${path}.applies`, problem: 'is live, but the game has no applyLive' };
  }
  const parsed = game.settings.safeParse({});
  if (!parsed.success) {
    for (const issue of parsed.error.issues)
      yield { path: `settings.${issue.path.join('.')}`, problem: `has no default that it accepts itself: ${issue.message}` };
    return;
  }
  for (const name of Object.keys(game.settings.shape)) {
    if (parsed.data[name] === undefined) yield { path: `settings.${name}`, problem: 'has no default' };
  }
  for (const complaint of game.check?.(parsed.data) ?? [])
    yield { path: `settings.${complaint.path}`, problem: `has a default that check() refuses: ${complaint.message}` };
}

function* inPresets(game: AnyGame): Generator<Misfit> {
  if (!Object.hasOwn(game.presets, game.defaultPreset))
    yield { path: 'defaultPreset', problem: `is ${game.defaultPreset}; presets are ${Object.keys(game.presets).join(', ')}` };
  for (const [name, preset] of Object.entries(game.presets)) {
    for (const field of ['cpu', 'memory', 'storage'] as const) {
      if (!isQuantity(preset[field]))
        yield { path: `presets.${name}.${field}`, problem: `is ${preset[field]}, which is no Kubernetes quantity above zero` };
    }
  }
}

function* inPorts(game: AnyGame): Generator<Misfit> {
  const ports = Object.entries(game.ports);
  const primary = ports.filter(([, port]) => port.primary && port.exposed);
  if (primary.length !== 1)
    yield {
      path: 'ports',
      problem: `need exactly one that is exposed and primary; ${primary.length === 0 ? 'none is' : `${primary.map(([name]) => name).join(' and ')} are`}`,
    };
  for (const [name, port] of ports) {
    // Kubernetes names ports by 15 characters, here made of `gamePort` as `game-port`, with the transport behind where there are two.
    const length = name.replace(/[A-Z]/g, '-$&').length + (port.protocols.length > 1 ? 4 : 0);
    if (!/^[a-z]([a-zA-Z0-9]|-(?!-))*(?<!-)$/.test(name) || length > 15)
      yield { path: `ports.${name}`, problem: 'is not a short name such as game or queryPort' };
    if (port.primary && !port.exposed) yield { path: `ports.${name}`, problem: 'is primary, but not exposed' };
    if (port.protocols.length === 0) yield { path: `ports.${name}.protocols`, problem: 'are none' };
    if (!Number.isInteger(port.number) || port.number < 1 || port.number > 65_535)
      yield { path: `ports.${name}.number`, problem: 'is not between 1 and 65535' };
  }
  yield* twice(
    'ports',
    ports.flatMap(([, port]) => port.protocols.map((protocol) => `${port.number}/${protocol}`)),
  );
  for (const [name, connection] of Object.entries(game.connections)) {
    if (!Object.hasOwn(game.ports, connection.port))
      yield { path: `connections.${name}.port`, problem: `is ${connection.port}, which is not declared in ports` };
    if (connection.secret !== undefined && !Object.hasOwn(game.secrets, connection.secret))
      yield { path: `connections.${name}.secret`, problem: `is ${connection.secret}, which is not declared in secrets` };
  }
}

function* inSecrets(game: AnyGame): Generator<Misfit> {
  for (const [id, secret] of Object.entries(game.secrets)) {
    if (!/^[-._a-zA-Z0-9]{1,253}$/.test(id)) yield { path: `secrets.${id}`, problem: 'is not a key that a Kubernetes Secret can have' };
    if (secret.generate === undefined) continue;
    if (secret.optional) yield { path: `secrets.${id}`, problem: 'is generated, so it cannot be optional' };
    if (!Number.isInteger(secret.generate) || secret.generate < 16)
      yield { path: `secrets.${id}.generate`, problem: 'is less than 16 characters, which can be guessed' };
  }
}

function* inVersions({ versions }: AnyGame): Generator<Misfit> {
  if (isStateful(versions.accepts)) yield { path: 'versions.accepts', problem: STATEFUL };
  for (const [path, version] of [
    ['recommended', versions.recommended],
    ...Object.entries(versions.channels).map(([name, version]) => [`channels.${name}`, version] as const),
  ] as const) {
    if (!versions.accepts.test(version)) yield { path: `versions.${path}`, problem: `is ${version}, which versions.accepts refuses` };
  }
}

function* inDiagnoses({ diagnoses }: AnyGame): Generator<Misfit> {
  yield* twice(
    'diagnoses',
    diagnoses.map((diagnosis) => diagnosis.id),
  );
  for (const { id, pattern, exit, examples } of diagnoses) {
    const path = `diagnoses.${id}`;
    if (!/^[A-Z][A-Za-z0-9]*$/.test(id)) yield { path, problem: 'is not CamelCase, as reason codes are' };
    if (pattern === undefined && exit === undefined) yield { path, problem: 'matches nothing: it has neither pattern nor exit' };
    if (pattern && isStateful(pattern)) yield { path: `${path}.pattern`, problem: STATEFUL };
    const missed = pattern && examples.find((line) => !pattern.test(line));
    if (missed !== undefined) yield { path: `${path}.examples`, problem: `has one that the pattern does not match: ${missed}` };
  }
}

function* twice(path: string, names: readonly string[]): Generator<Misfit> {
  for (const name of new Set(names.filter((candidate, index) => names.indexOf(candidate) !== index)))
    yield { path, problem: `has ${name} twice` };
}

function* notPositive(path: string, figures: object): Generator<Misfit> {
  for (const [name, value] of Object.entries(figures)) {
    if (!(Number.isFinite(value) && value > 0)) yield { path: `${path}.${name}`, problem: `is ${value}, which is not above zero` };
  }
}

function isStateful(pattern: RegExp): boolean {
  return pattern.global || pattern.sticky;
}
