import type { KindRules, ScalePaths, Subresource } from '../resources/definition.ts';
import type { Column } from '../table/column.ts';

/** One row of the table of built-in kinds. */
export interface BuiltinType {
  group: string;
  version: string;
  kind: string;
  plural: string;
  shortNames?: readonly string[];
  categories?: readonly string[];
  namespaced: boolean;
  description: string;
  hasStatus?: true;
  hasGeneration?: true;
  scale?: ScalePaths;
  otherSubresources?: readonly Subresource[];
  columns?: readonly Column[];
  selectableFields?: readonly string[];
  rules?: KindRules;
}
