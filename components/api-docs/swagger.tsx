"use client";

import { useEffect } from "react";
import { loadScript, loadStyles } from "./load-file";
import { nameControls } from "./name-controls";
import { Reference } from "./reference";

interface SwaggerWindow {
  SwaggerUIBundle?: (options: Record<string, unknown>) => unknown;
}

/** The API to read and to try, by Swagger UI. */
export function Swagger() {
  useEffect(followMood, []);
  return <Reference draw={draw} />;
}

async function draw(into: HTMLElement): Promise<void> {
  await Promise.all([loadStyles("/api/docs/swagger-ui.css"), loadScript("/api/docs/swagger-ui.js")]);
  // As long as the place is there: it goes with the page.
  nameControls(into);
  (window as SwaggerWindow).SwaggerUIBundle?.({
    domNode: into,
    url: "/api/openapi.json",
    docExpansion: "none",
    tryItOutEnabled: true,
    persistAuthorization: true,
    displayRequestDuration: true,
    // Its badge would ask another server.
    validatorUrl: null,
  });
}

/** Its own dark dress goes by a class of the page. */
function followMood(): () => void {
  const page = document.documentElement;
  const follow = () => page.classList.toggle("dark-mode", page.dataset.mood !== "light");
  follow();
  const watch = new MutationObserver(follow);
  watch.observe(page, { attributeFilter: ["data-mood"] });
  return () => {
    watch.disconnect();
    page.classList.remove("dark-mode");
  };
}
