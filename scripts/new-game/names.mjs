// @ts-check
import { NewGameError } from './errors.mjs';

const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const MAX_ID = 40;
const TITLE = /^[\p{L}\p{N}][\p{L}\p{N} .,:!&+’-]{0,59}$/u;

/** Ids whose name in code means something else: words of JavaScript, and what the one list has already. */
const TAKEN = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if implements import in instanceof interface let new null package private protected public return static ' +
    'super switch this throw true try typeof var void while with yield arguments eval undefined catalog games my-game'
  ).split(' '),
);

/**
 * A game's name in every spelling that its sources need.
 *
 * @typedef {object} Names
 * @property {string} id as in orders and folders: `project-zomboid`
 * @property {string} title as people read it: `Project Zomboid`
 * @property {string} camel as a value in code: `projectZomboid`
 * @property {string} pascal as a type in code: `ProjectZomboid`
 * @property {string} upper as in error codes: `PROJECT_ZOMBOID`
 */

/**
 * @param {string} id
 * @param {string} [title]
 * @returns {Names}
 * @throws {NewGameError}
 */
export function namesOf(id, title) {
  if (!ID.test(id) || id.length > MAX_ID)
    throw new NewGameError(
      `${JSON.stringify(id)} cannot be the id of a game: up to ${MAX_ID} small letters, figures and single dashes, beginning with a letter. A game called 7 Days to Die could be seven-days-to-die.`,
    );
  if (TAKEN.has(id)) throw new NewGameError(`A game cannot have the id ${id}: that word has a meaning in code. Add a word to it.`);
  const words = id.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const wanted = (title ?? words.join(' ')).replaceAll("'", '’').trim();
  if (!TITLE.test(wanted))
    throw new NewGameError(`${JSON.stringify(title)} cannot be a title: up to 60 letters, figures, spaces and plain punctuation.`);
  const pascal = words.join('');
  return {
    id,
    title: wanted,
    pascal,
    camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    upper: id.replaceAll('-', '_').toUpperCase(),
  };
}

/**
 * Text of the template with the names of the game in it.
 *
 * @param {string} text
 * @param {Names} names
 */
export function renamed(text, { id, title, camel, pascal, upper }) {
  /** @type {Readonly<Record<string, string>>} */
  const spellings = { 'my-game': id, 'My Game': title, myGame: camel, MyGame: pascal, MY_GAME: upper };
  return text.replace(/my-game|My Game|myGame|MyGame|MY_GAME/g, (found) => spellings[found] ?? found);
}
