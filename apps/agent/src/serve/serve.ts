import { once } from 'node:events';
import type { Server } from 'node:http';
import { AGENT_TOKEN_SECRET, settingsHash, type ServerConfig } from '@gse/agent-client';
import type { AnyGame } from '@gse/sdk';
import { createSession, LogBuffer, LogFollower, logReader, type LogDiagnosis } from '@gse/session';
import { HistoryFile } from '../history/file.ts';
import { History } from '../history/history.ts';
import { Sampler } from '../history/sampler.ts';
import { ConsoleHub } from '../http/console-hub.ts';
import { prometheusText } from '../http/metrics.ts';
import { agentRoutes } from '../http/routes.ts';
import { agentServer, keepListening } from '../http/server.ts';
import { steadyClock, type AgentClock } from '../clock.ts';
import type { AgentEnvironment } from '../environment.ts';
import { readPrepared, type Prepared } from '../prepare/prepared.ts';
import type { Secrets } from '../secrets.ts';
import { addressOf, tcpAddresses } from './addresses.ts';
import { Drain } from './drain.ts';
import { ExpectedStop } from './expected-stop.ts';
import { LiveSettings } from './live-settings.ts';
import { readLists } from './player-lists.ts';
import { Monitor } from './monitor.ts';
import { Notices } from './notices.ts';
import { QuiesceLease } from './quiesce-lease.ts';
import { ReportBoard } from './report-board.ts';
import { reportOf } from './report-content.ts';
import { readRun, RunNotes } from './run-notes.ts';
import { SaveRecord } from './save-record.ts';
import { untilOver } from './until-over.ts';
import { worldDisk } from './world-disk.ts';
import type { AgentLog } from '../log.ts';

/** What serving works on. */
export interface ServeInput {
  readonly game: AnyGame;
  readonly config: ServerConfig;
  readonly environment: AgentEnvironment;
  readonly secrets: Secrets;
  readonly clock: AgentClock;
  random(): number;
  readonly log: AgentLog;
  /** Asked to leave: what the game still needs is done first. */
  readonly signal: AbortSignal;
  /** Must be gone at once. */
  readonly killed: AbortSignal;
}

/** The same trouble again within this time is not news. */
const sameDiagnosisMs = 30_000;

