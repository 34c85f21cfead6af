/**
 * A service beside the game that somebody has to provide and that the platform does not run by itself, such as a database.
 * Declared, so that whoever orders is asked for the way there, a hoster can offer one, and a backup is known to be half of it.
 */
export interface NeedSpec<Secret extends string = string> {
  /** What speaks there; `mysql` is MySQL and MariaDB alike. */
  readonly kind: 'mysql';
  readonly title: string;
  /** What it is for, and what is not there without it, in a sentence or two. */
  readonly description: string;
  /** Id of the secret that says where it is and how to log in. */
  readonly secret: Secret;
  /** The game runs without it. */
  readonly optional?: true;
}
