const USUAL_PORT = 1935;

/** `rtmp://host[:port]` of the server that a page came from. */
export function rtmpOrigin(port: number, { hostname }: Pick<Location, 'hostname'>): string {
  return `rtmp://${hostname}${port === USUAL_PORT ? '' : `:${port}`}`;
}
