import Link from "next/link";

/** The name of the house, leading to the lobby. */
export function BrandMark({ name }: { name: string }) {
  return (
    <Link className="mark" href="/">
      {name}
      {name !== "Avatar Forge" && <small lang="en">Avatar Forge</small>}
    </Link>
  );
}
