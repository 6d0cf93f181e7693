// A client of Huibao in one file, for Node 22.18 or later, of its standard library alone: copy it, change it.
//
//     HUIBAO_URL=http://acme.localhost:8000 HUIBAO_KEY=hb_... node huibao.mts
//
// pushes two answers and prints what became of them, then every answer that there is.
import { createHmac, timingSafeEqual } from "node:crypto";
import { request as plain } from "node:http";
import { request as secure } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

type Json = Record<string, any>;
type Answer = { status: number; retryAfter?: string; body: Json };

const ATTEMPTS = 6;
const AGAIN = new Set([0, 409, 429, 500, 502, 503, 504]); // 409: the same request is being carried out at this moment

/** The answer was no. `code` is for programs and never changes, the message is for people. */
export class Refused extends Error {
  status: number;
  code: string;

  constructor(status: number, answer: Json) {
    const error = answer.errors?.[0] ?? {};
    super(`${error.message ?? "no answer"} (request ${error.extensions?.requestId ?? "unknown"})`);
    this.status = status;
    this.code = error.extensions?.code ?? "";
  }
}

/** One company's API, with one key. */
export class Huibao {
  waits: number[] = [];
  #url: URL;
  #headers: Record<string, string>;

  constructor(url: string, key: string, language = "en") {
    this.#url = new URL(url);
    this.#headers = { authorization: `Bearer ${key}`, "accept-language": language };
  }

  /**
   * Store up to 5,000 feedback, orders, customers or interactions, and return what became of them.
   * `batch` names this batch for ever: sent again after a lost answer, it is carried out once and answered alike.
   */
  push(kind: "feedback" | "orders" | "customers" | "interactions", records: Json[], batch: string): Promise<Json> {
    return this.#post(`/collect/v1/${kind}`, records, { "idempotency-key": batch });
  }

  /** Return the data of a GraphQL answer. Throws Refused when there is none, or an error beside it. */
  async ask(query: string, variables: Json = {}): Promise<Json> {
    const answer = await this.#post("/graphql", { query, variables });
    if (answer.errors) throw new Refused(200, answer);
    return answer.data;
  }

  /** Yield the pages of a list, one after the other: nodes, and the cursor from which to go on another day. */
  async *pages(query: string, field: string, variables: Json = {}): AsyncGenerator<{ nodes: Json[]; cursor: string | null }> {
    let cursor: string | null = variables.after ?? null;
    for (let more = true; more; ) {
      const page = (await this.ask(query, { ...variables, after: cursor }))[field];
      cursor = page.pageInfo.endCursor ?? cursor;
      yield { nodes: page.nodes, cursor };
      more = page.pageInfo.hasNextPage;
    }
  }

  async #post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Json> {
    let answer: Answer = { status: 0, body: {} };
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      answer = await this.#send(path, JSON.stringify(body), headers).catch(() => ({ status: 0, body: {} }));
      if (!AGAIN.has(answer.status)) break;
      if (attempt < ATTEMPTS) await this.#wait(answer.retryAfter, attempt);
    }
    if (answer.status === 0 || answer.status >= 400) throw new Refused(answer.status, answer.body);
    return answer.body;
  }

  #send(path: string, data: string, headers: Record<string, string>): Promise<Answer> {
    const { protocol, hostname, host, port } = this.#url;
    // Names below .localhost are this machine's, which not every resolver knows.
    const to = { hostname: hostname.endsWith(".localhost") ? "127.0.0.1" : hostname, port, path, method: "POST" };
    const all = { ...this.#headers, ...headers, "content-type": "application/json", host };
    return new Promise((resolve, reject) => {
      const sent = (protocol === "https:" ? secure : plain)({ ...to, headers: all, timeout: 30_000 }, (got) => {
        const parts: Buffer[] = [];
        got.on("data", (part: Buffer) => parts.push(part));
        got.on("error", reject);
        got.on("end", () => {
          const body = JSON.parse(Buffer.concat(parts).toString() || "{}");
          resolve({ status: got.statusCode ?? 0, retryAfter: got.headers["retry-after"], body });
        });
      });
      sent.on("timeout", () => sent.destroy(new Error("no answer in 30 s")));
      sent.on("error", reject);
      sent.end(data);
    });
  }

  /** Wait as long as the answer asks for, else longer each time; and a little more by chance, for all are told. */
  #wait(asked: string | undefined, attempt: number): Promise<unknown> {
    const seconds = asked ? Number(asked) : 0.5 * 2 ** attempt;
    this.waits.push(seconds);
    return sleep(seconds * 1000 * (1 + Math.random() / 4));
  }
}

/**
 * Return whether a webhook was signed with the secret, not long ago. `body` is the very bytes that came.
 * A message can come twice: remember its `webhook-id`.
 */
export function verify(secret: string, headers: Record<string, string>, body: Buffer, tolerance = 300): boolean {
  const sent = headers["webhook-timestamp"];
  if (!(Math.abs(Date.now() / 1000 - Number(sent)) <= tolerance)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const content = Buffer.concat([Buffer.from(`${headers["webhook-id"]}.${sent}.`), body]);
  const expected = Buffer.from("v1," + createHmac("sha256", key).update(content).digest("base64"));
  return headers["webhook-signature"].split(" ").some((given) => {
    const one = Buffer.from(given);
    return one.length === expected.length && timingSafeEqual(one, expected);
  });
}

const ANSWERS = `query Answers($after: String, $first: Int!) {
  feedbackItems(first: $first, after: $after) { nodes { externalId occurredAt nps } pageInfo { hasNextPage endCursor } }
}`;

/** Push two answers, then pull all there are. */
async function main(): Promise<void> {
  const huibao = new Huibao(process.env.HUIBAO_URL ?? "", process.env.HUIBAO_KEY ?? "");
  const records = [
    { external_id: "ts-1", occurred_at: "2026-05-01T19:30:00+08:00", touchpoint: "queue", nps: 9 },
    { external_id: "ts-2", occurred_at: "2026-05-01T20:10:00+08:00", touchpoint: "queue", nps: 3 },
  ];
  const stored = await huibao.push("feedback", records, "ts-2026-05-01");
  const again = await huibao.push("feedback", records, "ts-2026-05-01");
  const pulled: string[] = [];
  let cursor: string | null = null;
  for await (const page of huibao.pages(ANSWERS, "feedbackItems", { first: 3 })) {
    pulled.push(...page.nodes.map((node) => node.externalId));
    cursor = page.cursor;
  }
  console.log(JSON.stringify({ stored, again, pulled, cursor, waits: huibao.waits }));
}

if (import.meta.main) await main();
