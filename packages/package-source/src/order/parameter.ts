import type { Rule } from '../rule/rule.ts';

/** Where the value of a parameter goes. */
export type Target =
  /** A field of the GameServer's spec, such as `['version', 'pin']`. */
  | { readonly to: 'spec'; readonly path: readonly string[] }
  /** The consent to a licence, in `spec.licences`. */
  | { readonly to: 'licence'; readonly id: string }
  /** A key of the Secret with the server's credentials. */
  | { readonly to: 'credential'; readonly id: string; readonly isNeeded: boolean; readonly isShown: boolean };

/** One flat value of an order. Everything about orders is made from the list of these. */
export interface Parameter {
  readonly name: string;
  /** Heading under which it stands. */
  readonly section: string;
  readonly title: string;
  readonly description: string;
  /** What it is when nobody says anything; a value equal to it leaves the GameServer's field out. */
  readonly default: unknown;
  readonly rule: Rule;
  /**
   * What an earlier edition took, where that was more. Schemas keep to it: they do not see what an order was before, and one that
   * they do not take can be neither rendered nor edited in a form. New values keep to `rule`, which is the admission policies' work.
   */
  readonly earlier?: Rule;
  readonly target: Target;
  /** A GameServer may say more here than an order: what the provider keeps to itself. */
  readonly isNarrower?: true;
  /** Cannot change once the order is placed. */
  readonly isImmutable?: true;
  /** A volume: may grow, never shrink. */
  readonly mayOnlyGrow?: true;
  /** List of the platform from which a form lets people choose, such as `storageclass`. */
  readonly options?: string;
}

/** True for what has no default that does. */
export function isAsked({ target }: Parameter): boolean {
  return target.to === 'licence' || (target.to === 'credential' && target.isNeeded);
}
