import type { AmfValue } from '../../amf/value.js';
import type { ApplicationInstance } from '../../application/application-instance.js';
import type { ApplicationPlace } from '../../application/application-place.js';
import type { Client } from '../../application/client.js';
import type { PublishType } from '../../application/hook.js';
import { unloadedRefusal } from '../../application/instance-life.js';
import type { InstanceScript } from '../../application/instance-script.js';
import type { Refusal } from '../../application/refusal.js';
import type { CallAnswer, StopReason } from '../../application/running-script.js';
import type { StreamName } from '../../application/stream-name.js';
import type { Logger } from '../../log/logger.js';
import type { Packed } from '../protocol/bytes.js';
import { pack, unpack } from '../protocol/pack.js';
import type { ConnectAnswer, ScriptEvent } from '../protocol/script-events.js';
import { ScriptError } from '../script-error.js';
import { clientRecord } from './client-record.js';
import { callAnswer } from './call-answer.js';
import type { AskScript, OperationFamily, TellScript } from './operation-family.js';
import { logScriptLine } from './script-log.js';
import type { ScriptPlace } from './script-place.js';
import { streamRecord } from './stream-record.js';

export interface ScriptedInstanceMeans {
  readonly logger: Logger;
  /** Finds a thread and what the script is made from. Rejects with the reason why there is none. */
  readonly open: () => Promise<ScriptPlace>;
  /** The script runs. Answers what is called when it runs no more. */
  readonly loaded?: (place: ScriptPlace) => () => void;
  /** What the instance handed over whose place this one takes; see `suspend` of ScriptEvents. */
  readonly state?: () => Packed | undefined;
  /** Makes what the script can ask of the server. */
  readonly serve: (instance: ApplicationInstance, tell: TellScript, ask: AskScript) => OperationFamily;
}

/**
 * The script of an instance, which runs on the thread of its application: what hooks are asked becomes events of the
 * script, and its answers their answers.
 */
export class ScriptedInstance implements InstanceScript {
  readonly name = 'script';
  #place: ScriptPlace | undefined;
  #family: OperationFamily | undefined;
  /** Undefined: all of them. */
  #handles: ReadonlySet<ScriptEvent> | undefined;
  #isClosed = false;
  #over: (() => void) | undefined;
  /** The clients whose connect the script has not decided. */
  readonly #deciding = new Map<Client, (refusal: Refusal) => void>();

  constructor(
    private readonly path: string,
    private readonly means: ScriptedInstanceMeans,
  ) {}

  async start(instance: ApplicationInstance): Promise<Refusal | undefined> {
    try {
      await this.#load(instance);
      return this.#isClosed ? unloadedRefusal : undefined;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.means.logger.error(`the script could not be loaded, so that nobody can connect: ${reason}`);
      const description = `[ Server.Reject ] : Failed to load application instance (${this.path}).`;
      return { rule: `script: ${reason}`, reason: 'failed', description };
    }
  }

  onConnect(
    client: Client,
    _place: ApplicationPlace,
    args: readonly AmfValue[],
  ): Promise<Refusal | undefined> | undefined {
    if (!this.#wants('connect')) return undefined;
    return new Promise((resolve) => {
      this.#deciding.set(client, resolve);
      const decided = (refusal: Refusal | undefined): void => {
        this.#deciding.delete(client);
        resolve(refusal);
      };
      this.#ask((thread, key) => thread.ask(key, 'connect', clientRecord(client), pack(...args))).then(
        (answer) => decided(refusalOf(answer)),
        (error: unknown) => decided(failed(error)),
      );
    });
  }

  onDisconnect(client: Client): void {
    this.#tell('disconnect', client.id);
  }

  /** It is told at once, and what it decides later is not heard. */
  onLeave(client: Client): void {
    this.#tell('disconnect', client.id);
    this.#abandon(client, unloadedRefusal);
  }

