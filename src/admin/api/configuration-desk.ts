import type {
  Checked,
  ConfigurationEdit,
  ConfigurationFileList,
  ConfigurationText,
  Revision,
  Save,
  Saved,
} from './schema/configuration.js';

/** Reads and changes the files of the configuration. Each method rejects with ApiError where something is not possible. */
export interface ConfigurationDesk {
  /** All files that there are, or may be; and what is wrong with them. */
  files(): Promise<ConfigurationFileList>;
  text(path: string): Promise<ConfigurationText>;
  /** What would be if the file were so. Nothing is written. */
  check(edit: ConfigurationEdit): Promise<Checked>;
  /** Writes the file, if the configuration is valid with it, and takes it over. */
  save(save: Save, by: string): Promise<Saved>;
  /** What was saved here, the newest first. */
  revisions(): Promise<Revision[]>;
  /** The file as it was before that revision. */
  rollBack(revision: string, by: string): Promise<Saved>;
  /** The JSON Schema of a level. */
  schema(level: string): unknown;
}
