import type { ApiErrorBody } from '../../../src/admin/api/schema/index.js';
import { ApiProblem } from './api-problem.js';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

const ROOT = '/api/v1';

/** What the server wants to see with every request that changes something. */
let csrf = '';
let loggedOut: () => void = () => undefined;

/** Takes the sign of a login; `onLoggedOut` is called when the server does not know it any more. */
export function useLogin(token: string, onLoggedOut: () => void): void {
  csrf = token;
  loggedOut = onLoggedOut;
}

/** The address of something of the API, with those parts of the query that are given. */
export function addressOf(path: readonly string[], query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
  const address = `${ROOT}/${path.map(encodeURIComponent).join('/')}`;
  return search.size === 0 ? address : `${address}?${search.toString()}`;
}

/** Asks the API for something. */
export async function get<Answer>(path: readonly string[], query: Query = {}, signal?: AbortSignal): Promise<Answer> {
  return request<Answer>('GET', path, query, undefined, signal);
}

/** Changes something by the API. */
export async function change<Answer = unknown>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: readonly string[],
  body?: unknown,
  query: Query = {},
): Promise<Answer> {
  return request<Answer>(method, path, query, body);
}

async function request<Answer>(
  method: string,
  path: readonly string[],
  query: Query,
  body: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['x-csrf-token'] = csrf;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(addressOf(path, query), {
    method,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text();
  const answer = parsed(text);
  if (response.ok) return answer as Answer;
  const { error, code, problems } = (answer ?? {}) as Partial<ApiErrorBody>;
  if (response.status === 401 && code === 'not-logged-in') loggedOut();
  throw new ApiProblem(
    response.status,
    error ?? `The server answered ${response.status} to ${method} ${addressOf(path)}.`,
    code,
    problems,
  );
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
