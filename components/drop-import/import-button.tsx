import { FileUp } from "lucide-react";
import { IMPORT_EVENT } from "./drop-import";

/** For whoever does not drop: files of these kinds, chosen, come in as dropped ones do. */
export function ImportButton({ label, accept }: { label: string; accept: string }) {
  return (
    <label className="button own-import">
      <FileUp className="icon" strokeWidth={1.7} aria-hidden="true" />
      {label}
      <input
        className="visually-hidden"
        type="file"
        multiple
        accept={accept}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          if (files.length > 0) window.dispatchEvent(new CustomEvent(IMPORT_EVENT, { detail: files }));
        }}
      />
    </label>
  );
}
