import type { ComponentType } from 'react';
import type { Schema } from '../schema.ts';
import type { Problem } from '../validate.ts';

/** What every input of a value takes. */
export interface ValueInputProps {
  readonly schema: Schema;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** Where the value stands, such as `settings.tags`; parts of it add to that. */
  readonly path: string;
  readonly title: string;
  readonly unit?: string | undefined;
  /** Problems of the value and of its parts. */
  readonly problems: readonly Problem[];
  readonly id: string;
  readonly labelId: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}

/** What the input of a part of a value takes. */
export interface PartInputProps {
  readonly schema: Schema;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly path: string;
  readonly title: string;
  readonly isTitleShown?: boolean;
  readonly problems: readonly Problem[];
  /** What the Enter key does in a line of text. */
  readonly onEnter?: (() => void) | undefined;
}

/** An input whose value has parts, each of which is edited by `Part`: by anything there is, that is. */
export type CompoundInputProps<Value> = Omit<ValueInputProps, 'value'> & {
  readonly value: Value;
  readonly Part: ComponentType<PartInputProps>;
};
