import { isIP } from "node:net";

/**
 * Whether a request for this host is meant for us. A page elsewhere can point its own name at this machine (DNS
 * rebinding) and would then be "same origin"; only names that nobody else controls are let in: loopback names, IP
 * addresses and the host of PUBLIC_URL.
 * @param {string} host the `Host` header, port included
 * @param {string} publicHostname the hostname of PUBLIC_URL
 */
export function isOurHost(host, publicHostname) {
  const name = hostnameOf(host);
  if (name === "") return false;
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  return isIP(name) !== 0 || name === hostnameOf(publicHostname);
}

/** Lower case, without port, brackets and the closing dot of a full name; "" when it is no host. */
function hostnameOf(host) {
  if (!/^[^\s/\\@?#]+$/.test(host)) return "";
  try {
    return new URL(`http://${host}`).hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
  } catch {
    return "";
  }
}
