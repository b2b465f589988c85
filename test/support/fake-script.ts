import type { AmfValue } from '../../src/amf/value.js';
import type { ApplicationInstance } from '../../src/application/application-instance.js';
import type { Client } from '../../src/application/client.js';
import { unloadedRefusal } from '../../src/application/instance-life.js';
import type { InstanceScript } from '../../src/application/instance-script.js';
import type { Refusal } from '../../src/application/refusal.js';
import type { CallAnswer, StopReason } from '../../src/application/running-script.js';

/** A question that a script has been asked: a test answers it when it likes. */
export interface Question<Answer> {
  readonly about: string;
  answer(answer: Answer): void;
}

/** The script of an instance that answers what a test says, and by default everything at once. */
export class FakeScript implements InstanceScript {
  readonly name = 'script';
  readonly news: string[] = [];
  /** Where it was started. */
  instance: ApplicationInstance | undefined;
  /** What it says at once; undefined: its questions wait in the lists below. */
  starts: (() => Promise<Refusal | undefined>) | undefined = () => Promise.resolve(undefined);
  connects: ((client: Client, args: readonly AmfValue[]) => Refusal | undefined) | undefined = () => undefined;
  calls: ((method: string, args: readonly AmfValue[]) => CallAnswer) | undefined = () => ({ answer: 'absent' });
  stops: ((reason: StopReason) => boolean) | undefined = () => true;
  readonly starting: Question<Refusal | undefined>[] = [];
  readonly connecting: Question<Refusal | undefined>[] = [];
  readonly calling: Question<CallAnswer>[] = [];
  readonly stopping: Question<boolean>[] = [];

  start(instance: ApplicationInstance): Promise<Refusal | undefined> {
    this.instance = instance;
    this.news.push('start');
    return this.starts?.() ?? waiting(this.starting, instance.path);
  }

  onConnect(client: Client, _place: object, args: readonly AmfValue[]): Promise<Refusal | undefined> {
    this.news.push(`connect ${client.id}`);
    if (this.connects === undefined) return waiting(this.connecting, client.id);
    return Promise.resolve(this.connects(client, args));
  }

  onDisconnect(client: Client): void {
    this.news.push(`disconnect ${client.id}`);
  }

  onLeave(client: Client): void {
    this.news.push(`leave ${client.id}`);
    this.connecting.find(({ about }) => about === client.id)?.answer(unloadedRefusal);
  }

  call(client: Client, method: string, args: readonly AmfValue[]): Promise<CallAnswer> {
    this.news.push(`call ${client.id} ${method}`);
    return this.calls === undefined ? waiting(this.calling, method) : Promise.resolve(this.calls(method, args));
  }

  mayStop(reason: StopReason): Promise<boolean> {
    this.news.push(`stop ${reason}`);
    return this.stops === undefined ? waiting(this.stopping, reason) : Promise.resolve(this.stops(reason));
  }

  close(): void {
    this.news.push('close');
  }
}

function waiting<Answer>(questions: Question<Answer>[], about: string): Promise<Answer> {
  return new Promise((answer) => questions.push({ about, answer }));
}
