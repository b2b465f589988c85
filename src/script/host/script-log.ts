import type { Logger } from '../../log/logger.js';
import type { ScriptLogLine } from '../protocol/script-messages.js';

/** Has the server's log say what a script says, or what is said of it. */
export function logScriptLine(logger: Logger, { level, text, file, line }: ScriptLogLine): void {
  const fields = { ...(file !== undefined && { file }), ...(line !== undefined && { line }) };
  if (level === 'error') logger.error(text, fields);
  else if (level === 'warning') logger.warn(text, fields);
  else logger.info(text, fields);
}
