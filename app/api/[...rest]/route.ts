import { AppError } from "@/lib/contract/app-error";
import { methods, route } from "@/lib/http/route";

const missing = route({ access: "public" }, async () => {
  throw new AppError("NOT_FOUND");
});

/** Every API path there is not: the envelope, not a page. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: missing,
  POST: missing,
  PUT: missing,
  PATCH: missing,
  DELETE: missing,
});
