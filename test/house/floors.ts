/**
 * The house: every room under `src/`, and the floor it stands on. A file imports its own room or a
 * strictly lower floor; `main`, the composition root, stands above all the others. A new room is entered here first.
 */
export const floors: Readonly<Record<string, number>> = {
  main: 10,
  client: 9,
  process: 9,
  config: 9,
  importing: 9,

  transport: 8,
  edge: 8,
  restream: 8,
  admin: 8,
  script: 8,
  web: 8,
  webhook: 8,
  remoting: 8,
  logging: 8,

  net: 7,
  storage: 7,

  netconnection: 6,

  application: 5,

  stream: 4,
  sharedobject: 4,

  flv: 3,
  mp4: 3,
  mp3: 3,
  mpegts: 3,
  hls: 3,

  rtmp: 2,
  rtmfp: 2,
  rtp: 2,
  media: 2,
  link: 2,

  amf: 1,

  bytes: 0,
  time: 0,
  log: 0,
};

/** Rooms up to this floor run unchanged in a browser: nothing of Node.js in them. */
export const HIGHEST_PURE_FLOOR = 4;

/** Rooms above that which run in a browser nevertheless. */
export const isomorphicRooms: readonly string[] = ['client'];

/** The only rooms that touch sockets, files and processes. */
export const roomsWithSystemAccess: readonly string[] = ['net', 'storage', 'main', 'process', 'config'];

/** Modules of Node.js that reach out of the process; subpaths such as `fs/promises` belong to them. */
export const systemModules: readonly string[] = [
  'child_process',
  'cluster',
  'dgram',
  'dns',
  'fs',
  'http',
  'http2',
  'https',
  'net',
  'tls',
];

/** The only room that sees the container, and the packages that are the container. */
export const containerRoom = 'main';
export const containerPackages: readonly string[] = ['tsyringe', 'reflect-metadata'];
