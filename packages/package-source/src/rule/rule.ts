/** Text with limits; `pattern` is one that JavaScript and Go's RE2 read alike. */
export interface TextRule {
  readonly type: 'text';
  readonly shortest?: number;
  readonly longest?: number;
  readonly pattern?: string;
  /** What the pattern means, for people. */
  readonly means?: string;
  /** Has to be given: what it is and where it comes from. */
  readonly needed?: string;
}

/** A number within limits. */
export interface NumberRule {
  readonly type: 'integer' | 'number';
  readonly least?: number;
  readonly most?: number;
}

/** A list whose entries keep one rule. */
export interface ListRule {
  readonly type: 'list';
  readonly of: ScalarRule;
  readonly fewest?: number;
  readonly most?: number;
}

/** A Kubernetes quantity within limits, such as `500m` to `64`. */
export interface QuantityRule {
  readonly type: 'quantity';
  readonly least: string;
  readonly most: string;
  /** May be empty text, which leaves it to a default. */
  readonly mayBeEmpty?: true;
}

/** One of several words. */
export interface ChoiceRule {
  readonly type: 'choice';
  readonly of: readonly string[];
}

/** Yes or no. `needed`: has to be yes, with what to do first. */
export interface SwitchRule {
  readonly type: 'switch';
  readonly needed?: string;
}

/** What stands alone. */
export type ScalarRule = TextRule | NumberRule | QuantityRule | ChoiceRule | SwitchRule;

/** Several values under one name. */
export interface GroupRule {
  readonly type: 'group';
  readonly of: Readonly<Record<string, { readonly rule: ScalarRule; readonly description: string }>>;
}

/** What a parameter of an order may be: the one thing that schemas, words, admission policies and checks are made of. */
export type Rule = ScalarRule | ListRule | GroupRule;
