/** Watches what a player of recorded media hears for what must never be. */
export class RecordedRules {
  readonly broken: string[] = [];
  #newest = 0;
  #isPaused = false;
  #isPlaying = false;
  /** Of the picture that a seek shows in a pause: `wanted` before it comes, then its time. */
  #still: 'wanted' | number | undefined;

  hear(lines: readonly string[]): void {
    for (const line of lines) this.#hear(line);
  }

  #hear(line: string): void {
    if (/Play\.Reset$|Seek\.Notify$|Unpause\.Notify$/.test(line)) this.#newest = 0;
    if (/Play\.Reset$|Unpause\.Notify$/.test(line)) this.#isPaused = false;
    if (line.endsWith('NetStream.Seek.Notify')) this.#still = 'wanted';
    if (line.endsWith('NetStream.Play.Start')) this.#isPlaying = true;
    else if (line.endsWith('NetStream.Pause.Notify')) this.#pauses();
    else if (line.endsWith('NetStream.Play.Stop')) this.#ends(line);
    else if (/^(?:audio|video)/.test(line)) this.#media(line);
  }

  #pauses(): void {
    if (!this.#isPaused) this.#still = undefined;
    this.#isPaused = true;
  }

  #ends(line: string): void {
    if (!this.#isPlaying) this.broken.push(`a second end: ${line}`);
    this.#isPlaying = false;
  }

  #media(line: string): void {
    const time = Number(line.split(' ')[1]);
    if (this.#isPaused) this.#mediaInPause(line, time);
    if (!this.#isPlaying) this.broken.push(`media behind the end: ${line}`);
    if (time < this.#newest) this.broken.push(`a step back from ${this.#newest}: ${line}`);
    this.#newest = time;
  }

  #mediaInPause(line: string, time: number): void {
    if (this.#still === 'wanted') this.#still = time;
    if (this.#still !== time || /audio.* frame /.test(line)) this.broken.push(`media in a pause: ${line}`);
  }
}
