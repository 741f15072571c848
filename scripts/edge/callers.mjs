import { isIP } from "node:net";

/**
 * The caller's address as far as it can be believed. A proxy appends the address it was called from to
 * `X-Forwarded-For`, so with n trusted proxies the caller is the nth entry from the end; whatever stands before
 * it was written by the caller itself.
 * @param {string | string[] | undefined} forwardedFor the header as received
 * @param {string} socketAddress
 * @param {number} trustProxy how many proxies to believe; 0 = the socket's address
 * @returns {string}
 */
export function callerAddress(forwardedFor, socketAddress, trustProxy) {
  const hops = [...listItems(forwardedFor), socketAddress].map(bareAddress);
  let caller = hops[hops.length - 1] || "0.0.0.0";
  for (let back = 1; back <= trustProxy; back += 1) {
    const hop = hops[hops.length - 1 - back];
    if (!hop) break;
    caller = hop;
  }
  return caller;
}

/** What proxies write of themselves; browsers never do. */
const PROXY_HEADERS = /^(forwarded|via|x-real-ip|x-forwarded-.*)$/;

/**
 * Overwrites every header in which a caller could lie about where it comes from, so that what runs behind this
 * edge may read them. `x-peer-address` carries the caller's address and always comes from here, as does
 * `x-through-proxy`, which is there where something between has written of itself.
 * @param {import("node:http").IncomingHttpHeaders} headers changed in place
 * @param {{ address: string, encrypted: boolean }} socket
 * @param {number} trustProxy
 * @param {URL} publicUrl whoever asks for its host has it open in the browser, served by a proxy or by us
 * @returns {string} the host the caller asked for, as far as it can be believed
 */
export function rewriteForwarded(headers, socket, trustProxy, publicUrl) {
  const isThroughProxy = Object.keys(headers).some((name) => PROXY_HEADERS.test(name));
  const caller = callerAddress(headers["x-forwarded-for"], socket.address, trustProxy);
  const protocol = trusted(headers["x-forwarded-proto"], trustProxy)?.toLowerCase();
  const host = trusted(headers["x-forwarded-host"], trustProxy) ?? headers.host ?? "";
  delete headers.forwarded;
  delete headers["x-forwarded-port"];
  delete headers["x-real-ip"];
  delete headers["x-through-proxy"];
  if (isThroughProxy) headers["x-through-proxy"] = "1";
  headers["x-forwarded-for"] = caller;
  headers["x-peer-address"] = caller;
  headers["x-forwarded-host"] = host;
  const isPublic = host.toLowerCase() === publicUrl.host && publicUrl.protocol === "https:";
  const own = socket.encrypted || isPublic ? "https" : "http";
  headers["x-forwarded-proto"] = protocol === "https" || protocol === "http" ? protocol : own;
  return host;
}

/** What the farthest believed proxy wrote; a proxy that overwrites instead of appending leaves a shorter list. */
function trusted(header, trustProxy) {
  const items = listItems(header);
  return trustProxy > 0 ? items[Math.max(0, items.length - trustProxy)] : undefined;
}

function listItems(header) {
  return String(header ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** Without port, brackets and the IPv4-in-IPv6 prefix; "" when it is no address. */
function bareAddress(text) {
  const inBrackets = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1];
  const withPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1];
  const address = (inBrackets ?? withPort ?? text).replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(address) ? address : "";
}
