import path from "node:path";
import { bytes } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { methods, route } from "@/lib/http/route";
import { createFilesystem } from "@/lib/storage";

interface ShippedFile {
  from: string;
  type: string;
  /** What is said differently here; a test holds the packages to it. */
  edits?: readonly (readonly [shipped: string, ours: string])[];
}

/** What the pages of the API's documentation load, as their packages ship it. */
const FILES: Readonly<Record<string, ShippedFile>> = {
  "swagger-ui.js": { from: "swagger-ui-dist/swagger-ui-bundle.js", type: "text/javascript" },
  "swagger-ui.css": { from: "swagger-ui-dist/swagger-ui.css", type: "text/css" },
  "redoc.js": {
    from: "redoc/bundles/redoc.standalone.js",
    type: "text/javascript",
    edits: [
      // The one thing it would fetch from elsewhere.
      ["https://cdn.redoc.ly/redoc/logo-mini.svg", "/icon.svg"],
      // Its style elements get the page's nonce from the first on.
      ["r.nc=void 0", 'r.nc=document.querySelector("script[nonce]")?.nonce'],
    ],
  },
};

const packages = createFilesystem(path.join(process.cwd(), "node_modules"));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "public",
      summary: "A file of the documentation's pages.",
      answer: bytes(["text/javascript", "text/css"]),
    },
    async ({ params }) => {
      const name = params.file ?? "";
      const file = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
      if (!file) throw new AppError("NOT_FOUND");
      const text = new TextDecoder().decode(await packages.readBytes(file.from));
      const edited = (file.edits ?? []).reduce(
        (told, [shipped, ours]) => told.replaceAll(shipped, ours),
        text,
      );
      return new Response(edited, {
        headers: { "Content-Type": `${file.type}; charset=utf-8`, "Cache-Control": "public, max-age=86400" },
      });
    },
  ),
});
