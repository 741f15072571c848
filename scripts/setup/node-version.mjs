const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Avatar Forge needs Node 20.19 or newer; this is ${process.version}. Install a newer one from your system or nodejs.org and start again.`,
  );
  process.exit(1);
}
