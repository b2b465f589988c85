import type { AscRuntime } from './asc-runtime.js';
import type { OpenGateway } from './gateway.js';

/** Makes the classes for files, HTTP, XML and bytes. Answers what a NetConnection to a gateway is opened by. */
export function defineLibraries(runtime: AscRuntime): OpenGateway {
  return (url) => {
    const refuse = (): void => runtime.warn(`${url}: gateways of Flash Remoting are not reached`);
    return { call: refuse, addHeader: refuse, close: () => undefined };
  };
}
