/** What an application says of its types: `Application<{ data: User; calls: Calls }>`. Both may be left out. */
export interface ApplicationTypes {
  /** What `client.data` holds. */
  data?: object;
  /** The methods that clients have: what `client.call` and `app.broadcast` may call, with arguments and result. */
  calls?: object;
}

/** What `client.data` holds; anything if the application does not say. */
export type DataOf<Types extends ApplicationTypes> = Types extends { data: infer Data extends object }
  ? Data
  : Record<string, unknown>;

/** The methods that clients have; any if the application does not say. */
export type CallsOf<Types extends ApplicationTypes> = Types extends { calls: infer Calls extends object }
  ? Calls
  : Record<string, (...args: unknown[]) => unknown>;

export type NamesOf<Functions> = keyof Functions & string;
export type ArgumentsOf<Fn> = Fn extends (...args: infer Args) => unknown ? Args : never;
export type ResultOf<Fn> = Fn extends (...args: never[]) => infer Result ? Awaited<Result> : never;
