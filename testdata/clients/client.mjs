// Drives an MCP server with the official client. The first argument is the folder of the
// client's modules, the second a JSON object {command, args, env, cwd} or {url}. Standard
// input holds one JSON step a line; each is answered by one JSON line on standard output.
//
//   {"do":"list"}                                       the tools
//   {"do":"call","name":…,"arguments":…}                a call; with
//       "answer": {"action":…,"content":…} | "ignore"   what the person says when asked
//       "cancelAfterQuestion"|"cancelAfterMs"           give up on the call
//   {"do":"wait","for":"list_changed"}                  until that notification came
//   {"do":"info"}                                       name, version, capabilities, instructions
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [modules, target] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(modules, "node_modules/@modelcontextprotocol/sdk/dist/esm", path)).href);
const { Client } = await load("client/index.js");
const { StdioClientTransport } = await load("client/stdio.js");
const { StreamableHTTPClientTransport } = await load("client/streamableHttp.js");
const { ElicitRequestSchema, ToolListChangedNotificationSchema } = await load("types.js");

const server = JSON.parse(target);
const elicits = server.elicits !== false;
const client = new Client({ name: "driver", version: "1.0.0" }, { capabilities: elicits ? { elicitation: {} } : {} });
const transport = server.url
  ? new StreamableHTTPClientTransport(new URL(server.url), { requestInit: { headers: server.headers ?? {} } })
  : new StdioClientTransport({ ...server, stderr: "inherit" });

let step = {};
let asked;
let questions = [];
if (elicits) {
  client.setRequestHandler(ElicitRequestSchema, async (request) => {
    questions.push(request.params);
    asked?.();
    if (step.answer === "ignore") return new Promise(() => {});
    return step.answer ?? { action: "cancel" };
  });
}
let changes = 0;
let changed;
client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
  changes++;
  changed?.();
});

async function call() {
  questions = [];
  const controller = new AbortController();
  const progress = [];
  if (step.cancelAfterMs) setTimeout(() => controller.abort("the person gave up"), step.cancelAfterMs);
  if (step.cancelAfterQuestion) asked = () => setTimeout(() => controller.abort("the person gave up"), 50);
  const options = { signal: controller.signal, timeout: step.timeoutMs ?? 20000 };
  if (step.progress) options.onprogress = (p) => progress.push(p);
  try {
    const result = await client.callTool({ name: step.name, arguments: step.arguments ?? {} }, undefined, options);
    return { result, questions, progress };
  } catch (error) {
    return { error: String(error.message ?? error), questions, progress };
  } finally {
    asked = undefined;
  }
}

const steps = {
  list: async () => ({ tools: (await client.listTools()).tools }),
  info: async () => ({ server: client.getServerVersion(), capabilities: client.getServerCapabilities(), instructions: client.getInstructions() }),
  call,
  wait: async () => {
    if (changes === 0) await new Promise((resolve) => (changed = resolve));
    changes = 0;
    return {};
  },
};

await client.connect(transport);
for await (const line of createInterface({ input: process.stdin })) {
  step = JSON.parse(line);
  console.log(JSON.stringify(await steps[step.do]()));
}
await client.close();
process.exit(0);
