import "server-only";
import { createHash } from "node:crypto";
import type { FileStore } from "@/lib/storage/file-store";
import type { Picture, PictureSize } from "./picture";

/** Pictures and further files of characters, each under the hash of its bytes: shared by all who have the same. */
export class CharacterFiles {
  constructor(private readonly store: FileStore) {}

  /** Keeps a picture; returns its key. Rejects with StorageError. */
  async putPicture({ key, files }: Picture): Promise<string> {
    await this.store.write(picturePath(key, "list"), files.list);
    await this.store.write(picturePath(key, "stage"), files.stage);
    return key;
  }

  readPicture(key: string, size: PictureSize): Promise<Uint8Array> {
    return this.store.readBytes(picturePath(key, size));
  }

  /** Keeps a file of a card; returns its key. Rejects with StorageError. */
  async putAsset(bytes: Uint8Array): Promise<string> {
    const key = createHash("sha256").update(bytes).digest("hex");
    const path = assetPath(key);
    if ((await this.store.size(path)) === null) await this.store.write(path, bytes);
    return key;
  }

  readAsset(key: string): Promise<Uint8Array> {
    return this.store.readBytes(assetPath(key));
  }

  /** Removes whatever stands under a key nobody needs any more. */
  async remove(key: string): Promise<void> {
    for (const path of [picturePath(key, "list"), picturePath(key, "stage"), assetPath(key)]) {
      await this.store.remove(path);
    }
  }
}

function picturePath(key: string, size: PictureSize): string {
  return `pictures/${key.slice(0, 2)}/${key}.${size}.webp`;
}

function assetPath(key: string): string {
  return `assets/${key.slice(0, 2)}/${key}`;
}