/** Looks after a running game until it is asked to leave and the game is drained. */
export async function serve(input: ServeInput): Promise<void> {
  const { game, config, environment, secrets, clock, log } = input;
  const { sharedDir } = environment;
  const random = input.random.bind(input);
  if (secrets.get(AGENT_TOKEN_SECRET) === undefined) {
    // Was there when the game was prepared. A drain needs no token.
    log(
      `${environment.secretsDir}: the secret ${AGENT_TOKEN_SECRET} is missing or empty; until it is back, nobody may ask this agent`,
      'error',
    );
  }
  const prepared = (await readPrepared(sharedDir)) ?? preparedAsConfigured(config, clock);
  const known = await readRun(sharedDir);
  const isSimulated = config.simulated === true || environment.isSimulated;
  const addresses = tcpAddresses(game, environment);
  let diagnosis: LogDiagnosis | undefined;
  let isStuckQuiesced = false;

  // Numbers go on growing over restarts of the agent, because time does.
  const buffer = new LogBuffer({ firstNumber: clock.now() });
  if (isSimulated) buffer.append(`Simulated: no real ${game.title} runs here, a simulator of the game answers instead.`, clock.now());

  const live = new LiveSettings(game, sharedDir, prepared, () => board.set({ settings: live.settings, settingsHash: live.hash }));
  const saves = new SaveRecord(clock);
  const session = saves.counted(
    createSession({
      game,
      resolve: (name) => addressOf(game, environment, name),
      secret: (id) => secrets.get(id),
      settings: () => live.settings,
      log: buffer,
      clock: steadyClock(clock),
      random,
      onConnectionLost: () => monitor.connectionLost(),
    }),
  );
  const runNotes = new RunNotes(sharedDir, known);
  const monitor = new Monitor({
    game,
    session,
    addresses,
    clock,
    random,
    log,
    known,
    onChange({ health }) {
      // Kept over a crash for whoever asks why, until the next run is well.
      if (diagnosis && health.health === 'Healthy' && diagnosis.at < (health.startedAt ?? 0)) diagnosis = undefined;
      runNotes.note(health);
      if (health.health === 'Healthy' || health.health === 'Degraded') drain.gameIsUp();
      publish();
    },
  });
  const board = new ReportBoard(clock, {
    ...reportOf(game, monitor.observation, isStuckQuiesced, diagnosis),
    drain: { state: 'none' },
    settings: live.settings,
    settingsHash: live.hash,
    version: prepared.version,
    simulated: isSimulated,
  });
  const publish = (): void => board.set(reportOf(game, monitor.observation, isStuckQuiesced, diagnosis));

  const readLine = logReader(game, buffer, {
    ready: () => monitor.ready(),
    progressed: (progress) => monitor.progressed(progress),
    joined: (player) => monitor.joined(player),
    left: (player) => monitor.left(player),
    diagnosed(found) {
      if (diagnosis?.id === found.id && found.at - diagnosis.at < sameDiagnosisMs) return;
      diagnosis = found;
      publish();
    },
  });
  const follower = new LogFollower({
    root: environment.dataDir ?? config.dataPath,
    file: game.log.file,
    noise: game.log.noise,
    buffer,
    clock,
    random,
    earlier: prepared.log,
    redact: () => [...Object.keys(game.secrets), AGENT_TOKEN_SECRET].flatMap((id) => secrets.get(id) ?? []),
    onReplaced: () => monitor.logReplaced(),
    onLine(text, at) {
      monitor.wrote();
      readLine(text, at);
    },
  });
  const quiesce = new QuiesceLease(session, clock, (isStuck) => {
    isStuckQuiesced = isStuck;
    if (isStuck) log('the game could not be told to write its files again; trying on', 'warn');
    else log('the game writes its files again');
    publish();
  });
  const expectedStop = new ExpectedStop(clock);
  const drain = new Drain({
    game,
    session,
    sharedDir,
    addresses,
    buffer,
    clock,
    log,
    health: () => monitor.observation.health.health,
    runSince: () => monitor.observation.health.startedAt,
    noticeSeconds: () => (expectedStop.isExpected ? 0 : environment.evictionNoticeSeconds),
    askPlayers: (signal) => monitor.askPlayers(signal),
    players: () => monitor.observation.players,
    release: () => quiesce.end(),
    onChange(state) {
      if (state.state === 'none') quiesce.begin();
      board.set({ drain: state });
    },
  });
  const notices = await Notices.open({ sharedDir, log, announce: (message) => session.announce(message) });
  const history = new History();
  const sampler = new Sampler({
    history,
    file: new HistoryFile(environment.dataDir ?? config.dataPath, config),
    clock,
    random,
    log,
    report: () => board.content,
    // A game that saves does not answer, and one that is not up has nothing to tell.
    metrics: async (signal) => {
      const { health } = board.content.game;
      return session.isBusy || (health !== 'Healthy' && health !== 'Degraded') ? [] : await session.metrics(signal);
    },
  });
  const hub = new ConsoleHub({ buffer, clock, command: (line) => session.command(line) });

  await using stack = new AsyncDisposableStack();
  stack.defer(() => runNotes.close());
  stack.defer(() => session.close());
  stack.defer(() => follower.close());
  stack.defer(() => monitor.stop());
  stack.defer(() => drain.close());
  stack.defer(() => quiesce.close(input.killed));
  stack.defer(() => sampler.close(input.killed));
  // What is under way ends with an error at once instead of at its deadline.
  input.killed.addEventListener('abort', () => void session.close(), { once: true });

  const server = agentServer({
    routes: agentRoutes({
      board,
      session,
      notices,
      quiesce,
      isJoinable: () => ['Healthy', 'Degraded'].includes(monitor.observation.health.health),
      askPlayers: (signal) => monitor.askPlayers(signal),
      applyLive: (changes, signal) => live.apply(session, changes, signal),
      lists: (signal) => readLists(game, session, signal),
      expectStop: () => expectedStop.expect(),
      history: (range) => history.read(range, clock.now()),
      async metrics(signal) {
        // The game's figures are a bonus; without them the report's are still worth scraping.
        const samples = await session.metrics(signal).catch(() => []);
        const identity = { namespace: config.namespace, server: config.server, game: game.id };
        return prometheusText(
          identity,
          board.report(),
          {
            consoleViewers: hub.viewers,
            logLines: buffer.lastNumber - buffer.firstNumber,
            saves: saves.figures,
            isStuckQuiesced,
            disk: await worldDisk(environment.dataDir ?? config.dataPath),
          },
          samples,
        );
      },
    }),
    upgrade(url, request, socket, head) {
      if (url.pathname !== '/v1/console') return false;
      hub.accept(url.searchParams, request, socket, head);
      return true;
    },
    secrets,
    clock,
    log,
  });
  const closing = new AbortController();
  const listening = keepListening(server, environment.listen, { clock, log, signal: closing.signal });
  stack.defer(async () => {
    closing.abort();
    await listening;
    await closeServer(server);
  });
  stack.defer(() => hub.close(input.killed));

  void follower.start();
  monitor.start();
  drain.start();
  sampler.start();
  log(`looks after ${game.title} ${prepared.version}${isSimulated ? ' (simulated)' : ''}`);
  await untilOver(input.signal, input.killed, clock, monitor, drain);
}

/** A game that nobody prepared, as when the shared volume was lost: what is configured is the best guess. */
function preparedAsConfigured(config: ServerConfig, clock: AgentClock): Prepared {
  return {
    at: new Date(clock.now()).toISOString(),
    version: config.version,
    settings: config.settings,
    settingsHash: settingsHash(config.settings),
  };
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
