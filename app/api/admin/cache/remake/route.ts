import { remakeVoice } from "@/lib/contract/cache";
import { methods, route } from "@/lib/http/route";

/**
 * GET, POST and DELETE /api/admin/cache/remake — a voice's kept lines are made as it sounds now, in the background; how far
 * that is, and its end. Null where none was begun since the server's start. Admins only.
 */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "admin" }, async ({ services }) => services.remakes.state),
  POST: route({ access: "admin", body: remakeVoice }, async ({ services, body }) =>
    services.remakes.start(body.voice_id),
  ),
  DELETE: route({ access: "admin" }, async ({ services }) => services.remakes.cancel()),
});
