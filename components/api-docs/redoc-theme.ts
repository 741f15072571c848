/** The house's tokens as Redoc's theme. */
export function redocTheme(): object {
  const page = getComputedStyle(document.documentElement);
  const token = (name: string) => page.getPropertyValue(name).trim();
  const colour = (name: string) => toRgb(token(name));
  const ink = colour("--ink");
  const muted = colour("--ink-muted");
  const surface = colour("--surface");
  const raised = colour("--surface-raised");
  const sunken = colour("--surface-sunken");
  const line = colour("--line");
  const link = { color: colour("--spotlight-ink"), visited: colour("--spotlight-ink"), hover: ink };
  const text = { fontFamily: token("--font-ui"), fontWeight: "640" };
  return {
    colors: {
      primary: { main: link.color },
      success: { main: colour("--spotlight-ink") },
      error: { main: colour("--velvet-ink") },
      text: { primary: ink, secondary: muted },
      border: { dark: line, light: line },
      responses: {
        success: { color: ink, backgroundColor: raised, tabTextColor: stage("--spotlight-ink") },
        error: { color: ink, backgroundColor: raised, tabTextColor: stage("--velvet-ink") },
        redirect: { color: ink, backgroundColor: raised, tabTextColor: stage("--ink-muted") },
        info: { color: ink, backgroundColor: raised, tabTextColor: stage("--ink-muted") },
      },
    },
    schema: {
      nestedBackground: sunken,
      linesColor: line,
      typeNameColor: muted,
      typeTitleColor: muted,
      requireLabelColor: colour("--velvet-ink"),
    },
    typography: {
      fontSize: "15px",
      fontFamily: token("--font-ui"),
      headings: text,
      code: { fontFamily: token("--font-mono"), color: ink, backgroundColor: raised },
      links: link,
    },
    sidebar: {
      backgroundColor: sunken,
      textColor: ink,
      activeTextColor: link.color,
      groupItems: { activeBackgroundColor: raised, activeTextColor: link.color },
      level1Items: { activeBackgroundColor: raised, activeTextColor: link.color },
      arrow: { color: muted },
    },
    rightPanel: {
      backgroundColor: stage("--surface-sunken"),
      textColor: stage("--ink"),
      servers: { overlay: { backgroundColor: raised, textColor: ink }, url: { backgroundColor: surface } },
    },
    fab: { backgroundColor: raised, color: ink },
  };
}

/** A colour of the dark mood: samples are coloured for a dark ground alone, and theirs stays dark as a stage does. */
function stage(token: string): string {
  const dark = document.createElement("div");
  dark.dataset.mood = "dark";
  document.body.append(dark);
  const colour = toRgb(getComputedStyle(dark).getPropertyValue(token));
  dark.remove();
  return colour;
}

/** What a canvas paints with it: Redoc reads no colour spaces. */
function toRgb(colour: string): string {
  const paint = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  if (!paint) return colour;
  paint.fillStyle = colour;
  paint.fillRect(0, 0, 1, 1);
  const [red, green, blue] = paint.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}
