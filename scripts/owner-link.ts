import nextEnv from "@next/env";
import { issueOwnerLink } from "@/lib/auth/owner";

nextEnv.loadEnvConfig(process.cwd(), false, { info: () => {}, error: console.error });
console.log(`Owner link: ${await issueOwnerLink()}`);
console.log("It works once, for 15 minutes. Whoever opens it first becomes the owner.");
