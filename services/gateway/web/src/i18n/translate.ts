// SPDX-License-Identifier: Apache-2.0
// Texts from the catalogues. Pure.
import { formatNumber, type Language } from "../format";
import { en } from "./en";
import { fr } from "./fr";
import type { Key, PluralKey, Values } from "./keys";

// French puts a space before these signs, at which no line may break.
const unbroken = (text: string) => text.replace(/ (?=[:;?!»%])/g, "\u00a0").replace(/« /g, "«\u00a0");

const catalogues: Record<Language, Record<Key, string>> = { en, fr };

export function translate(language: Language, key: Key, values: Values = {}): string {
  const text = catalogues[language][key];
  return (language === "fr" ? unbroken(text) : text).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

// `.one` is written for exactly one ("one day", "un jour"), so that both languages choose alike.
export function translatePlural(language: Language, key: PluralKey, count: number, values: Values = {}): string {
  const form: Key = count === 1 ? `${key}.one` : `${key}.other`;
  return translate(language, form, { count: formatNumber(language, count), ...values });
}

export function hasKey(key: string): key is Key {
  return key in en;
}
