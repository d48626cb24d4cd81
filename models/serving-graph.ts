import { SEEN } from './item-item/scoring-graph.js';
import { Graph } from './onnx/graph.js';
import type { Tensor } from './onnx/graph.js';
import { cast, gather, matMul, scatterElements, sigmoid, sub, topK } from './onnx/ops.js';
import { Session } from './onnx/session.js';
import type { FeedTensor } from './onnx/session.js';
import { concat, reshape } from './onnx/shape.js';
import { parameterShapes, rowWidth } from './ranker/deep/architecture.js';
import type { Architecture, Parameters } from './ranker/deep/architecture.js';
import { networkLogits } from './ranker/deep/network.js';
import { ParamsError } from './trainer.js';

/** Recall and ranking of one reader's request in one session. */
export interface ServingTables {
  /** V [items, width]: what recall multiplies a reader's vector with. */
  readonly items: Float32Array;
  readonly width: number;
  /** Rows of the ranker's table for the fields that belong to an item [items, itemFields]. */
  readonly itemFields: Int32Array;
  /** Standardised numbers of an item [items, n]; empty where there are none. */
  readonly itemNumbers: Float32Array;
  /** The ranker: its fields are the reader's and then the item's, its numbers the item's and then the recall score. */
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  /** [rows, rowWidth(architecture)]. */
  readonly rows: Float32Array;
  /** Σ_k w_k p_k orders the list: one weight per head. */
  readonly headWeights: readonly number[];
  /** How many contents recall hands to the ranker, and how many of those are kept. */
  readonly candidates: number;
  readonly kept: number;
}

/** What the parts of a request are multiplied out to; the ranker's tensors have one axis for the candidates. */
const CANDIDATES = 'batch';

/**
 * For a reader's vector x [1, width], his field rows r [1, readerFields, rowWidth] and the items that he has seen:
 *
 *   s = xVᵀ, s_seen = −∞;  C = top `candidates` of s;  p = ranker(r, rows of C, numbers of C, s_C);  top `kept` of Σ_k w_k p_k
 *
 * All tables stand in the session, so that a request feeds some hundred numbers and fetches `kept` items with scores.
 */
export function servingGraph(tables: ServingTables): Uint8Array {
  const { items, width, itemFields, itemNumbers, architecture, candidates, kept } = tables;
  const count = items.length / width;
  const sizes = checkedSizes(tables, count);
  const graph = new Graph('serve');
  const reader = graph.input('reader', 'float32', [1, width]);
  const seen = graph.input('seen', 'int32', [1, 'seen']);
  const mask = graph.input('mask', 'float32', [1, 'seen']);
  const turned = new Float32Array(items.length);
  for (let item = 0; item < count; item++) for (let at = 0; at < width; at++) turned[at * count + item] = items[item * width + at];
  const scores = matMul(reader, graph.constant('items', 'float32', [width, count], turned));
  const recalled = topK(scatterElements(scores, seen, mask, { axis: 1, reduction: 'none' }), graph.int64s([candidates]), CANDIDATES);
  const chosen = cast(reshape(recalled.indices, [CANDIDATES]), 'int32');
  const table = graph.constant('rows', 'float32', [sizes.tableRows, rowWidth(architecture)], tables.rows);
  const rowsOfItems = gather(table, gather(graph.constant('itemFields', 'int32', [count, sizes.itemFields], itemFields), chosen));
  const numbers = [
    ...(sizes.itemNumbers > 0 ? [gather(graph.constant('itemNumbers', 'float32', [count, sizes.itemNumbers], itemNumbers), chosen)] : []),
    reshape(recalled.values, [CANDIDATES, 1]),
  ];
  const rows = sizes.readerFields > 0 ? concat([readerRows(graph, chosen, sizes.readerFields, architecture), rowsOfItems], 1) : rowsOfItems;
  const parameters = Object.fromEntries(Object.entries(parameterShapes(architecture)).map(([name, shape]) =>
    [name, graph.constant(name, 'float32', [...shape], tables.parameters[name])]));
  const logits = networkLogits(architecture, parameters, { rows, numbers: numbers.length === 1 ? numbers[0] : concat(numbers, 1) });
  const weights = graph.constant('headWeights', 'float32', [architecture.heads, 1], Float32Array.from(tables.headWeights));
  const ranked = topK(reshape(matMul(sigmoid(logits), weights), [CANDIDATES]), graph.int64s([kept]), 'kept');
  graph.output('scores', ranked.values);
  graph.output('kept', gather(chosen, ranked.indices));
  return graph.encode();
}

