import type { z } from 'zod';
import type { ServerProcess } from './server-process.js';
import { afterglow } from './server-process.js';
import { addressOf } from './admin-client.js';

/** What was answered: the status, and the body as JSON. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** Makes a user as a person at the machine does. @returns the password */
export async function addUser(data: string, name: string, ...options: string[]): Promise<string> {
  const { code, stdout, stderr } = await afterglow(['user', 'add', name, '--quiet', ...options], data).ended;
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** A user of the REST API of a server that runs. */
export class ConsoleClient {
  #cookie = '';
  #csrf = '';

  private constructor(private readonly address: string) {}

  static at(server: ServerProcess): ConsoleClient {
    return new ConsoleClient(`${addressOf(server, 'admin')}/api/v1`);
  }

  async login(user: string, password: string): Promise<ApiAnswer> {
    const answer = await this.ask('POST', '/session', { user, password });
    this.#cookie = /^[^;]*/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? '';
    const { csrf = '' } = answer.body as { csrf?: string };
    this.#csrf = csrf;
    return answer;
  }

  /** @param headers in place of those that a browser would send */
  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    const response = await fetch(this.address + path, {
      method,
      headers: {
        cookie: this.#cookie,
        'x-csrf-token': this.#csrf,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  }

  /** What is at an address, which must be exactly what its schema says. */
  async get<Schema extends z.ZodObject>(path: string, schema: Schema): Promise<z.output<Schema>> {
    const { status, body } = await this.ask('GET', path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return schema.strict().parse(body) as z.output<Schema>;
  }

  /** Hears events until the function that is answered is called. */
  async listen(path: string, heard: (name: string, data: unknown) => void): Promise<() => void> {
    const stop = new AbortController();
    const response = await fetch(this.address + path, { headers: { cookie: this.#cookie }, signal: stop.signal });
    void read(response, heard).catch(() => undefined);
    return () => stop.abort();
  }
}

async function read({ body }: Response, heard: (name: string, data: unknown) => void): Promise<void> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? [];
      if (name !== undefined && data !== undefined) heard(name, JSON.parse(data));
    }
  }
}
