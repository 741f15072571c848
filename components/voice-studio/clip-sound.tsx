/** A clip, to be heard; its words stand beside it. */
export function ClipSound({ address, name }: { address: string; name: string }) {
  // biome-ignore lint/a11y/useMediaCaption: its words stand beside it
  return <audio controls preload="none" src={address} aria-label={name} />;
}
