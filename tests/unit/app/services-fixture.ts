import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { ensureUser, insertOwnerLink, redeemOwnerLink } from "@/db/queries/users";
import { type Actor, authenticated } from "@/lib/auth/actor";
import type { NextHandler } from "@/lib/http/route";
import { createServices, type Services } from "@/lib/services";
import { blankSettings } from "../../support/settings";

const KEY = Symbol.for("avatar-forge.services");
const shared = globalThis as { [KEY]?: Promise<Services> };

export const ADMIN = authenticated({ id: "the-admin", kind: "guest" });
export const GUEST = authenticated({ id: "a-guest", kind: "guest" });

export interface Answer {
  status: number;
  data: Record<string, unknown>;
  error: { code: string; message: string; details?: unknown };
  response: Response;
}

/** The whole server without its HTTP listener: real services in a folder of their own, asked through the routes. */
export function servicesStage(environment: () => Promise<Record<string, string>>) {
  const dataDir = mkdtempSync(path.join(tmpdir(), "forge-services-"));
  let settings: Record<string, string> = {};
  let services: Services;

  const open = async () => {
    services = await createServices({
      environment: { ...blankSettings(), LOG_LEVEL: "silent", ...settings, DATA_DIR: dataDir },
    });
    shared[KEY] = Promise.resolve(services);
  };
  beforeAll(async () => {
    settings = await environment();
    await open();
    const link = { tokenHash: "hash", expiresAt: Date.now() + 60_000 };
    await insertOwnerLink(services.db, link, Date.now());
    await redeemOwnerLink(services.db, { tokenHash: "hash", userId: ADMIN.id, kind: "guest" }, Date.now());
    await ensureUser(services.db, GUEST, Date.now());
  });
  afterAll(async () => {
    delete shared[KEY];
    await services.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  return {
    dataDir,
    get services() {
      return services;
    },
    /** The server ends and starts again on the same folder, with other settings where given. */
    async restart(changes: Record<string, string> = {}) {
      await services.close();
      settings = { ...settings, ...changes };
      await open();
    },
    /** Calls a route's handler as this person. */
    async ask(
      handler: NextHandler,
      actor: Actor,
      {
        method = "GET",
        params = {},
        query = "",
        json,
        form,
        locale = "en",
      }: {
        method?: string;
        params?: Record<string, string>;
        query?: string;
        json?: unknown;
        form?: FormData;
        locale?: string;
      } = {},
    ): Promise<Answer> {
      const headers = new Headers({
        authorization: `Bearer ${await services.tokens.issue(actor)}`,
        "accept-language": locale,
      });
      if (json !== undefined) headers.set("content-type", "application/json");
      const body = form ?? (json === undefined ? undefined : JSON.stringify(json));
      const request = new Request(`http://127.0.0.1/api/x${query}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
      });
      const response = await handler(request, { params: Promise.resolve(params) });
      const text = response.headers.get("content-type")?.includes("json")
        ? await response.clone().json()
        : {};
      return { status: response.status, data: text.data ?? {}, error: text.error ?? {}, response };
    },
  };
}

/** A WAV of so many seconds: a tone, s16le mono. */
export function toneWav(seconds: number, sampleRate = 16_000): Uint8Array<ArrayBuffer> {
  const samples = Math.round(seconds * sampleRate);
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at += 1) {
    wav.writeInt16LE(Math.round(8000 * Math.sin((at * 2 * Math.PI * 220) / sampleRate)), 44 + at * 2);
  }
  return new Uint8Array(wav);
}
