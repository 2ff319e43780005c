// Makes the JSON schema of Slack's own types (@slack/types): blocks of messages, and modals.
import { createRequire } from "node:module";
import { createGenerator } from "ts-json-schema-generator";

const types = createRequire(import.meta.url).resolve("@slack/types").replace(/\.js$/, ".d.ts");

function schema(type) {
  return createGenerator({
    path: types,
    type,
    skipTypeCheck: true,
    additionalProperties: false,
  }).createSchema(type);
}

process.stdout.write(JSON.stringify({ block: schema("KnownBlock"), view: schema("ModalView") }));
