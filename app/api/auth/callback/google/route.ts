/** GET /api/auth/callback/google — next-auth's own address of the same. */
export { DELETE, GET, OPTIONS, PATCH, POST, PUT } from "../../google/callback/route";
