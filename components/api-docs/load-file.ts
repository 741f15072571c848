/** Has the page run one of the documentation's scripts, once. Rejects where it does not come. */
export function loadScript(source: string): Promise<void> {
  return load(
    `script[src="${source}"]`,
    Object.assign(document.createElement("script"), { src: source, async: true }),
  );
}

/** The same for a style sheet. */
export function loadStyles(source: string): Promise<void> {
  return load(
    `link[href="${source}"]`,
    Object.assign(document.createElement("link"), { rel: "stylesheet", href: source }),
  );
}

const loading = new WeakMap<Element, Promise<void>>();

function load(known: string, element: HTMLElement): Promise<void> {
  const present = document.head.querySelector(known);
  const begun = present && loading.get(present);
  if (begun) return begun;
  const loaded = new Promise<void>((resolve, reject) => {
    element.addEventListener("load", () => resolve());
    element.addEventListener("error", () => {
      element.remove();
      reject(new Error("not loaded"));
    });
  });
  loading.set(element, loaded);
  document.head.append(element);
  return loaded;
}
