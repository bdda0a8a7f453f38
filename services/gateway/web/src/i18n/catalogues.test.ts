// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dossierWord, knowsDossierWord } from "./dossier";
import { en } from "./en";
import { fr } from "./fr";
import { hasKey, translate, translatePlural } from "./translate";

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const keys = Object.keys(en).filter(hasKey);

describe("the catalogues", () => {
  it("have the same keys, none of them empty", () => {
    expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort());
    for (const key of keys) expect([key, fr[key] !== "" && en[key].length > 0]).toEqual([key, true]);
  });
  it("name the same values in both languages", () => {
    for (const key of keys.filter((each) => !each.endsWith(".one"))) expect([key, placeholders(fr[key])]).toEqual([key, placeholders(en[key])]);
  });
  it("have both forms of every plural", () => {
    for (const key of keys.filter((each) => /\.(one|other)$/.test(each))) expect(hasKey(key.replace(/\.(one|other)$/, (form) => (form === ".one" ? ".other" : ".one")))).toBe(true);
  });
});

describe("texts", () => {
  it("take their values, and leave what nobody gave", () => {
    expect(translate("en", "portfolio.asof", { date: "today" })).toBe("As of today");
    expect(translate("en", "portfolio.asof")).toBe("As of {date}");
  });
  it("keep French signs with the word before", () => expect(translate("fr", "who.title")).toBe("Qui êtes-vous\u00a0?"));
  it("count", () => {
    expect(translatePlural("en", "days", 1)).toBe("one day");
    expect(translatePlural("fr", "days", 0)).toBe("0 jours");
    expect(translatePlural("fr", "days", 1234)).toBe("1\u202f234 jours");
  });
});

type Schema = { properties?: Record<string, { $ref?: string; items?: { $ref?: string } }>; enum?: string[] };

// Every word that an entry of the dossier can hold, by the document of the API that this build serves.
function wordsOf(schemas: Record<string, Schema>): { kinds: string[]; fields: string[]; values: string[] } {
  const own = new Set(["name", "uid", "displayName", "eventDate", "owner", "kind", "createTime", "updateTime", "etag"]);
  const details = Object.entries(schemas["registry.v1.Entry"]?.properties ?? {}).filter(([field]) => !own.has(field));
  const fields = new Set<string>();
  const values = new Set<string>();
  const walk = (reference: string) => {
    const name = reference.replace("#/components/schemas/", "");
    const schema = schemas[name];
    if (name.startsWith("google.type.") || !schema) return;
    for (const value of schema.enum ?? []) if (!value.endsWith("_UNSPECIFIED")) values.add(value);
    for (const [field, type] of Object.entries(schema.properties ?? {})) {
      if (field !== "id") fields.add(field);
      const of = type.$ref ?? type.items?.$ref;
      if (of) walk(of);
    }
  };
  for (const [, type] of details) if (type.$ref) walk(type.$ref);
  return { kinds: details.map(([field]) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)), fields: [...fields], values: [...values] };
}

describe("the words of the dossier", () => {
  it("are known for every kind, field and value of the API", () => {
    const file = process.env.PALIER_OPENAPI;
    if (!file) throw new Error("PALIER_OPENAPI must name the API's document");
    const { kinds, fields, values } = wordsOf(JSON.parse(readFileSync(file, "utf8")).components.schemas);
    expect(kinds.length).toBeGreaterThan(25);
    expect(kinds.filter((kind) => !knowsDossierWord("kind", kind))).toEqual([]);
    expect(fields.filter((field) => !knowsDossierWord("field", field))).toEqual([]);
    expect(values.filter((value) => !knowsDossierWord("value", value))).toEqual([]);
  });
  it("are readable even when a newer server has more of them", () => expect(dossierWord("fr", "value", "NEW_THING")).toBe("new thing"));
});
