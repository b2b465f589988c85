import type { LibraryScript } from '../api/library-scripts.js';
import type { AscRuntime } from './asc-runtime.js';
import { defineByteArray } from './bytes/byte-array-class.js';
import { defineSha256 } from './bytes/sha256-class.js';
import { defineComponents } from './components/define-components.js';
import { defineFile } from './file/file-class.js';
import type { OpenGateway } from './gateway.js';
import { HttpLoading } from './http/http-loading.js';
import { defineLoadVars } from './http/load-vars-class.js';
import { defineLog } from './log-class.js';
import { defineNetServices } from './remoting/net-services.js';
import { defineRecordSet } from './remoting/record-set.js';
import { RemotingGateway } from './remoting/remoting-gateway.js';
import { defineWebService } from './soap/web-service-class.js';
import { defineXmlSocket } from './sockets/xml-socket-class.js';
import { defineXmlStreams } from './sockets/xml-streams-class.js';
import { defineXml } from './xml/xml-class.js';

/** Makes the classes for files, HTTP, XML and bytes. Answers what a NetConnection to a gateway is opened by. */
export function defineLibraries(runtime: AscRuntime): OpenGateway {
  const loading = new HttpLoading(runtime);
  const makeXml = defineXml(runtime, loading);
  defineLoadVars(runtime, loading);
  defineXmlSocket(runtime, makeXml, defineXmlStreams(runtime, makeXml));
  defineFile(runtime);
  defineByteArray(runtime);
  defineSha256(runtime);
  defineLog(runtime);
  const components = (): void => defineComponents(runtime);
  const scripts: Readonly<Record<LibraryScript, () => void>> = {
    'netservices.asc': () => {
      defineNetServices(runtime);
      defineRecordSet(runtime);
    },
    // It shows in another program what is called; here the log does.
    'netdebug.asc': () => undefined,
    'recordset.asc': () => defineRecordSet(runtime),
    'webservices/webservices.asc': () => defineWebService(runtime, makeXml),
    'components.asc': components,
    'framework.asc': components,
    'facade.asc': components,
  };
  for (const [name, run] of Object.entries(scripts)) runtime.library.set(name, run);
  return (url, connection) => new RemotingGateway(runtime, url, connection);
}
