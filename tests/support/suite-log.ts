import { appendFileSync } from "node:fs";
import path from "node:path";

/** Where `npm test` gathers what every server prints and every secret that is used; undefined for a run by hand. */
const FOLDER = process.env.SUITE_LOGS;
/** A shorter one may stand in any sentence. */
const SHORTEST = 12;
const LONGEST = 4096;

/** What a setting, a field or a header of this name holds is to be in no log. */
const SECRET_NAME = /(secret|token|password|api_key|auth_key)$|^(key|current|next|code|state)$/i;
const SECRET_SETTING = /(SECRET|TOKEN|PASSWORD|API_KEY)$/;

/** What a server printed. `name` tells it from the suite's other servers. */
export function gatherLog(name: string, text: string): void {
  if (FOLDER) appendFileSync(path.join(FOLDER, `${name}.log`), text);
}

export function gatherSecret(value: unknown): void {
  if (!FOLDER || typeof value !== "string" || value.length < SHORTEST || value.length > LONGEST) return;
  appendFileSync(path.join(FOLDER, `${process.pid}.secrets`), `${JSON.stringify(value)}\n`);
}

/** Those among a server's settings, passwords in addresses too. */
export function gatherSettings(env: Record<string, string>): void {
  for (const [name, value] of Object.entries(env)) {
    if (SECRET_SETTING.test(name)) gatherSecret(value);
    gatherFromAddress(value);
  }
}

/** Those among what is sent: fields of that name, however deep. */
export function gatherSent(headers: Record<string, string>, json: unknown): void {
  gatherSecret(/^Bearer\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1]);
  gatherFields(json);
}

/** Sessions, and what else is answered with as a cookie. */
export function gatherCookies(lines: readonly string[]): void {
  for (const line of lines)
    gatherSecret(/^(?:access_token|[\w.-]*(?:merge|sign_?in)[\w.-]*)=([^;]+)/.exec(line)?.[1]);
}

function gatherFields(json: unknown, depth = 0): void {
  if (!FOLDER || typeof json !== "object" || json === null || depth > 5) return;
  for (const [name, value] of Object.entries(json)) {
    if (SECRET_NAME.test(name)) gatherSecret(value);
    if (typeof value === "string") gatherFromAddress(value);
    else gatherFields(value, depth + 1);
  }
}

function gatherFromAddress(value: string): void {
  gatherSecret(/^https?:\/\/[^:@/\s]*:([^@/\s]+)@/.exec(value)?.[1]);
}
