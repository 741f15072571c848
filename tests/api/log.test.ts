import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Answer, TestClient } from "../support/client";
import { startServer, type TestServer } from "../support/server";
import { CLOSED_ADDRESS } from "../support/settings";

/** Everything the operator trusts the server with. */
const SECRETS = {
  AUTH_SECRET: "auth-secret-never-told-000000000000000000000",
  METRICS_TOKEN: "metrics-token-never-told",
  VLLM_API_KEY: "vllm-key-never-told",
  GOOGLE_API_KEY: "gemini-key-never-told",
  GOOGLE_CLIENT_SECRET: "client-secret-never-told",
};
const IN_ADDRESS = "address-password-never-told";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({
    env: {
      ...SECRETS,
      LOG_LEVEL: "trace",
      GOOGLE_CLIENT_ID: "client-id",
      GOOGLE_API_BASE_URL: CLOSED_ADDRESS,
      VLLM_BASE_URL: CLOSED_ADDRESS,
      TTS_SERVICE: "embedded",
    },
  });
});
afterAll(() => server.close());

it("no secret stands in the log, whatever people send and whatever fails; only the owner link's line has its token", async () => {
  const dataOf = <T>(answer: Answer) => answer.json<{ data: T }>().data;
  const ownerToken = server.ownerLink?.split("#")[1] ?? "";
  expect(ownerToken.length).toBeGreaterThan(30);
  const owner = new TestClient(server.url, { browser: true });
  await owner.post("/api/auth/owner", { token: "wrong-owner-token" });
  expect((await owner.post("/api/auth/owner", { token: ownerToken })).status).toBe(200);
  expect((await owner.post("/api/auth/owner", { token: ownerToken })).status).toBe(403);
  const cookie = owner.jar.get("access_token") ?? "";
  const { key } = dataOf<{ key: string }>(await owner.post("/api/keys", { name: "열쇠" }));
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  const program = new TestClient(server.url, { cookies: false });
  expect((await program.get("/api/sessions", bearer(key))).status).toBe(200);
  expect((await program.get("/api/sessions", bearer(cookie))).status).toBe(200);

  const madeUp = ["af_0123456789abcdef_made-up-key-never-told", "made-up-token-never-told"];
  for (const token of madeUp) {
    expect((await program.get("/api/sessions", bearer(token))).status).toBe(401);
    await program.get("/metrics", bearer(token));
    await program.post("/v1/chat/completions", { model: "alice", messages: [] }, bearer(token));
  }
  expect((await program.get("/metrics", bearer(SECRETS.METRICS_TOKEN))).status).toBe(200);

  // Where people put secrets by mistake: addresses, broken bodies, engines that cannot be reached.
  await owner.get(`/api/none?key=${key}&token=${ownerToken}`);
  await owner.request("POST", "/api/chat", {
    body: `{"key":"${key}", broken`,
    headers: { "content-type": "application/json" },
  });
  const engine = { kind: "openai", name: "이웃", base_url: `http://me:${IN_ADDRESS}@127.0.0.1:2/v1` };
  await owner.post("/api/admin/engines", engine);
  await owner.post("/api/admin/engines/detect", { base_url: engine.base_url });
  await owner.get("/api/auth/google/login");
  await owner.get("/api/auth/google/callback?code=code-never-told&state=state-never-told");
  const messages = [{ role: "user", content: "비밀 이야기는 기록에 남지 않는다" }];
  await owner.post("/api/chat", { messages, character_id: "alice", tts_enabled: false });
  await owner.post("/api/chat", { messages, character_id: "alice", model: "gemini/none" });
  const password = "person-password-never-told";
  await owner.post("/api/auth/password/login", { login: "me", password });
  await server.restart();
  expect((await owner.get("/api/admin/audit")).status).toBe(200);

  const log = server.stdout + server.stderr;
  expect(log).toContain("owner link redeemed");
  const rest = log
    .split("\n")
    .filter((line) => !line.startsWith("Owner link: "))
    .join("\n");
  expect(rest.length).toBeGreaterThan(500);
  const secrets = [
    ...Object.values(SECRETS),
    ...madeUp,
    IN_ADDRESS,
    ownerToken,
    "wrong-owner-token",
    key,
    key.split("_").slice(2).join("_"),
    cookie,
    "code-never-told",
    "state-never-told",
    password,
    "비밀 이야기",
  ];
  expect(secrets.filter((secret) => secret === "" || rest.includes(secret))).toEqual([]);

  // The audit is kept for long: it has no more of them.
  const audit = (await owner.get("/api/admin/audit?limit=100")).text;
  expect(audit).toContain("sign_in.owner_link");
  expect(secrets.filter((secret) => audit.includes(secret))).toEqual([]);
  const kept = readFileSync(path.join(server.dataDir, "avatar-forge.db"), "latin1");
  expect([ownerToken, key.split("_").slice(2).join("_")].filter((secret) => kept.includes(secret))).toEqual(
    [],
  );
});
