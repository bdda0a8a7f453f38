// SPDX-License-Identifier: Apache-2.0
import { useText } from "../i18n";
import { hasKey } from "../i18n/translate";

export function Unreachable({ services = [] }: { services?: string[] | undefined }) {
  const text = useText();
  if (services.length === 0) return null;
  const names = services.map((service) => `service.${service}`).map((key) => (hasKey(key) ? text(key) : key.slice("service.".length)));
  return <p className="banner" role="status">{text("app.unreachable", { services: names.join(", ") })}</p>;
}
