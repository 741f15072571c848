import "server-only";
import { cookies } from "next/headers";
import type { Mood } from "@/components/ui/mood-toggle";

/** The mood the person chose; the house lights are down until they say otherwise. */
export async function requestMood(): Promise<Mood> {
  return (await cookies()).get("mood")?.value === "light" ? "light" : "dark";
}
