import "server-only";
import { readFile } from "node:fs/promises";
import { firstOwnerLink } from "@/lib/auth/owner";
import { parseSettings, SettingError } from "@/lib/config/env";
import { getServices } from "@/lib/services";
import { ensureWritable, StorageError } from "@/lib/storage";

/** What the start script's edge needs; left on the global object, because it lives outside Next's bundles. */
export interface Boot {
  bindAddress: string;
  port: number;
  publicUrl: string;
  trustProxy: number;
  tls: { cert: Buffer; key: Buffer } | null;
  corsOrigins: readonly string[];
  /** A fresh owner link for this origin while there is no admin. */
  ownerLink: (origin: string) => Promise<string | null>;
  shutdown: () => Promise<void>;
}

/** Judges the settings and starts everything. What cannot work ends the process with one sentence on standard error. */
export async function boot(): Promise<void> {
  try {
    const settings = parseSettings(process.env);
    const tls = settings.tls && (await readTls(settings.tls));
    await ensureWritable(settings.dataDir);
    const services = await getServices();
    const told: Boot = {
      bindAddress: settings.bindAddress,
      port: settings.port,
      publicUrl: settings.publicUrl,
      trustProxy: settings.trustProxy,
      tls,
      corsOrigins: settings.corsOrigins,
      ownerLink: (origin) => firstOwnerLink(services, origin, Date.now()),
      shutdown: services.close,
    };
    (globalThis as { [key: symbol]: unknown })[Symbol.for("avatar-forge.boot")] = told;
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

async function readTls({ certFile, keyFile }: { certFile: string; keyFile: string }) {
  const read = (name: string, file: string) =>
    readFile(file).catch(() => {
      throw new SettingError(`${name} cannot be read: it should name a PEM file this server may read.`);
    });
  return { cert: await read("TLS_CERT", certFile), key: await read("TLS_KEY", keyFile) };
}

function explain(error: unknown): string {
  if (error instanceof SettingError) return error.message;
  if (error instanceof StorageError) {
    return `DATA_DIR cannot be used (${error.kind}): it should be a folder this server may write in, on a disk with free space.`;
  }
  const told = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `Avatar Forge could not start: ${told}`;
}
