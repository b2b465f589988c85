/** The delivery hatch: whatever feeds a live stream. */
export interface Publisher {
  /** The client that publishes, for logs and the console. */
  readonly clientId: string;
  /** Whether the other side still answers; asked when somebody else wants the name. */
  isAlive(timeout: number): Promise<boolean>;
  /** The stream was given to somebody else, or was ended by the server: nothing more is accepted. */
  dismissed(): void;
}
