// SPDX-License-Identifier: Apache-2.0
import type { en } from "./en";

export type Key = keyof typeof en;
// `days` of `days.one` and `days.other`.
type BaseOf<K> = K extends `${infer Base}.one` ? (`${Base}.other` extends Key ? Base : never) : never;
export type PluralKey = BaseOf<Key>;
export type Values = Record<string, string | number>;
