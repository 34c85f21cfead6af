import { settingsHash, type LiveSettingsResponse } from '@gse/agent-client';
import { checkSettings, settingMetas, type AnyGame } from '@gse/sdk';
import type { GameCallError, Session } from '@gse/session';
import { writePrepared, type Prepared } from '../prepare/prepared.ts';

/** What the running game has of settings, and how it is told new ones. */
export class LiveSettings {
  readonly #game: AnyGame;
  readonly #sharedDir: string;
  readonly #onChange: () => void;
  #prepared: Prepared;
  #applying: Promise<unknown> = Promise.resolve();

  constructor(game: AnyGame, sharedDir: string, prepared: Prepared, onChange: () => void) {
    this.#game = game;
    this.#sharedDir = sharedDir;
    this.#prepared = prepared;
    this.#onChange = onChange;
  }

  get settings(): Readonly<Record<string, unknown>> {
    return this.#prepared.settings;
  }

  get hash(): string {
    return this.#prepared.settingsHash;
  }

  /** Tells the game setting by setting, so that each has its own answer; one caller at a time. */
  apply(session: Session, changes: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<LiveSettingsResponse> {
    const applying = this.#applying.then(() => this.#apply(session, changes, signal));
    this.#applying = applying.catch(() => undefined);
    return applying;
  }

  async #apply(session: Session, changes: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<LiveSettingsResponse> {
    const metas = settingMetas(this.#game.settings);
    const applied: string[] = [];
    const failed: { setting: string; code: string; message: string }[] = [];
    for (const [setting, given] of Object.entries(changes)) {
      const refuse = (code: string, message: string): void => {
        failed.push({ setting, code, message });
      };
      const meta = metas.get(setting);
      if (!meta) {
        refuse('UnknownSetting', `${this.#game.title} has no setting ${setting}.`);
        continue;
      }
      if (meta.applies !== 'live' || !this.#game.applyLive) {
        refuse('NeedsRestart', `${meta.title} takes effect at the next start.`);
        continue;
      }
      const { settings, problems } = checkSettings(this.#game, { ...this.settings, [setting]: given });
      if (!settings) {
        refuse('InvalidSetting', problems[0]?.message ?? 'invalid');
        continue;
      }
      try {
        await session.applyLive({ [setting]: settings[setting] }, signal);
        applied.push(setting);
        await this.#keep({ ...this.settings, [setting]: settings[setting] });
      } catch (error) {
        const { code, message } = (error as GameCallError).reason;
        refuse(code, message);
      }
    }
    return { applied, ...(failed.length > 0 ? { failed } : {}) };
  }

  /** Kept in the shared volume, so that a restarted agent knows what the running game has. */
  async #keep(settings: Record<string, unknown>): Promise<void> {
    this.#prepared = { ...this.#prepared, settings, settingsHash: settingsHash(settings) };
    this.#onChange();
    await writePrepared(this.#sharedDir, this.#prepared).catch(() => undefined);
  }
}
