import { killClipMakers } from "../support/clip-killing";

/** `kill -9` at 200 random moments while clips are made, kept and let go. */
const report = await killClipMakers(Number(process.argv[2] ?? 200));
for (const fault of report.faults) console.log(`fault: ${fault}`);
console.log(
  `clips under kill -9: ${report.kills} kills, ${report.whole} whole clips found, ${report.swept} half ones swept away, ` +
    `${report.faults.length} faults (bar 0)`,
);
process.exitCode = report.faults.length === 0 ? 0 : 1;
