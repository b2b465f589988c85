declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body of its requests comes for as long as it likes; the route bounds it itself. */
    endless?: boolean;
  }
}

export {};
