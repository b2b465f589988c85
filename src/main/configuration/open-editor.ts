import type { DependencyContainer } from 'tsyringe';
import { loadConfiguration } from '../../config/load-configuration.js';
import type { AfterglowServer } from '../afterglow-server.js';
import { tokens } from '../tokens.js';
import { ConfigurationEditor } from './configuration-editor.js';
import { Revisions } from './revisions.js';

/** The editor of the configuration of a running server. */
export function openEditor(rooms: DependencyContainer, server: AfterglowServer): ConfigurationEditor {
  const [sources, slates] = [rooms.resolve(tokens.configurationSources), rooms.resolve(tokens.slates)];
  return new ConfigurationEditor({
    confDir: sources.confDir,
    configuration: () => server.configuration,
    load: (texts) => loadConfiguration({ ...sources, slates, texts }),
    reload: () => rooms.resolve(tokens.reload)(),
    revisions: new Revisions(rooms.resolve(tokens.dataDir)),
    clock: rooms.resolve(tokens.clock),
  });
}
