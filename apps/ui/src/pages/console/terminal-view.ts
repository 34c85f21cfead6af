import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon, type ISearchOptions } from '@xterm/addon-search';
import { Terminal, type ITheme } from '@xterm/xterm';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@xterm/xterm/css/xterm.css';
import './console.css';
import { readColours } from '../../parts/colours.ts';
import { onThemeChange } from '../../shell/theme.ts';
import type { ConsoleEntry } from './console-entry.ts';
import { consoleLogLimits } from './console-log.ts';
import { forTerminal } from './console-text.ts';
import { giveToRows, strictDocument } from './strict-document.ts';

const FONT = "'JetBrains Mono Variable', ui-monospace, 'SF Mono', Menlo, Consolas, monospace";
/** Reading goes on in another font when ours does not come. */
const FONT_PATIENCE_MS = 1_500;
const HIDE_CURSOR = '\u001b[?25l';
const CLEAR_ALL = '\u001b[2J\u001b[3J\u001b[H';
/** Found words are marked and counted; how they look stands in console.css. Colours given here would become style attributes. */
const MARKS: NonNullable<ISearchOptions['decorations']> = { matchOverviewRuler: '#000000', activeMatchColorOverviewRuler: '#000000' };
const PAGE_KEYS: Readonly<Record<string, (terminal: Terminal) => void>> = {
  PageUp: (terminal) => terminal.scrollPages(-1),
  PageDown: (terminal) => terminal.scrollPages(1),
  ArrowUp: (terminal) => terminal.scrollLines(-1),
  ArrowDown: (terminal) => terminal.scrollLines(1),
  Home: (terminal) => terminal.scrollToTop(),
  End: (terminal) => terminal.scrollToBottom(),
};

export interface TerminalViewOptions {
  readonly host: HTMLElement;
  readonly label: string;
  readonly fontSize: number;
  readonly formatTime: ((at: string) => string) | undefined;
  /** The reader has scrolled away from the newest line, or back to it. */
  readonly onAtBottom: (isAtBottom: boolean) => void;
  readonly onMatches: (index: number, count: number) => void;
  readonly onSelection: (hasSelection: boolean) => void;
}

/** Waits until lines can be measured in the font they will have. */
export async function loadTerminalFont(): Promise<void> {
  await Promise.race([document.fonts.load(`13px ${FONT}`), new Promise((resolve) => setTimeout(resolve, FONT_PATIENCE_MS))]).catch(
    () => undefined,
  );
}

/** The screen of the console: a terminal that only shows. */
export class TerminalView {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon({ highlightLimit: 1_000 });
  readonly #host: HTMLElement;
  readonly #undo: (() => void)[] = [];
  #formatTime: ((at: string) => string) | undefined;
  #isAtBottom = true;
  #unparsed = 0;
  /** Lines end before the next one begins, so that no empty line stands below the newest. */
  #isBlank = true;

