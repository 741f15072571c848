import { alive } from "@/lib/contract/health";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "public", summary: "The process answers.", answer: alive }, async () => ({
    status: "live",
  })),
});
