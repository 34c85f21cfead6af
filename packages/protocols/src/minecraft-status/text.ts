import { asArray, isObject } from './json.ts';

/** Longest text that is made of a component, and most pieces that are looked at; real ones have a tenth of either. */
const MAX_CHARACTERS = 4096;
const MAX_PIECES = 20_000;

const FORMATTING_CODE = /§./gsu;
/** ANSI colours, C0 and C1 controls but the line feed, and what is left of a formatting code cut in two. */
const CONTROL = /\u001b\[[0-9;]*[A-Za-z]|[\u0000-\u0009\u000b-\u001f\u007f-\u009f§]/g;

/** Removes Minecraft's `§` formatting codes, ANSI colours and control characters other than line feeds. */
export function stripFormatting(text: string): string {
  return text.replace(FORMATTING_CODE, '').replace(CONTROL, '');
}

/**
 * The plain text of a chat component as Minecraft sends it: a string with formatting codes, an object, or an array of
 * either, nested. Never throws, whatever the value is; long texts are cut.
 */
export function plainText(component: unknown): string {
  return stripFormatting(new Flattening().text(component)).slice(0, MAX_CHARACTERS);
}

/** One walk over a component with a budget, because translations repeat their arguments and may so grow without bound. */
class Flattening {
  #pieces = MAX_PIECES;

  text(component: unknown): string {
    if (this.#pieces <= 0) return '';
    this.#pieces -= 1;
    if (typeof component === 'string') return component.slice(0, MAX_CHARACTERS);
    if (typeof component === 'number' || typeof component === 'boolean') return String(component);
    if (Array.isArray(component)) return this.#join(component);
    if (!isObject(component)) return '';
    return (this.#own(component) + this.#join(asArray(component['extra']))).slice(0, MAX_CHARACTERS);
  }

  #own(component: Readonly<Record<string, unknown>>): string {
    const { text, translate, keybind, selector, score, fallback } = component;
    if (text !== undefined) return this.text(text);
    if (typeof translate === 'string')
      return this.#translation(typeof fallback === 'string' ? fallback : translate, asArray(component['with']));
    if (typeof keybind === 'string') return keybind;
    if (typeof selector === 'string') return selector;
    if (isObject(score) && score['value'] !== undefined) return this.text(score['value']);
    return '';
  }

  /** Without the game's language files a key stands for itself; those that servers make up are often the pattern. */
  #translation(pattern: string, values: readonly unknown[]): string {
    let result = '';
    let next = 0;
    let from = 0;
    for (const match of pattern.slice(0, MAX_CHARACTERS).matchAll(/%(?:(\d{1,3})\$)?s|%%/g)) {
      if (result.length > MAX_CHARACTERS || this.#pieces <= 0) break;
      result += pattern.slice(from, match.index);
      from = match.index + match[0].length;
      if (match[0] === '%%') result += '%';
      else result += this.text(values[match[1] === undefined ? next++ : Number(match[1]) - 1]);
    }
    if (from === 0 && values.length > 0) return `${pattern} ${values.map((value) => this.text(value)).join(' ')}`;
    return result + pattern.slice(from);
  }

  #join(components: readonly unknown[]): string {
    let result = '';
    for (const component of components) {
      if (result.length > MAX_CHARACTERS || this.#pieces <= 0) break;
      result += this.text(component);
    }
    return result;
  }
}
