import type { ScriptHttpAnswer, ScriptHttpRequest } from '../../protocol/script-services.js';
import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';
import { fromUtf8, toUtf8 } from '../bytes/utf8.js';
import { describeThrown } from '../script-errors.js';
import type { MakeXml } from '../xml/xml-class.js';
import type { SoapFault } from './soap-answer.js';
import { readSoapAnswer, soapFault } from './soap-answer.js';
import { writeSoapCall } from './soap-request.js';
import type { WebOperation } from './wsdl.js';
import { readWsdl } from './wsdl.js';
import type { WsdlListener } from './wsdl-documents.js';
import { readWsdlDocuments } from './wsdl-documents.js';

/** What a script defines, and is not there if it does not: no operation is meant. */
const HANDLERS: ReadonlySet<string> = new Set(['onLoad', 'onFault', 'onResult', 'then', 'toJSON']);

/** Makes `WebService`, `SOAPCall` and `SOAPFault` global: `load("webservices/WebServices.asc")`. */
export function defineWebService(runtime: AscRuntime, makeXml: MakeXml): void {
  class SOAPFault {
    faultcode: string;
    faultstring: string;
    faultactor: string;
    detail: unknown;

    constructor(faultcode?: unknown, faultstring?: unknown, detail?: unknown, faultactor?: unknown) {
      this.faultcode = asText(faultcode ?? '');
      this.faultstring = asText(faultstring ?? '');
      this.detail = detail;
      this.faultactor = asText(faultactor ?? '');
    }
  }

  /** One call: `onResult(result, response)` and `onFault(fault)` hear of it. */
  class SOAPCall {
    request: object | undefined;
    response: object | undefined;
    operationName: string;

    constructor(name?: unknown) {
      this.operationName = asText(name);
    }
  }

  type WaitingCall = readonly [call: SOAPCall, args: readonly unknown[]];

  const shown = ({ faultcode, faultstring, detail, faultactor }: SoapFault): SOAPFault =>
    new SOAPFault(faultcode, faultstring, detail, faultactor);

  class WebService {
    readonly #log: object | undefined;
    #operations: ReadonlyMap<string, WebOperation> | undefined;
    #fault: SoapFault | undefined;
    #waiting: WaitingCall[] = [];

    /** Every member that it has not is an operation, which is called when the WSDL is there. */
    constructor(address?: unknown, log?: unknown) {
      this.#log = typeof log === 'object' && log !== null ? log : undefined;
      const url = asText(address);
      readWsdlDocuments(
        url,
        (from, told) => {
          this.#say(`asking for ${from}`);
          this.#post({ method: 'GET', url: from, headers: [], body: new Uint8Array(0) }, (answer) =>
            told(...sourceOf(answer)),
          );
        },
        (found) => this.#described(found, service),
      );
      const service: object = new Proxy(this, {
        get: (target, name) => {
          if (typeof name === 'symbol' || name in target || HANDLERS.has(name))
            return Reflect.get(target, name) as unknown;
          return (...args: unknown[]) => this.#call(name, args);
        },
      });
      return service as this;
    }

    #described(found: Parameters<WsdlListener>[0], service: object): void {
      const waiting = this.#waiting;
      this.#waiting = [];
      try {
        if ('failure' in found) throw new Error(found.failure);
        this.#operations = readWsdl(found.documents);
        runtime.turn(() => runtime.handle(service, 'onLoad', makeXml(found.source)));
      } catch (error) {
        this.#fault = soapFault('Server.WSDL', error instanceof Error ? error.message : describeThrown(error));
        this.#say(this.#fault.faultstring);
        const fault = shown(this.#fault);
        runtime.turn(() => runtime.handle(service, 'onFault', fault));
      }
      for (const [call, args] of waiting) this.#send(call, args);
    }

    #call(name: string, args: readonly unknown[]): SOAPCall {
      const call = new SOAPCall(name);
      if (this.#operations === undefined && this.#fault === undefined) this.#waiting.push([call, args]);
      else runtime.later(0, () => this.#send(call, args));
      return call;
    }

    #send(call: SOAPCall, args: readonly unknown[]): void {
      const operation = this.#operations?.get(call.operationName);
      const missing = soapFault('Client.NoSuchMethod', `the web service has no operation ${call.operationName}`);
      if (operation === undefined) return this.#failed(call, this.#fault ?? missing);
      let text: string;
      try {
        text = writeSoapCall(operation, args);
      } catch (error) {
        return this.#failed(call, soapFault('Client.Encoding', describeThrown(error)));
      }
      call.request = makeXml(text);
      const headers = ['content-type', 'text/xml; charset=utf-8', 'soapaction', `"${operation.action}"`];
      this.#say(`calling ${operation.name}`);
      const request = { method: 'POST' as const, url: operation.address, headers, body: toUtf8(text) };
      this.#post(request, (answer) => this.#answered(call, operation, answer));
    }

    #answered(call: SOAPCall, operation: WebOperation, answer: ScriptHttpAnswer): void {
      // A fault comes with status 500.
      const [source, failure] = sourceOf(answer, 500);
      if (source === undefined) return this.#failed(call, soapFault('Server.Connection', failure));
      const read = readSoapAnswer(source, operation.types);
      const isFault = 'fault' in read;
      if (isFault && read.fault.faultcode === 'Client.Parse') {
        const status = 'status' in answer ? answer.status : 0;
        return this.#failed(call, soapFault('Server.Connection', `HTTP status ${status}: ${read.fault.faultstring}`));
      }
      call.response = makeXml(source);
      if (isFault) return this.#failed(call, read.fault);
      this.#say(`${operation.name} has answered`);
      runtime.turn(() => runtime.handle(call, 'onResult', read.value, call.response));
    }

    #failed(call: SOAPCall, fault: SoapFault): void {
      this.#say(`${call.operationName}: ${fault.faultcode}: ${fault.faultstring}`);
      runtime.turn(() => runtime.handle(call, 'onFault', shown(fault)));
    }

    #post(request: ScriptHttpRequest, told: (answer: ScriptHttpAnswer) => void): void {
      runtime.host.services.http.request(request, told);
    }

    #say(message: string): void {
      if (this.#log !== undefined) runtime.turn(() => runtime.handle(this.#log!, 'logInfo', message));
    }
  }

  runtime.defineValueClass('SOAPFault', SOAPFault);
  runtime.defineClass('SOAPCall', SOAPCall);
  runtime.defineClass('WebService', WebService);
}

/** The text of an answer, or why there is none. */
function sourceOf(answer: ScriptHttpAnswer, alsoGood = 200): readonly [source: string | undefined, failure: string] {
  if ('error' in answer) return [undefined, answer.error];
  const isGood = answer.status === 200 || answer.status === alsoGood;
  return isGood ? [fromUtf8(new Uint8Array(answer.body)), ''] : [undefined, `HTTP status ${answer.status}`];
}
