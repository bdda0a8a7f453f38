// SPDX-License-Identifier: Apache-2.0
// What an entry of the dossier says, whatever its kind. Pure.
import type { Entry, GoogleDate, Money } from "../../api/schemas";
import { knowsDossierWord } from "../../i18n/dossier";

export type Value =
  | { is: "text"; text: string }
  | { is: "word"; id: string }
  | { is: "resource"; name: string }
  | { is: "flag"; flag: boolean }
  | { is: "number"; number: number }
  | { is: "money"; money: Money }
  | { is: "date"; date: GoogleDate }
  | { is: "instant"; instant: string }
  | { is: "list"; values: Value[] }
  | { is: "record"; fields: Field[] };
export type Field = { id: string; value: Value };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

// `costLine` of `cost_line`.
const camel = (kind: string) => kind.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

// Ids are for programs.
const HIDDEN = new Set(["id", "criterion"]);

function valueOf(value: unknown): Value | null {
  if (typeof value === "boolean") return { is: "flag", flag: value };
  if (typeof value === "number") return { is: "number", number: value };
  if (typeof value === "string") {
    if (knowsDossierWord("value", value)) return { is: "word", id: value };
    if (/^organizations\/[^/]+\/./.test(value)) return { is: "resource", name: value };
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return { is: "instant", instant: value };
    return value ? { is: "text", text: value } : null;
  }
  if (Array.isArray(value)) {
    const values = value.map(valueOf).filter((each) => each !== null);
    return values.length ? { is: "list", values } : null;
  }
  if (!isRecord(value)) return null;
  if (typeof value.currencyCode === "string") return { is: "money", money: value };
  if (typeof value.year === "number") return { is: "date", date: value };
  return { is: "record", fields: fieldsOf(value) };
}

function fieldsOf(record: Record<string, unknown>): Field[] {
  return Object.entries(record).flatMap(([id, raw]) => {
    const value = HIDDEN.has(id) ? null : valueOf(raw);
    return value ? [{ id, value }] : [];
  });
}

export function detailOf(entry: Entry): Field[] {
  const detail = new Map<string, unknown>(Object.entries(entry)).get(camel(entry.kind ?? ""));
  return isRecord(detail) ? fieldsOf(detail) : [];
}
