// What a program in another language does with Mact: store a table, ask, read the answer, query. mact.d.ts is generated from /openapi/v1.json.
import createClient from "openapi-fetch";
import type { components, paths } from "./mact";

const client = createClient<paths>({ baseUrl: "http://localhost:8081" });

export async function ask(question: string, rows: string[][]): Promise<string> {
  const stored = await client.POST("/tables", { body: { name: "cities", columns: ["City", "People"], rows } });
  if (stored.error) {
    const problem: components["schemas"]["ProblemBody"] = stored.error;
    throw new Error(`${problem.code}: ${problem.detail}`);
  }

  const table = stored.data as components["schemas"]["TableInfo"];
  const asked = await client.POST("/questions", {
    body: { question, tables: [{ id: table.id, name: table.name }], options: { planSamples: 5, strategy: "auto" } },
  });
  if (!asked.data) {
    throw new Error("The question was not taken.");
  }

  const view = await client.GET("/questions/{id}", { params: { path: { id: asked.data.id } } });
  const status: "queued" | "running" | "waiting" | "answered" | "notEnoughAgreement" | "halted" | "failed" | "cancelled" | undefined =
    view.data?.status;
  const share = view.data?.agreement?.share ?? 0;
  return `${view.data?.answer.join(", ")} (${share}, ${status})`;
}

export async function query(table: components["schemas"]["TableInfo"]): Promise<(string | null)[][]> {
  const result = await client.POST("/tables/query", {
    body: { sql: "SELECT City FROM cities", tables: [{ id: table.id, name: "cities" }] },
  });
  return result.data?.rows ?? [];
}

export async function mistakes(): Promise<void> {
  // @ts-expect-error a question needs its text
  await client.POST("/questions", { body: { tables: [] } });
  // @ts-expect-error there is no such strategy
  await client.POST("/questions", { body: { question: "Which?", tables: [], options: { strategy: "guess" } } });
  // @ts-expect-error there is no such path
  await client.GET("/answers");
}