  async onPublish(client: Client, stream: StreamName, type: PublishType): Promise<Refusal | undefined> {
    if (!this.#wants('publish')) return undefined;
    return this.#mayUse((thread, key) => thread.ask(key, 'publish', client.id, streamRecord(stream), type));
  }

  onUnpublish(client: Client, stream: StreamName): void {
    this.#tell('unpublish', client.id, streamRecord(stream));
  }

  async onPlay(client: Client, stream: StreamName): Promise<Refusal | undefined> {
    if (!this.#wants('play')) return undefined;
    return this.#mayUse((thread, key) => thread.ask(key, 'play', client.id, streamRecord(stream)));
  }

  mayPlay(): Refusal | undefined {
    if (!this.#wants('play')) return undefined;
    return { rule: 'only an answer of the script to play itself would tell', reason: 'denied', description: '' };
  }

  onStop(client: Client, stream: StreamName): void {
    this.#tell('stop', client.id, streamRecord(stream));
  }

  call(client: Client, method: string, args: readonly AmfValue[]): Promise<CallAnswer> {
    if (!this.#wants('call')) return Promise.resolve({ answer: 'absent' });
    return callAnswer(() => this.#ask((thread, key) => thread.ask(key, 'call', client.id, method, pack(...args))));
  }

  async mayStop(reason: StopReason): Promise<boolean> {
    const code = reason === 'idle' ? 'Application.GC' : 'Application.Shutdown';
    try {
      return await this.#ask((thread, key) => thread.ask(key, 'stopping', code));
    } catch {
      return true;
    }
  }

  /** What it hands over to newer code. Never rejects. */
  async suspend(): Promise<Packed | undefined> {
    if (!this.#wants('suspend')) return undefined;
    return this.#ask((thread, key) => thread.ask(key, 'suspend')).catch(() => undefined);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const client of [...this.#deciding.keys()]) this.#abandon(client, unloadedRefusal);
    this.#place?.thread.unload(this.#place.setup.key);
    this.#family?.close();
    this.#place?.release();
    this.#over?.();
  }

  async #load(instance: ApplicationInstance): Promise<void> {
    const place = await this.means.open();
    if (this.#isClosed) return place.release();
    this.#place = place;
    const tell: TellScript = (event, ...args) => {
      if (!this.#isClosed) place.thread.tell(place.setup.key, event, ...args);
    };
    const ask: AskScript = (event, ...args) => this.#ask((thread, key) => thread.ask(key, event, ...args));
    this.#family = this.means.serve(instance, tell, ask);
    await place.thread.load(place.setup, {
      operations: this.#family.handlers,
      log: (line) => logScriptLine(this.means.logger, line),
      ended: (reason) => this.#ended(instance, reason),
    });
    if (this.#isClosed) return;
    const { handles } = await place.thread.ask(place.setup.key, 'start', ...this.#startArgs());
    this.#handles = handles && new Set(handles);
    if (!this.#isClosed) this.#over = this.means.loaded?.(place);
  }

  #startArgs(): [state?: Packed] {
    const state = this.means.state?.();
    return state === undefined ? [] : [state];
  }

  #ended(instance: ApplicationInstance, reason: string): void {
    if (this.#isClosed) return;
    this.means.logger.error(`the script has come to an end, and its clients are disconnected: ${reason}`);
    instance.life.fail('The application has come to an end.');
  }

  #wants(event: ScriptEvent): boolean {
    return this.#handles?.has(event) ?? true;
  }

  readonly #tell: TellScript = (event, ...args) => {
    if (this.#place !== undefined && !this.#isClosed && this.#wants(event))
      this.#place.thread.tell(this.#place.setup.key, event, ...args);
  };

  #ask<Answer>(question: (thread: ScriptPlace['thread'], key: string) => Promise<Answer>): Promise<Answer> {
    try {
      if (this.#place === undefined || this.#isClosed) throw new ScriptError('ended', unloadedRefusal.description);
      return question(this.#place.thread, this.#place.setup.key);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #mayUse(
    question: (thread: ScriptPlace['thread'], key: string) => Promise<string | undefined>,
  ): Promise<Refusal | undefined> {
    try {
      const description = await this.#ask(question);
      return description === undefined ? undefined : { rule: 'the script refused', reason: 'denied', description };
    } catch (error) {
      return failed(error);
    }
  }

  #abandon(client: Client, refusal: Refusal): void {
    this.#deciding.get(client)?.(refusal);
    this.#deciding.delete(client);
  }
}

function refusalOf(answer: ConnectAnswer): Refusal | undefined {
  if (answer.answer === 'accept') return undefined;
  const { description, data, redirect } = answer;
  return {
    rule: redirect === undefined ? 'the script refused' : 'the script sends it elsewhere',
    reason: 'denied',
    description: description || 'Connection failed.',
    ...(data && { data: unpack(data)[0] }),
    ...(redirect !== undefined && { redirect }),
  };
}

function failed(error: unknown): Refusal {
  if (error instanceof ScriptError && error.code === 'ended') return unloadedRefusal;
  const rule = `script: ${error instanceof Error ? error.message : String(error)}`;
  return { rule, reason: 'failed', description: 'The application failed to answer.' };
}
