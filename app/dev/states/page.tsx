import Link from "next/link";
import { notFound } from "next/navigation";
import { findPreset, listPresets } from "@/lib/characters";
import { requestLocale } from "@/lib/i18n/server";
import { requestMood } from "../../request-mood";
import { ROOM_FIXTURES } from "./fixtures";
import { StatesRoom } from "./states-room";

/** For whoever works on the room: every state of it, drawn from fixed snapshots. Not there in production. */
export default async function StatesPage(props: PageProps<"/dev/states">) {
  if (process.env.NODE_ENV === "production") notFound();
  const { state } = await props.searchParams;
  const locale = await requestLocale();
  const character = findPreset("sherlock-holmes", locale) ?? listPresets(locale)[0];
  if (typeof state === "string" && state in ROOM_FIXTURES && character) {
    return <StatesRoom name={state} character={character} mood={await requestMood()} />;
  }
  return (
    <main className="wrap" id="main">
      <ul className="py-6">
        {Object.keys(ROOM_FIXTURES).map((name) => (
          <li key={name} className="py-1">
            <Link href={`/dev/states?state=${name}`}>{name}</Link>
          </li>
        ))}
      </ul>
    </main>
  );
}
