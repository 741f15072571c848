/** The address the first version of this API gave out; answers as /api/audio/{file_id} does. */
export { DELETE, GET, OPTIONS, PATCH, POST, PUT } from "@/app/api/audio/[file]/route";