  constructor({ host, label, fontSize, formatTime, onAtBottom, onMatches, onSelection }: TerminalViewOptions) {
    this.#host = host;
    this.#formatTime = formatTime;
    const strict = strictDocument(document);
    const terminal = new Terminal({
      allowProposedApi: true,
      documentOverride: strict.document,
      convertEol: false,
      cursorBlink: false,
      cursorInactiveStyle: 'none',
      disableStdin: true,
      fontFamily: FONT,
      fontSize,
      lineHeight: 1.35,
      scrollback: consoleLogLimits.kept,
      theme: this.#theme(),
    });
    this.#terminal = terminal;
    terminal.loadAddon(this.#fit);
    terminal.loadAddon(this.#search);
    terminal.open(host);
    giveToRows(terminal, strict);
    terminal.textarea?.setAttribute('aria-label', label);
    terminal.attachCustomKeyEventHandler((event) => this.#onKey(event));
    this.#fit.fit();
    terminal.write(HIDE_CURSOR);

    const lookAtScroll = (): void => {
      const { viewportY, baseY } = terminal.buffer.active;
      const isAtBottom = viewportY >= baseY;
      if (isAtBottom === this.#isAtBottom) return;
      this.#isAtBottom = isAtBottom;
      onAtBottom(isAtBottom);
    };
    terminal.onScroll(lookAtScroll);
    terminal.onRender(lookAtScroll);
    terminal.onSelectionChange(() => onSelection(terminal.hasSelection()));
    this.#search.onDidChangeResults(({ resultIndex, resultCount }) => onMatches(resultIndex, resultCount));

    let frame = 0;
    const resized = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => this.#fit.fit());
    });
    resized.observe(host);
    this.#undo.push(
      () => resized.disconnect(),
      () => cancelAnimationFrame(frame),
      onThemeChange(() => {
        terminal.options.theme = this.#theme();
      }),
      () => terminal.dispose(),
      () => strict.dispose(),
    );
  }

  /** Whether the terminal keeps up with what it was given. */
  get isReady(): boolean {
    return this.#unparsed < 2;
  }

  write(entries: readonly ConsoleEntry[], onDone: () => void): void {
    if (entries.length === 0) return;
    const written = entries.map((entry) => forTerminal(entry, this.#formatTime)).join('\r\n');
    const start = this.#isBlank ? '' : '\r\n';
    this.#isBlank = false;
    this.#unparsed++;
    this.#terminal.write(start + written, () => {
      this.#unparsed--;
      onDone();
    });
  }

  /** Shows everything again, in another way. */
  redraw(entries: readonly ConsoleEntry[], formatTime: ((at: string) => string) | undefined): void {
    this.#formatTime = formatTime;
    this.clear();
    this.write(entries, () => undefined);
  }

  clear(): void {
    this.#terminal.write(CLEAR_ALL);
    this.#isBlank = true;
  }

  scrollToBottom(): void {
    this.#terminal.scrollToBottom();
  }

  setFontSize(fontSize: number): void {
    this.#terminal.options.fontSize = fontSize;
    this.#fit.fit();
  }

  get selection(): string {
    return this.#terminal.getSelection();
  }

  /** Looks for the next match from the newest line upwards, or back down. */
  find(term: string, direction: 'up' | 'down', isTyping: boolean): void {
    if (term === '') return this.endSearch();
    const options: ISearchOptions = { decorations: MARKS, incremental: isTyping };
    if (direction === 'up') this.#search.findPrevious(term, options);
    else this.#search.findNext(term, options);
  }

  endSearch(): void {
    this.#search.clearDecorations();
    this.#terminal.clearSelection();
  }

  dispose(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  /** @returns whether xterm may handle the key itself */
  #onKey(event: KeyboardEvent): boolean {
    const scroll = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey ? undefined : PAGE_KEYS[event.key];
    if (scroll !== undefined) {
      event.preventDefault();
      if (event.type === 'keydown') scroll(this.#terminal);
    }
    // Everything else is the browser's: Tab goes on, Ctrl C copies.
    return false;
  }

  #theme(): ITheme {
    const colour = readColours(this.#host, ['sunken', 'ink', 'ink-2', 'ink-3', 'accent', 'good', 'warn', 'bad']);
    return {
      background: colour.sunken,
      foreground: colour.ink,
      cursor: colour.sunken,
      cursorAccent: colour.sunken,
      selectionBackground: `${colour.accent}59`,
      scrollbarSliderBackground: `${colour['ink-3']}55`,
      scrollbarSliderHoverBackground: `${colour['ink-3']}88`,
      scrollbarSliderActiveBackground: `${colour['ink-3']}aa`,
      red: colour.bad,
      yellow: colour.warn,
      green: colour.good,
      blue: colour.accent,
      brightBlack: colour['ink-3'],
      white: colour['ink-2'],
    };
  }
}
