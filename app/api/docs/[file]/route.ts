import { readFile } from "node:fs/promises";
import path from "node:path";
import { bytes } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { methods, route } from "@/lib/http/route";

/** What the pages of the API's documentation load, as their packages ship it. */
const FILES = {
  "swagger-ui.js": { from: "swagger-ui-dist/swagger-ui-bundle.js", type: "text/javascript" },
  "swagger-ui.css": { from: "swagger-ui-dist/swagger-ui.css", type: "text/css" },
  "redoc.js": { from: "redoc/bundles/redoc.standalone.js", type: "text/javascript" },
} as const;
/** The one thing Redoc would fetch from elsewhere. */
const FOREIGN_LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "public",
      summary: "A file of the documentation's pages.",
      answer: bytes(["text/javascript", "text/css"]),
    },
    async ({ params }) => {
      const name = params.file ?? "";
      const file = Object.hasOwn(FILES, name) ? FILES[name as keyof typeof FILES] : null;
      if (!file) throw new AppError("NOT_FOUND");
      const text = await readFile(path.join(process.cwd(), "node_modules", file.from), "utf8");
      return new Response(text.replaceAll(FOREIGN_LOGO, "/icon.svg"), {
        headers: { "Content-Type": `${file.type}; charset=utf-8`, "Cache-Control": "public, max-age=86400" },
      });
    },
  ),
});
