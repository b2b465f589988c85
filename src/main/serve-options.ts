import type { Command } from 'commander';
import { Option } from 'commander';
import type { ConfigurationSources } from '../config/load-configuration.js';
import type { LogFormat } from '../process/pino-logger.js';
import type { KeyFileOptions } from './key-options.js';
import { dataOption } from './key-options.js';

/** The options of `serve` and `check` that say where the configuration comes from. */
export interface SourceOptions {
  readonly conf: string;
  readonly apps?: string;
  readonly listen?: string;
  readonly http?: string;
  readonly admin?: string;
  readonly set?: string[];
}

export interface ServeOptions extends SourceOptions, KeyFileOptions {
  readonly logFormat: LogFormat;
}

export function addSourceOptions(command: Command): Command {
  return command
    .addOption(new Option('--conf <dir>', 'folder of the configuration').default('conf').env('AFTERGLOW_CONF'))
    .addOption(new Option('--apps <dir>', 'folder of the applications (default: "apps")').env('AFTERGLOW_APPS'))
    .addOption(new Option('--listen <host:port>', 'main listener (default: ":1935")').env('AFTERGLOW_LISTEN'))
    .addOption(new Option('--http <host:port>', 'HTTP (default: ":8080")').env('AFTERGLOW_HTTP'))
    .addOption(new Option('--admin <host:port>', 'administration (default: "127.0.0.1:1111")').env('AFTERGLOW_ADMIN'))
    .option('--set <key=value>', 'any key of the configuration, as often as needed', collect);
}

export function addServeOptions(command: Command): Command {
  return addSourceOptions(command)
    .addOption(dataOption())
    .addOption(
      new Option('--log-format <format>', 'how the log is written')
        .choices(['pretty', 'json'])
        .default(process.stdout.isTTY ? 'pretty' : 'json', 'pretty on a terminal, otherwise json'),
    );
}

export function sourcesOf({ conf, apps, listen, http, admin, set = [] }: SourceOptions): ConfigurationSources {
  const addresses = [
    ...(http === undefined ? [] : [`server.http.hostPort=${JSON.stringify(http)}`]),
    ...(admin === undefined ? [] : [`server.adminServer.hostPort=${JSON.stringify(admin)}`]),
  ];
  return {
    confDir: conf,
    ...(apps === undefined ? {} : { appsDir: apps }),
    ...(listen === undefined ? {} : { listen }),
    set: [...set, ...addresses],
  };
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}
