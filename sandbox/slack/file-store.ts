import { newId } from './ids.ts';
import type { SharedFile } from './types.ts';

interface Upload {
  readonly name: string;
  readonly length: number;
  content: Buffer | null;
}

/** Uploads in three steps: an address is asked for, the bytes are sent there, the upload is completed. */
export interface FileStore {
  begin(name: string, length: number): string;
  /** False when there is no such upload or the bytes are not as many as were announced. */
  receive(id: string, content: Buffer): boolean;
  complete(id: string, title: string | undefined): SharedFile | undefined;
  find(id: string): SharedFile | undefined;
}

export function createFileStore(): FileStore {
  const uploads = new Map<string, Upload>();
  const files = new Map<string, SharedFile>();
  return {
    begin(name, length) {
      const id = newId('F');
      uploads.set(id, { name, length, content: null });
      return id;
    },
    receive(id, content) {
      const upload = uploads.get(id);
      if (upload === undefined || content.length !== upload.length) return false;
      upload.content = content;
      return true;
    },
    complete(id, title) {
      const upload = uploads.get(id);
      if (upload === undefined || upload.content === null) return undefined;
      uploads.delete(id);
      const file = {
        id,
        name: upload.name,
        title: title ?? upload.name,
        size: upload.length,
        content: upload.content,
      };
      files.set(id, file);
      return file;
    },
    find: (id) => files.get(id),
  };
}
