import { adaptorSchema } from './adaptor-schema.js';
import { applicationSchema } from './application-schema.js';
import { serverSchema } from './server-schema.js';
import { virtualHostSchema } from './virtual-host-schema.js';

/** The levels of the configuration from the outermost: the name of each in an address of a key, its file and its keys. */
export const levels = {
  server: { fileName: 'server.yaml', schema: serverSchema },
  adaptor: { fileName: 'adaptor.yaml', schema: adaptorSchema },
  vhost: { fileName: 'vhost.yaml', schema: virtualHostSchema },
  application: { fileName: 'application.yaml', schema: applicationSchema },
} as const;

export type Level = keyof typeof levels;

export const levelNames = Object.keys(levels) as Level[];

/** The adaptor and the virtual host that are there even if nobody configured them. */
export const DEFAULT_ADAPTOR = '_defaultRoot_';
export const DEFAULT_VIRTUAL_HOST = '_defaultVHost_';
