import type { Node } from '../../schema/node.js';
import type { Context } from './context.js';

/**
 * How `node(id)` finds the nouns of one type: uuids in, rows out in the same order. What is not there or what the
 * actor may not see is null. Each noun's resolver file exports its own (`partnerNodes`), server/nouns.ts composes them.
 */
export type NodeSource = (uuids: readonly string[], context: Context) => Promise<(Node | null)[]>;

/** Type name → source. */
export type NodeTable = Readonly<Record<string, NodeSource>>;
