import type { Terminal } from '@xterm/xterm';

/**
 * A document for xterm that keeps to `style-src 'self'`: style elements never get into the page, their text goes into
 * constructed style sheets; style attributes go through the CSSOM. The policy is about markup and allows both.
 * See docs/adr/0009.
 */
export interface StrictDocument {
  /** To be given to xterm as `documentOverride`. */
  readonly document: Document;
  /** Takes the style sheets away again. */
  dispose(): void;
}

/** Makes such a document out of that of the page. */
export function strictDocument(page: Document): StrictDocument {
  const mirrors = new Map<HTMLStyleElement, { readonly sheet: CSSStyleSheet; readonly observer: MutationObserver }>();

  /** Keeps what a style element says, which is not in the page, in a style sheet that is in force. */
  function mirror(element: HTMLStyleElement): void {
    if (mirrors.has(element)) return;
    const sheet = new CSSStyleSheet();
    const copy = (): void => sheet.replaceSync(element.textContent);
    const observer = new MutationObserver(copy);
    observer.observe(element, { childList: true, characterData: true, subtree: true });
    mirrors.set(element, { sheet, observer });
    copy();
    page.adoptedStyleSheets.push(sheet);
  }

  function appendChild<Child extends Node>(this: HTMLElement, child: Child): Child {
    if (!(child instanceof HTMLStyleElement)) return Element.prototype.appendChild.call(this, child) as Child;
    mirror(child);
    return child;
  }

  function setAttribute(this: HTMLElement, name: string, value: string): void {
    if (name === 'style') this.style.cssText = value;
    else Element.prototype.setAttribute.call(this, name, value);
  }

  const createElement = (name: string): HTMLElement => Object.assign(page.createElement(name), { appendChild, setAttribute });

  return {
    document: new Proxy(page, {
      get(target, property) {
        if (property === 'createElement') return createElement;
        // Methods of a document work on a document only, and to the browser the proxy is none.
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    }),
    dispose() {
      const gone = new Set([...mirrors.values()].map(({ sheet }) => sheet));
      for (const { observer } of mirrors.values()) observer.disconnect();
      page.adoptedStyleSheets = page.adoptedStyleSheets.filter((sheet) => !gone.has(sheet));
      mirrors.clear();
    },
  };
}

/** Where xterm 6 keeps the maker of its rows. */
const ROW_MAKER = ['_core', '_renderService', '_renderer', 'value', '_rowFactory'];

/**
 * Gives the document to the maker of rows, which xterm 6 hands the page's own one whatever `documentOverride` says. It writes
 * style attributes for marked text. Where xterm looks different inside, marked text loses a colour, and nothing else happens.
 */
export function giveToRows(terminal: Terminal, { document: strict }: StrictDocument): void {
  let place: unknown = terminal;
  for (const name of ROW_MAKER) place = typeof place === 'object' && place !== null ? Reflect.get(place, name) : undefined;
  if (typeof place === 'object' && place !== null && '_document' in place) Reflect.set(place, '_document', strict);
}
