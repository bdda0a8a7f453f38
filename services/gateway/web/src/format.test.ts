// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { formatDate, formatDay, formatMoney, formatNumber, formatShare } from "./format";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("values as people write them", () => {
  it("numbers and shares", () => {
    expect(plain(formatNumber("fr", 1234.56))).toBe("1 234,6");
    expect(formatNumber("en", 1234.56)).toBe("1,234.6");
    expect(plain(formatShare("fr", 125))).toBe("12,5 %");
    expect(formatShare("en", 667, 0)).toBe("67%");
  });
  it("money, with hundredths only when there are some", () => {
    expect(plain(formatMoney("fr", { currencyCode: "EUR", units: "1200" }))).toBe("1 200 €");
    expect(formatMoney("en", { currencyCode: "EUR", units: "1200", nanos: 500000000 })).toBe("€1,200.50");
    expect(plain(formatMoney("fr", { currencyCode: "USD" }))).toBe("0 $US");
  });
  it("calendar days are the same everywhere", () => {
    expect(formatDate("fr", { year: 2026, month: 3, day: 1 }, "long")).toBe("1 mars 2026");
    expect(formatDate("en", { year: 2026, month: 3, day: 1 })).toBe("1 Mar 2026");
    expect(formatDate("fr", { year: 2026, month: 3 }, "long")).toBe("mars 2026");
    expect(formatDate("en", { year: 2026 })).toBe("2026");
  });
  it("an instant is a day of the organisation", () => {
    expect(formatDay("en", "2026-03-01T23:30:00Z", "Europe/Paris")).toBe("2 Mar 2026");
    expect(formatDay("en", "2026-03-01T23:30:00Z", "UTC")).toBe("1 Mar 2026");
  });
});
