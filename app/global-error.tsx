"use client";

import { useEffect } from "react";
import "./globals.css";

/** The layout itself failed: no messages, no providers. Two languages stand for four. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => console.error(error), [error]);
  return (
    <html lang="ko" data-mood="dark">
      <body>
        <main className="whole-page">
          <div className="state">
            <h1>무대 장치가 고장 났습니다.</h1>
            <p>대본은 서버에 그대로 있습니다. 잠시 뒤에 다시 시도해 주세요.</p>
            <p lang="en">
              The stage machinery failed. Your script is safe on the server; try again in a moment.
            </p>
            <div className="state-actions">
              <button type="button" className="button button--lit" onClick={retry}>
                다시 시도 · Try again
              </button>
            </div>
          </div>
        </main>
      </body>
    </html>
  );
}