/** The reader's rows once per candidate: gathered by zeros, one for each. */
function readerRows(graph: Graph, chosen: Tensor, fields: number, architecture: Architecture): Tensor {
  const rows = graph.input('readerRows', 'float32', [1, fields, rowWidth(architecture)]);
  return gather(rows, sub(chosen, chosen));
}

function checkedSizes({ itemFields, itemNumbers, architecture, rows, headWeights, candidates, kept }: ServingTables, count: number) {
  const sizes = {
    itemFields: itemFields.length / count, itemNumbers: itemNumbers.length / count, tableRows: rows.length / rowWidth(architecture),
    readerFields: architecture.fields - itemFields.length / count,
  };
  if (![count, ...Object.values(sizes)].every((size) => Number.isInteger(size) && size >= 0)) {
    throw new ParamsError(`tables of ${count} items do not fit together: ${JSON.stringify(sizes)}; give every item its vector, fields and numbers`);
  }
  if (architecture.numbers !== sizes.itemNumbers + 1) {
    throw new ParamsError(`the ranker reads ${architecture.numbers} numbers; it gets ${sizes.itemNumbers} of the item and the recall score`);
  }
  if (headWeights.length !== architecture.heads) throw new ParamsError(`${headWeights.length} weights for ${architecture.heads} heads`);
  if (!(kept >= 1 && kept <= candidates && candidates <= count)) {
    throw new ParamsError(`${kept} of ${candidates} candidates of ${count} items cannot be kept; give 1 ≤ kept ≤ candidates ≤ items`);
  }
  return sizes;
}

export interface ServedRequest {
  /** [width]. */
  readonly vector: Float32Array;
  /** Table rows of the reader's fields [readerFields]. */
  readonly fieldRows: ArrayLike<number>;
  /** Dense indices. */
  readonly seen: Int32Array;
}

/** The session of a serving graph with one thread: what a request costs is small, and many processes share a machine. */
export class ServingSession {
  private constructor(private readonly session: Session, private readonly tables: ServingTables, private readonly readerRows: FeedTensor | null) {}

  static async open(tables: ServingTables): Promise<ServingSession> {
    const session = await Session.open(servingGraph(tables));
    const fields = tables.architecture.fields - tables.itemFields.length / (tables.items.length / tables.width);
    const width = rowWidth(tables.architecture);
    const feed = fields > 0 ? { dtype: 'float32' as const, data: new Float32Array(fields * width), shape: [1, fields, width] } : null;
    return new ServingSession(session, tables, feed);
  }

  /** The kept items, best first, with Σ_k w_k p_k. A seen item is among them only where fewer than `candidates` are left. */
  async serve({ vector, fieldRows, seen }: ServedRequest): Promise<{ items: Int32Array; scores: Float32Array }> {
    const { tables, readerRows: rows } = this;
    const feeds: Record<string, FeedTensor> = {
      reader: { dtype: 'float32', data: vector, shape: [1, tables.width] },
      seen: { dtype: 'int32', data: seen, shape: [1, seen.length] },
      mask: { dtype: 'float32', data: new Float32Array(seen.length).fill(SEEN), shape: [1, seen.length] },
    };
    if (rows) {
      const width = rowWidth(tables.architecture);
      for (let field = 0; field < rows.shape[1]; field++) {
        (rows.data as Float32Array).set(tables.rows.subarray(fieldRows[field] * width, (fieldRows[field] + 1) * width), field * width);
      }
      feeds.readerRows = rows;
    }
    const { kept, scores } = await this.session.run(feeds);
    return { items: kept as Int32Array, scores: scores as Float32Array };
  }

  async close(): Promise<void> {
    await this.session.dispose();
  }
}
