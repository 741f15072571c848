/**
 * @param {import("node:net").Server} server
 * @param {number} port 0 = any free one
 * @param {string} address
 * @returns {Promise<number>} the port; rejects with the socket's error
 */
export function listen(server, port, address) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: address }, () => {
      server.off("error", reject);
      resolve(server.address().port);
    });
  });
}

/** One sentence for a person whose port cannot be used; other errors say themselves what they are. */
export function listenSentence(error, { port, bindAddress }) {
  switch (error?.code) {
    case "EADDRINUSE":
      return `Port ${port} on ${bindAddress} is taken by another program; stop it or start with PORT set to a free one, for example PORT=${port + 1}.`;
    case "EACCES":
      return `This user may not listen on port ${port}; set PORT to one above 1023.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `BIND_ADDRESS is ${bindAddress}, which is no address of this machine; use 127.0.0.1, or 0.0.0.0 for every network.`;
    default:
      return error;
  }
}
