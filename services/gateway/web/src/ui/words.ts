// SPDX-License-Identifier: Apache-2.0
import { useCallback } from "react";
import { useText } from "../i18n";
import { hasKey } from "../i18n/translate";

// A value of an enum by its catalogue; one that came with a newer server is shown in lower case.
export function useWord(): (group: "stage" | "cause" | "pillar" | "outcome", value: string | undefined) => string {
  const text = useText();
  return useCallback(
    (group, value = "") => {
      const key = `${group}.${value}`;
      return hasKey(key) ? text(key) : value.replace(/_/g, " ").toLowerCase();
    },
    [text],
  );
}
