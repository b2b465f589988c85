import { execFileSync } from 'node:child_process';
import type { ServerConfiguration } from '../config/configuration.js';

interface SystemError extends Error {
  readonly code: string;
  readonly address?: string;
  readonly port?: number;
}

/** Says why the server could not start and what to do about it. */
export function startupFailure(error: unknown, configuration: ServerConfiguration): string {
  if (!isSystemError(error))
    return `Not started: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  const port = error.port ?? configuration.adaptors[0]?.hostPortList[0]?.port;
  const elsewhere = otherPort(port, configuration);
  switch (error.code) {
    case 'EADDRINUSE':
      return `Not started: port ${port} is in use${holder(port)}. Stop that program, or listen elsewhere: ${elsewhere}`;
    case 'EACCES':
      return `Not started: this user may not listen on port ${port}. Ports below 1024 need privileges; try ${elsewhere}`;
    case 'EADDRNOTAVAIL':
      return `Not started: this machine has no address ${error.address ?? ''}. Give one that it has, or only :${port}`;
    case 'ENOTFOUND':
      return `Not started: the name of the address to listen on is unknown (${error.message}). Give an IP address.`;
    default:
      return `Not started: cannot listen on port ${port}: ${error.message}`;
  }
}

/** The option, or the key, that says where else the listener of this port may listen, with a port to try. */
function otherPort(port: number | undefined, { server, adaptors }: ServerConfiguration): string {
  const { http, adminServer } = server;
  const [main, ...others] = adaptors;
  if (main?.hostPortList.some((address) => address.port === port)) return '--listen :1936';
  if (http.hostPort.port === port) return '--http :8081';
  if (adminServer.hostPort.port === port) return '--admin 127.0.0.1:1112';
  const adaptor = others.find(({ hostPortList }) => hostPortList.some((address) => address.port === port));
  return adaptor === undefined ? '--listen :1936' : `hostPortList in adaptor.yaml of ${adaptor.name}`;
}

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

/** Who has the port, where the system tells it: ` by node (process 4711)`. */
function holder(port: number | undefined): string {
  if (port === undefined) return '';
  try {
    const listed = execFileSync('ss', ['-Hltnp', `sport = :${port}`], {
      encoding: 'utf8',
      timeout: 2000,
      stdio: 'pipe',
    });
    const match = /\(\("([^"]+)",pid=(\d+)/.exec(listed);
    return match === null ? '' : ` by ${match[1]} (process ${match[2]})`;
  } catch {
    return '';
  }
}
