// SPDX-License-Identifier: Apache-2.0

// `/v1/organizations/{organization}` with its parameters in place, and a query. Slashes of a value stay: some parameters
// are paths themselves.
export function fill(template: string, parameters: object, query: object = {}): string {
  const values = new Map(Object.entries(parameters));
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values.get(name);
    if (typeof value !== "string" || value === "") throw new Error(`${template} needs ${name}`);
    return value.split("/").map(encodeURIComponent).join("/");
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.append(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}
