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
  const { id, orderKind } = game;
  if (orderKind !== undefined && !(/^[A-Z][A-Za-z0-9]*$/.test(orderKind) && orderKind.toLowerCase() === `${id.replaceAll('-', '')}server`))
    yield { path: 'orderKind', problem: `is ${orderKind}, which is not the id in other capitals with Server behind it` };
  yield* inSettings(game);
  yield* inPresets(game);
  yield* inPorts(game);
  yield* inSecrets(game);
  yield* inNeeds(game);
  yield* inVersions(game);
  yield* inDiagnoses(game);
  yield* inWorld(game);
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

function* inNeeds({ needs = {}, secrets }: AnyGame): Generator<Misfit> {
  for (const [name, { secret, optional }] of Object.entries(needs)) {
    const path = `needs.${name}`;
    if (!/^[a-z][a-zA-Z0-9]{0,39}$/.test(name)) yield { path, problem: 'is not a short name such as database' };
    const declared = Object.hasOwn(secrets, secret) ? secrets[secret] : undefined;
    if (declared === undefined) yield { path: `${path}.secret`, problem: `is ${secret}, which is not declared in secrets` };
    else if (declared.generate !== undefined)
      yield { path: `${path}.secret`, problem: `is ${secret}, which nobody can be asked for: it is generated` };
    else if (optional !== declared.optional)
      yield { path: `${path}.optional`, problem: `does not say the same as secrets.${secret}.optional` };
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

/** Long enough ago and far enough ahead for every rule of a calendar to be asked. */
const DAYS = ['2024-02-29T12:00:00Z', '2026-10-25T00:30:00Z', '2031-12-31T23:59:59Z'] as const;

function* inWorld({ backup, wipes = {}, calendar = [], settings }: AnyGame): Generator<Misfit> {
  yield* notPaths('backup.include', backup?.include);
  yield* notPaths('backup.exclude', backup?.exclude);
  for (const [name, { remove, keep, reseeds }] of Object.entries(wipes)) {
    const path = `wipes.${name}`;
    if (!/^[a-z][a-zA-Z0-9]{0,39}$/.test(name)) yield { path, problem: 'is not a short name such as map' };
    if (remove.length === 0) yield { path: `${path}.remove`, problem: 'is empty: nothing would be wiped' };
    yield* notPaths(`${path}.remove`, remove);
    yield* notPaths(`${path}.keep`, keep);
    if (reseeds !== undefined && !Object.hasOwn(settings.shape, reseeds))
      yield { path: `${path}.reseeds`, problem: `is ${reseeds}, which is no setting` };
  }
  yield* twice(
    'calendar',
    calendar.map(({ id }) => id),
  );
  for (const { id, wipe, next } of calendar) {
    const path = `calendar.${id}`;
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(id)) yield { path, problem: 'is not a short name of lower case letters, digits and dashes' };
    if (wipe !== undefined && !Object.hasOwn(wipes, wipe))
      yield { path: `${path}.wipe`, problem: `is ${wipe}, which is not declared in wipes` };
    for (const day of DAYS) if (!(next(new Date(day)) > new Date(day))) yield { path: `${path}.next`, problem: `is not later than ${day}` };
  }
}

function* notPaths(path: string, paths: readonly string[] = []): Generator<Misfit> {
  for (const entry of paths) {
    if (!entry.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..'))
      yield { path, problem: `has ${JSON.stringify(entry)}, which is no path inside the data volume` };
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
