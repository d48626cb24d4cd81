import type { DataProvider, GetListParams, GetManyReferenceParams, RaRecord } from 'react-admin';
import { isResourceName, resources, type ResourceDocuments } from '../resources.js';
import { unwrap } from './post.js';
import { RequestError } from './problems.js';
import { request } from './request.js';

function documentsOf(resource: string): ResourceDocuments {
  if (!isResourceName(resource)) throw new RequestError('UNSUPPORTED', 400, 'errors.UNSUPPORTED');
  return resources[resource];
}

function unsupported(): never {
  throw new RequestError('UNSUPPORTED', 400, 'errors.UNSUPPORTED');
}

/** react-admin's filter values → the api's operator inputs: words stay, a list is `in`, an object is an operator already. */
export function filterOf(values: Record<string, unknown>): Record<string, unknown> {
  const filter: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(values)) {
    if (value == null || value === '') continue;
    if (field === 'q' || field === 'ids' || field === 'and' || field === 'or' || field === 'not') filter[field] = value;
    else if (Array.isArray(value)) filter[field] = { in: value };
    else if (typeof value === 'object') filter[field] = value;
    else filter[field] = { eq: value };
  }
  return filter;
}

async function page(resource: string, params: GetListParams & { signal?: AbortSignal }, also: Record<string, unknown> = {}) {
  const documents = documentsOf(resource);
  const { page: number = 1, perPage = 25 } = params.pagination ?? {};
  const sort = params.sort && !documents.unsortable ? { sort: params.sort.field, order: params.sort.order } : {};
  const { list } = await request(documents.list, { page: number, perPage, ...sort, filter: filterOf({ ...params.filter, ...also }) }, params.signal);
  return { data: list.items, total: list.total };
}

async function many(resource: string, ids: readonly string[], signal?: AbortSignal) {
  const { many: document } = documentsOf(resource);
  if (!document) unsupported();
  const rows = (await request(document, { ids }, signal)).many;
  // A row that this account may not see is null; react-admin leaves its place empty.
  return { data: rows.filter((row) => row !== null && 'id' in row) };
}

/** Typed documents over fetch. Every method throws RequestError when the api refuses; none turns an error into an empty answer. */
const provider = {
  supportAbortSignal: true,
  getList: (resource: string, params: GetListParams & { signal?: AbortSignal }) => page(resource, params),
  getManyReference: (resource: string, params: GetManyReferenceParams & { signal?: AbortSignal }) => page(resource, params, { [params.target]: params.id }),
  getMany: (resource: string, params: { ids: readonly string[]; signal?: AbortSignal }) => many(resource, params.ids, params.signal),
  async getOne(resource: string, params: { id: string; signal?: AbortSignal }) {
    const { one } = documentsOf(resource);
    if (!one) unsupported();
    const row = (await request(one, { id: params.id }, params.signal)).one;
    if (row === null || !('id' in row)) throw new RequestError('NOT_FOUND', 404, 'errors.NOT_FOUND');
    return { data: row };
  },
  async create(resource: string, params: { data: Record<string, unknown> }) {
    const { create } = documentsOf(resource);
    if (!create) unsupported();
    const { outcome } = await request(create.document, { input: create.input(params.data) });
    const result = unwrap(outcome);
    return { data: { ...params.data, ...(create.row ? create.row(result as never) : result as { id: string }) } };
  },
  async update(resource: string, params: { data: Record<string, unknown>; previousData?: RaRecord }) {
    const { update } = documentsOf(resource);
    if (!update) unsupported();
    const { outcome } = await request(update.document, { input: update.input(params.data) });
    return { data: { ...params.previousData, ...unwrap(outcome) as { id: string } } };
  },
  // Nothing is deleted or changed in bulk here: every change is a verb of the domain, with its own button.
  updateMany: async () => unsupported(),
  delete: async () => unsupported(),
  deleteMany: async () => unsupported(),
};

export const dataProvider = provider as unknown as DataProvider;
