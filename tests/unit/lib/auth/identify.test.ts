import { describe, expect, it } from "vitest";
import { authenticated } from "@/lib/auth/actor";
import { identify, readCookie } from "@/lib/auth/identify";
import { createSessionTokens } from "@/lib/auth/session-token";

const tokens = createSessionTokens("secret");
const known = authenticated({ id: "known", kind: "guest" });
const good = await tokens.issue(known);
const browser = { "sec-fetch-site": "same-origin" };

type Outcome = "known" | "guest" | "nobody" | "anonymous" | "refused";

async function outcome(headers: Record<string, string>, isWrite: boolean, isOpen: boolean): Promise<Outcome> {
  const options = { tokens, isWrite, allowAnonymousApi: isOpen };
  const identity = await identify(new Headers(headers), options).catch(() => "refused" as const);
  if (identity === "refused") return "refused";
  const { actor, setCookie } = identity;
  if (setCookie !== null) {
    const token = /^access_token=([^;]+)/.exec(setCookie)?.[1] ?? "";
    expect((await tokens.read(token))?.actor).toEqual(actor);
    return "guest";
  }
  if (!actor) return "nobody";
  return actor.id === known.id ? "known" : "anonymous";
}

/** What it carries · read and write where nameless calls are allowed · read and write where they are not. */
const TABLE: [string, Record<string, string>, [Outcome, Outcome], [Outcome, Outcome]][] = [
  ["a session's cookie", { cookie: `a=1; access_token=${good}` }, ["known", "known"], ["known", "known"]],
  ["a bearer token", { authorization: `bearer ${good}` }, ["known", "known"], ["known", "known"]],
  [
    "a bearer token, and another's cookie",
    { authorization: `Bearer ${good}`, cookie: "access_token=nonsense" },
    ["known", "known"],
    ["known", "known"],
  ],
  [
    "a foreign bearer token",
    { authorization: "Bearer nope" },
    ["refused", "refused"],
    ["refused", "refused"],
  ],
  ["a browser's headers", browser, ["nobody", "guest"], ["nobody", "guest"]],
  ["an Origin", { origin: "http://127.0.0.1:3000" }, ["nobody", "guest"], ["nobody", "guest"]],
  ["a cookie that is not ours", { cookie: "access_token=old" }, ["nobody", "guest"], ["nobody", "guest"]],
  ["some other cookie", { cookie: "theme=dark" }, ["anonymous", "anonymous"], ["refused", "refused"]],
  ["nothing", {}, ["anonymous", "anonymous"], ["refused", "refused"]],
  [
    "a basic authorization",
    { authorization: "Basic eDp5" },
    ["anonymous", "anonymous"],
    ["refused", "refused"],
  ],
];

describe.each(TABLE)("a request with %s", (_what, headers, open, closed) => {
  it.each([
    [true, ...open],
    [false, ...closed],
  ] as [boolean, Outcome, Outcome][])(
    "nameless calls allowed %s: reading %s, writing %s",
    async (isOpen, read, write) => {
      expect(await outcome(headers, false, isOpen)).toBe(read);
      expect(await outcome(headers, true, isOpen)).toBe(write);
    },
  );
});

it("two first writes are two guests", async () => {
  const options = { tokens, isWrite: true, allowAnonymousApi: true };
  const [one, two] = await Promise.all([1, 2].map(() => identify(new Headers(browser), options)));
  expect(one?.actor?.id).not.toBe(two?.actor?.id);
});

it("the guest's cookie is Secure where the page is", async () => {
  const headers = new Headers({ ...browser, "x-forwarded-proto": "https" });
  const made = await identify(headers, { tokens, isWrite: true, allowAnonymousApi: true });
  expect(made.setCookie).toMatch(/; Secure$/);
});

it.each([
  [null, undefined],
  ["", undefined],
  ["name=a=b; other=c", "a=b"],
  ["xname=1;name=2", "2"],
  ["name", undefined],
])("the cookie `name` of %j is %j", (header, value) => {
  expect(readCookie(header, "name")).toBe(value);
});

it("somebody who is blocked is told so, whatever they ask for, and is not made a new guest", async () => {
  const barring = createSessionTokens("secret", () => ({ epoch: 0, isBlocked: true }));
  const carried: Record<string, string>[] = [
    { cookie: `access_token=${good}` },
    { authorization: `Bearer ${good}` },
  ];
  for (const headers of carried)
    for (const isWrite of [true, false])
      await expect(
        identify(new Headers({ ...browser, ...headers }), {
          tokens: barring,
          isWrite,
          allowAnonymousApi: true,
        }),
      ).rejects.toMatchObject({ code: "FORBIDDEN", key: "account_blocked" });
});
