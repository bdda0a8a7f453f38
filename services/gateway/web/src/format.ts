// SPDX-License-Identifier: Apache-2.0
// Values of the API as people of a language write them. Pure.
import type { GoogleDate, Money } from "./api/schemas";

export type Language = "fr" | "en";

const locale = (language: Language) => (language === "fr" ? "fr-FR" : "en-GB");

export function formatNumber(language: Language, value: number, digits = 1): string {
  return new Intl.NumberFormat(locale(language), { maximumFractionDigits: digits }).format(value);
}

export function formatShare(language: Language, permille: number, digits = 1): string {
  return new Intl.NumberFormat(locale(language), { style: "percent", maximumFractionDigits: digits }).format(permille / 1000);
}

// Whole units unless there are hundredths.
export function formatMoney(language: Language, money: Money): string {
  const value = Number(money.units ?? 0) + (money.nanos ?? 0) / 1e9;
  const digits = Number.isInteger(value) ? 0 : 2;
  return new Intl.NumberFormat(locale(language), {
    style: "currency", currency: money.currencyCode || "EUR", minimumFractionDigits: digits, maximumFractionDigits: digits,
  }).format(value);
}

// A calendar day; it has no time zone. A date without a day is a month, one without a month a year.
export function formatDate(language: Language, date: GoogleDate, style: "long" | "medium" = "medium"): string {
  const { year = 0, month = 0, day = 0 } = date;
  const month_style = style === "long" ? "long" : "short";
  return new Intl.DateTimeFormat(locale(language), {
    timeZone: "UTC", year: "numeric", ...(month ? { month: month_style } : {}), ...(day ? { day: "numeric" } : {}),
  }).format(Date.UTC(year, Math.max(month - 1, 0), day || 1));
}

// The day of an instant, in the organisation's time zone.
export function formatDay(language: Language, instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale(language), { timeZone, year: "numeric", month: "short", day: "numeric" }).format(new Date(instant));
}

export function formatMoment(language: Language, instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale(language), {
    timeZone, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit",
  }).format(new Date(instant));
}
