/** Why a publisher lost its stream: it no longer answered, or another took its place. */
export type Dismissal = 'no-answer' | 'replaced';

/** The delivery hatch: whatever feeds a live stream. */
export interface Publisher {
  /** The client that publishes, for logs and the console. */
  readonly clientId: string;
  /** Whether the other side still answers; asked when somebody else wants the name. */
  isAlive(timeout: number): Promise<boolean>;
  /** The stream was given to somebody else: nothing more is accepted. */
  dismissed(why: Dismissal): void;
}
