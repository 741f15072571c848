import nextEnv from "@next/env";
import { openDatabase } from "@/db/client";
import { issueOwnerLink } from "@/lib/auth/owner";
import { parseSettings, SettingError } from "@/lib/config/env";

nextEnv.loadEnvConfig(process.cwd(), false, { info: () => {}, error: console.error });

try {
  const settings = parseSettings(process.env);
  const { db, close } = openDatabase(settings.dataDir);
  console.log(`Owner link: ${await issueOwnerLink(db, settings.publicUrl, Date.now())}`);
  console.log("It works once, for 15 minutes. Whoever opens it first becomes the owner.");
  close();
} catch (error) {
  console.error(error instanceof SettingError ? error.message : error);
  process.exitCode = 1;
}
