// SPDX-License-Identifier: Apache-2.0

export type FieldProblem = { field: string; detail: string };

// What the server said, in the caller's language. Status 0: it could not be reached.
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    readonly detail: string,
    readonly fields: FieldProblem[],
  ) {
    super(detail || `HTTP ${status}`);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");

// Reads an answer in the form of RFC 9457; whatever else came is an error without words.
export async function errorOf(answer: Response): Promise<ApiError> {
  const body: unknown = await answer.json().catch(() => null);
  if (!isRecord(body)) return new ApiError(answer.status, "", "", []);
  const errors: unknown[] = Array.isArray(body.errors) ? body.errors : [];
  const fields = errors.filter(isRecord).map((error) => ({ field: text(error.field ?? error.subject), detail: text(error.detail) }));
  return new ApiError(answer.status, text(body.reason), text(body.detail), fields);
}
