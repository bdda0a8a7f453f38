// SPDX-License-Identifier: Apache-2.0
// The organisation of the page, and how its days and money are written.
import { createContext, useContext, useMemo, type ReactNode } from "react";
import type { GoogleDate, Money, Organization } from "./api/schemas";
import { formatDate, formatDay, formatMoment, formatMoney, formatNumber, formatShare } from "./format";
import { useLanguage } from "./i18n";

const Context = createContext<Organization | undefined>(undefined);

export function OrganizationProvider({ organization, children }: { organization: Organization | undefined; children: ReactNode }) {
  return <Context.Provider value={organization}>{children}</Context.Provider>;
}

export const useOrganization = (): Organization | undefined => useContext(Context);

export function useFormat() {
  const { language } = useLanguage();
  const zone = useOrganization()?.timeZone || "UTC";
  return useMemo(
    () => ({
      number: (value: number, digits?: number) => formatNumber(language, value, digits),
      share: (permille: number, digits?: number) => formatShare(language, permille, digits),
      money: (money: Money) => formatMoney(language, money),
      date: (date: GoogleDate, style?: "long" | "medium") => formatDate(language, date, style),
      day: (instant: string) => formatDay(language, instant, zone),
      moment: (instant: string) => formatMoment(language, instant, zone),
    }),
    [language, zone],
  );
}
