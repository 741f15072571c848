/** Next calls this once before the first request: the settings are judged, the database is brought up, engines are watched. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { boot } = await import("./lib/boot");
  await boot();
}
