// Draws Slack messages as HTML by slack-blocks-to-jsx: a list of block lists in, a list of pages out.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";

const require = createRequire(import.meta.url);
const { Message } = require("slack-blocks-to-jsx");
const style = readFileSync(require.resolve("slack-blocks-to-jsx/dist/style.css"), "utf8");
let text = "";
for await (const chunk of process.stdin) text += chunk;
const given = JSON.parse(text);

const pages = given.map((blocks) => {
  const message = createElement(Message, {
    blocks,
    logo: "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==",
    name: "Sevenbot",
    time: new Date("2026-11-02T09:00:00Z"),
    showBlockKitDebug: false,
  });
  const body = renderToStaticMarkup(message);
  return `<!doctype html><meta charset="utf-8"><style>${style}</style><body>${body}</body>`;
});
process.stdout.write(JSON.stringify(pages));
