import type { SimulatedWorld, Stage } from '@gse/simulator';
import type { Ban, Folder, ServerSettings } from './folder.ts';
import type { Printer } from './lines.ts';

/** Seconds a save takes. */
const SAVE_SECONDS = 0.05;
const SELF = '<server>';

/** The running game: its people, lists and settings, and what it prints about them. */
export class SimulatedServer {
  readonly version: string;
  readonly settings: ServerSettings;
  readonly admins: Set<string>;
  readonly whitelist: Set<string>;
  readonly bans: Map<string, Ban>;
  whitelistEnabled: boolean;
  /** True once the command was given, which the log tells from a signal. */
  quitByCommand = false;

  readonly #stage: Stage;
  readonly #print: Printer;
  readonly #folder: Folder;
  readonly #world: SimulatedWorld;
  readonly #saveFile: string;
  readonly #seen = new Set<string>();
  #saving: Promise<unknown> = Promise.resolve();
  #played = 0;
  #playingSince: number | undefined;

  constructor(parts: {
    readonly stage: Stage;
    readonly print: Printer;
    readonly folder: Folder;
    readonly world: SimulatedWorld;
    readonly saveFile: string;
    readonly settings: ServerSettings;
  }) {
    this.#stage = parts.stage;
    this.#print = parts.print;
    this.#folder = parts.folder;
    this.#world = parts.world;
    this.#saveFile = parts.saveFile;
    this.settings = parts.settings;
    this.version = parts.stage.env['VERSION'] ?? '0.0.0';
    this.whitelistEnabled = parts.folder.startOptions().whitelist;
    this.admins = parts.folder.admins();
    this.whitelist = parts.folder.whitelist();
    this.bans = parts.folder.bans();
    this.#keepTime();
  }

  /** Lets people in, and begins to autosave. */
  open(): void {
    this.#stage.open({
      refuse: (name) => this.#refusal(name),
      joined: (name) => {
        this.#seen.add(name);
        this.#keepTime();
        this.#print.event('JOIN', `${name} joined the game`);
      },
      left: (name, because) => {
        this.#keepTime();
        if (because !== undefined) this.#print.event('KICK', `${name} was kicked by ${SELF}. Reason: ${because}.`);
        this.#print.event('LEAVE', `${name} left the game`);
      },
      said: (name, text) => this.#print.event('CHAT', `${name}: ${text}`),
    });
    let slot = 0;
    this.#stage.every(this.settings.autosave_interval * 60, async () => {
      slot = (slot % this.settings.autosave_slots) + 1;
      await this.#save(`Saving to _autosave${slot} (blocking).`);
    });
  }

  get online(): readonly string[] {
    return this.#stage.players.online;
  }
  /** Everybody who was ever here, in the order they first came. */
  get known(): readonly string[] {
    return [...this.#seen];
  }
  /** Seconds that passed on the map; none while it is paused. */
  get playedSeconds(): number {
    this.#keepTime();
    return Math.floor(this.#played / 1000);
  }

  /** Answers nothing while the game hangs or saves: everything happens on one thread. */
  async ready(): Promise<void> {
    await this.#stage.responsive();
    await this.#saving;
  }

  say(text: string): void {
    this.#print.event('CHAT', `${SELF}: ${text}`);
  }
  tell(tag: string, message: string): void {
    this.#print.event(tag, message);
  }

  /** The name as its owner spells it: commands take any spelling. */
  spelled(name: string): string {
    return this.known.find((known) => known.toLowerCase() === name.toLowerCase()) ?? name;
  }

  kick(name: string, reason: string): boolean {
    return this.#stage.players.leave(name, reason).done;
  }

  ban(name: string, reason: string): void {
    this.bans.set(name, { username: name, reason });
    this.#folder.writeBans(this.bans.values());
    this.#print.event('BAN', `${name} was banned by ${SELF}. Reason: ${reason}.`);
    this.#stage.players.leave(name);
  }

  unban(name: string): boolean {
    const done = this.bans.delete(name);
    this.#folder.writeBans(this.bans.values());
    if (done) this.#print.event('UNBANNED', `${name} was unbanned by ${SELF}.`);
    return done;
  }

  setAdmin(name: string, admin: boolean): void {
    if (admin) this.admins.add(name);
    else this.admins.delete(name);
    this.#folder.writeAdmins(this.admins);
    this.#print.event(admin ? 'PROMOTE' : 'DEMOTE', `${name} was ${admin ? 'promoted to' : 'demoted from'} admin by ${SELF}.`);
  }

  setWhitelisted(name: string, listed: boolean): void {
    if (listed) this.whitelist.add(name);
    else this.whitelist.delete(name);
    this.#folder.writeWhitelist(this.whitelist);
  }

  /** Begins a save; the game answers again when it is over. */
  save(): void {
    void this.#save(`Saving game as ${this.#saveFile}`);
  }

  requestQuit(): void {
    this.quitByCommand = true;
    this.#stage.requestStop();
  }

  /** Saves on the way out; false when it could not. */
  async saveAndLeave(): Promise<boolean> {
    await this.#saving;
    this.#print.engine('Info', 'MainLoop.cpp:437', `Saving map as ${this.#saveFile}`);
    const leaving = this.#world.save();
    this.#saving = leaving;
    const saved = await leaving;
    if (saved) this.#print.engine('Info', 'MainLoop.cpp:448', 'Saving progress: 100.000000%');
    else this.#print.engine('Error', 'MainLoop.cpp:452', this.#saveTrouble());
    this.#stage.players.leaveAll();
    return saved;
  }

  #save(words: string): Promise<void> {
    const saving = this.#saving
      .then(async () => {
        this.#print.engine('Info', 'AppManager.cpp:287', words);
        await this.#stage.wait(SAVE_SECONDS);
        if (await this.#world.save()) this.#print.engine('Info', 'AppManager.cpp:419', 'Saving finished');
        else this.#print.engine('Error', 'AppManager.cpp:431', this.#saveTrouble());
      })
      .catch((error: unknown) => {
        if (!this.#stage.signal.aborted) throw error;
      });
    this.#saving = saving;
    return saving;
  }

  #saveTrouble(): string {
    return `Saving failed: filesystem error: cannot write ${this.#saveFile}: Input/output error`;
  }

  #refusal(name: string): string | undefined {
    if (this.bans.has(name)) return 'banned from this game';
    if (this.admins.has(name)) return undefined;
    if (this.whitelistEnabled && !this.whitelist.has(name)) return 'not on the whitelist';
    const returning = this.settings.ignore_player_limit_for_returning_players && this.#seen.has(name);
    const { max_players: most } = this.settings;
    return most > 0 && this.online.length >= most && !returning ? 'the server is full' : undefined;
  }

  /** Called whenever somebody came or went, after the fact. */
  #keepTime(): void {
    const now = performance.now();
    if (this.#playingSince !== undefined) this.#played += now - this.#playingSince;
    this.#playingSince = this.settings.auto_pause && this.online.length === 0 ? undefined : now;
  }
}
